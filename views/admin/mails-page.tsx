import type { Locale } from "#src/lib/locale.ts";
import { EmptyState } from "#views/components/empty-state.tsx";
import { Notice } from "#views/components/notice.tsx";
import { Pagination } from "#views/components/pagination.tsx";
import { TableHead } from "#views/components/table-head.tsx";
import { Page } from "#views/layouts/page.tsx";
import type { Shell } from "#views/layouts/shell.ts";
import { messagesFor } from "#views/messages/catalogue.ts";
import { answerIn, type MailRow } from "./mail-row.ts";
import { MailState } from "./mail-state.tsx";

interface MailsPageProps {
  shell: Shell;
  rows: readonly MailRow[];
  page: number;
  pages: number;
  canSend: boolean;
}

/** Every mail of the last weeks, and what became of it. */
export function MailsPage({ shell, rows, page, pages, canSend }: MailsPageProps) {
  const { locale } = shell;
  const { mails, mailPreview } = messagesFor(locale);
  return (
    <Page shell={shell} title={mails.title}>
      <h1>{mails.title}</h1>
      {!canSend && <Notice>{mails.setUp}</Notice>}
      {rows.length > 0 ? (
        <MailTable locale={locale} rows={rows} />
      ) : (
        <EmptyState title={mails.empty}>{mails.emptyAbout}</EmptyState>
      )}
      <Pagination {...{ locale, page, pages }} hrefOf={(to) => `/admin/mails?page=${to}`} />
      <p class="page-note">
        <a href="/admin/mails/preview">{mailPreview.title}</a>
      </p>
    </Page>
  );
}

function MailTable({ locale, rows }: { locale: Locale; rows: readonly MailRow[] }) {
  const { mails } = messagesFor(locale);
  const heads = [
    ...[mails.queued, mails.about, mails.recipient],
    ...[mails.state, mails.tries, mails.answer],
  ];
  return (
    <section class="card">
      <table class="table table-cards mail-table">
        <caption class="sr-only">{mails.title}</caption>
        <TableHead heads={heads} />
        <tbody>
          {rows.map((row) => (
            <Line key={row.id} locale={locale} row={row} />
          ))}
        </tbody>
      </table>
    </section>
  );
}

function Line({ locale, row }: { locale: Locale; row: MailRow }) {
  const { mails } = messagesFor(locale);
  const { id, kind, recipient, state, tries, queuedAt } = row;
  return (
    <tr>
      <td data-label={mails.queued}>
        <time dateTime={queuedAt.iso} x-data="localTime">
          {queuedAt.text}
        </time>
      </td>
      <td data-label={mails.about}>
        <a href={`/admin/mails/${id}`}>{mails.kinds[kind]}</a>
      </td>
      <td data-label={mails.recipient}>{recipient}</td>
      <td data-label={mails.state}>
        <MailState locale={locale} state={state} />
      </td>
      <td data-label={mails.tries}>{tries}</td>
      <td data-label={mails.answer}>{answerIn(locale, row) ?? "–"}</td>
    </tr>
  );
}
