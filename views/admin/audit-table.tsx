import type { Locale } from "#src/lib/locale.ts";
import { TableHead } from "#views/components/table-head.tsx";
import { messagesFor } from "#views/messages/catalogue.ts";
import { Changes, hasChanges } from "./audit-changes.tsx";

type Fields = Readonly<Record<string, unknown>>;

export interface AuditRow {
  id: number;
  /** As ISO text, and as the reader reads it. */
  at: { iso: string; text: string };
  who: string | null;
  action: string;
  subject: string;
  /** What changed, without what stayed; empty where there is nothing to tell. */
  before: Fields;
  after: Fields;
  ip: string | null;
}

/** The lines of the audit log: a table, and on a phone a card each. */
export function AuditTable({ locale, rows }: { locale: Locale; rows: readonly AuditRow[] }) {
  const { admin } = messagesFor(locale);
  return (
    <section class="card">
      <table class="table table-cards">
        <caption class="sr-only">{admin.auditTitle}</caption>
        <TableHead heads={[admin.when, admin.who, admin.what, admin.subject, admin.address]} />
        <tbody>
          {rows.map((row) => (
            <Line key={row.id} locale={locale} row={row} />
          ))}
        </tbody>
      </table>
    </section>
  );
}

function Line({ locale, row }: { locale: Locale; row: AuditRow }) {
  const { admin } = messagesFor(locale);
  const actions: Record<string, string> = admin.actions;
  const what = actions[row.action] ?? row.action;
  return (
    <tr>
      <td data-label={admin.when}>
        <time dateTime={row.at.iso} x-data="localTime">
          {row.at.text}
        </time>
      </td>
      <td data-label={admin.who}>{row.who ?? admin.server}</td>
      <td data-label={admin.what}>
        {hasChanges(row) ? (
          <details class="changes">
            <summary>{what}</summary>
            <Changes locale={locale} before={row.before} after={row.after} />
          </details>
        ) : (
          what
        )}
      </td>
      <td data-label={admin.subject}>{row.subject}</td>
      <td data-label={admin.address}>{row.ip ?? "–"}</td>
    </tr>
  );
}
