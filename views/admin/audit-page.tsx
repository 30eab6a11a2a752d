import { Button } from "#views/components/button.tsx";
import { EmptyState } from "#views/components/empty-state.tsx";
import { Pagination } from "#views/components/pagination.tsx";
import { Page } from "#views/layouts/page.tsx";
import type { Shell } from "#views/layouts/shell.ts";
import { messagesFor } from "#views/messages/catalogue.ts";
import { type AuditFilter, AuditFilterForm } from "./audit-filter.tsx";
import { type AuditRow, AuditTable } from "./audit-table.tsx";

interface AuditPageProps {
  shell: Shell;
  rows: readonly AuditRow[];
  page: number;
  pages: number;
  /** There are more lines than can be leafed through. */
  isCut: boolean;
  filter: AuditFilter;
  /** The addresses of everybody who has done something. */
  actors: readonly string[];
  /** The filter as a query; empty when nothing is filtered. */
  query: string;
}

/** Who did what, when, and from where. */
export function AuditPage(props: AuditPageProps) {
  const { shell, rows, page, pages, isCut, filter, actors, query } = props;
  const { locale } = shell;
  const { admin } = messagesFor(locale);
  const { audit } = admin;
  const hrefOf = (to: number) => `/admin/audit?${query ? `${query}&` : ""}page=${to}`;
  return (
    <Page shell={shell} title={admin.auditTitle}>
      <div class="page-head">
        <h1>{admin.auditTitle}</h1>
        {rows.length > 0 && (
          <Button href={`/admin/audit.csv${query && `?${query}`}`} variant="secondary" size="small">
            {audit.download}
          </Button>
        )}
      </div>
      {(rows.length > 0 || query !== "") && (
        <AuditFilterForm {...{ locale, filter, actors }} isOpen={query !== ""} />
      )}
      {rows.length > 0 ? (
        <AuditTable locale={locale} rows={rows} />
      ) : query ? (
        <EmptyState
          title={audit.nothing}
          action={
            <Button href="/admin/audit" variant="secondary">
              {audit.clear}
            </Button>
          }
        >
          {audit.nothingAbout}
        </EmptyState>
      ) : (
        <EmptyState title={admin.auditEmpty} />
      )}
      <Pagination {...{ locale, page, pages, hrefOf }} />
      {isCut && <p class="page-note">{audit.cut}</p>}
    </Page>
  );
}
