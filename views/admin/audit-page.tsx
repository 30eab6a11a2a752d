import { EmptyState } from "#views/components/empty-state.tsx";
import { Pagination } from "#views/components/pagination.tsx";
import { Page } from "#views/layouts/page.tsx";
import type { Shell } from "#views/layouts/shell.ts";
import { messagesFor } from "#views/messages/catalogue.ts";

export interface AuditRow {
  id: number;
  /** As ISO text, and as the reader reads it. */
  at: { iso: string; text: string };
  who: string | null;
  action: string;
  subject: string;
  ip: string | null;
}

interface AuditPageProps {
  shell: Shell;
  rows: readonly AuditRow[];
  page: number;
  pages: number;
}

export function AuditPage({ shell, rows, page, pages }: AuditPageProps) {
  const { admin } = messagesFor(shell.locale);
  const actions: Record<string, string> = admin.actions;
  return (
    <Page shell={shell} title={admin.auditTitle}>
      <h1>{admin.auditTitle}</h1>
      {rows.length === 0 ? (
        <EmptyState title={admin.auditEmpty} />
      ) : (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard has to reach it.
        <section class="card table-card" tabIndex={0} aria-label={admin.auditTitle}>
          <table class="table">
            <thead>
              <tr>
                {[admin.when, admin.who, admin.what, admin.subject, admin.address].map((head) => (
                  <th key={head} scope="col">
                    {head}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {rows.map((row) => (
                <tr key={row.id}>
                  <td>
                    <time dateTime={row.at.iso} x-data="localTime">
                      {row.at.text}
                    </time>
                  </td>
                  <td>{row.who ?? admin.server}</td>
                  <td>{actions[row.action] ?? row.action}</td>
                  <td>{row.subject}</td>
                  <td>{row.ip ?? "–"}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      )}
      <Pagination
        locale={shell.locale}
        page={page}
        pages={pages}
        hrefOf={(to) => `/admin/audit?page=${to}`}
      />
    </Page>
  );
}
