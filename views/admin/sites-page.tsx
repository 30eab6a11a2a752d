import { Button } from "#views/components/button.tsx";
import { EmptyState } from "#views/components/empty-state.tsx";
import { Page } from "#views/layouts/page.tsx";
import type { Shell } from "#views/layouts/shell.ts";
import { messagesFor } from "#views/messages/catalogue.ts";
import { hasSiteSearch, SiteSearch } from "#views/sites/site-search.tsx";
import { type Deletion, DeletionStatus } from "./deletion-status.tsx";

export interface AdminSite {
  id: number;
  name: string;
  domain: string;
  /** Names of who sees it. */
  clients: readonly string[];
  /** As ISO text, and as the reader reads it; null before the first visit. */
  lastSeen: { iso: string; text: string } | null;
  /** In the last thirty days. */
  visitors: string;
  state: "counted" | "waiting" | "archived" | "deleting";
  deletion: NonNullable<Deletion>;
  /** Whether it is one that was searched for. */
  isFound: boolean;
}

interface AdminSitesPageProps {
  shell: Shell;
  rows: readonly AdminSite[];
  /** What was searched for. */
  search: string;
}

/** Every site with who sees it and what state it is in. */
export function AdminSitesPage({ shell, rows, search }: AdminSitesPageProps) {
  const { sites } = messagesFor(shell.locale);
  const add = <Button href="/sites/new">{sites.add}</Button>;
  return (
    <Page shell={shell} title={sites.table.title}>
      <header class="page-head">
        <h1>{sites.table.title}</h1>
        {rows.length > 0 && add}
      </header>
      {rows.length === 0 ? (
        <EmptyState title={sites.none} action={add}>
          {sites.noneAbout}
        </EmptyState>
      ) : (
        <div x-data="siteList" x-on:keydown="move">
          {hasSiteSearch(rows.length) && <Search {...{ shell, search }} />}
          <SiteTable {...{ shell, rows }} />
          <p aria-live="polite">
            <span data-none="" hidden={rows.some(({ isFound }) => isFound)}>
              {sites.noneFound}
            </span>
          </p>
        </div>
      )}
    </Page>
  );
}

function Search({ shell, search }: Pick<AdminSitesPageProps, "shell" | "search">) {
  return (
    <search>
      <form method="get" action="/admin/sites" class="site-find">
        <SiteSearch locale={shell.locale} value={search} isOfPage />
        <noscript>
          <Button variant="secondary">{messagesFor(shell.locale).sites.find}</Button>
        </noscript>
      </form>
    </search>
  );
}

function SiteTable({ shell, rows }: Pick<AdminSitesPageProps, "shell" | "rows">) {
  const { table, settings } = messagesFor(shell.locale).sites;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard has to reach it.
    <section class="card table-card" tabIndex={0} aria-label={table.title}>
      <table class="table site-table">
        <thead>
          <tr>
            <th scope="col">{table.site}</th>
            <th scope="col">{table.state}</th>
            <th scope="col" class="number">
              {table.visitors}
            </th>
            <th scope="col">{table.lastSeen}</th>
            <th scope="col">{table.clients}</th>
            <th scope="col">
              <span class="sr-only">{settings}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <SiteRow key={row.id} {...{ shell, row }} />
          ))}
        </tbody>
      </table>
    </section>
  );
}

function SiteRow({ shell, row }: { shell: Shell; row: AdminSite }) {
  const { table, settings } = messagesFor(shell.locale).sites;
  const { name, domain, clients, lastSeen, visitors, state, deletion, isFound } = row;
  const address = `/sites/${encodeURIComponent(domain)}`;
  const isThere = state !== "deleting";
  return (
    <tr data-search={`${name} ${domain}`} hidden={!isFound}>
      <th scope="row">
        {isThere ? <a href={address}>{name}</a> : <span>{name}</span>}
        {name !== domain && <small>{domain}</small>}
      </th>
      <td data-state={state}>
        {state === "deleting" ? (
          <DeletionStatus locale={shell.locale} deletion={deletion} />
        ) : (
          table.states[state]
        )}
      </td>
      <td class="number">{isThere ? visitors : "–"}</td>
      <td>
        {lastSeen ? (
          <time dateTime={lastSeen.iso} x-data="localTime">
            {lastSeen.text}
          </time>
        ) : (
          "–"
        )}
      </td>
      <td>{clients.length > 0 ? clients.join(", ") : "–"}</td>
      <td>
        {isThere && (
          <a href={`${address}/settings`} aria-label={`${settings}, ${name}`}>
            {settings}
          </a>
        )}
      </td>
    </tr>
  );
}
