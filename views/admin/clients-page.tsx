import { Button } from "#views/components/button.tsx";
import { EmptyState } from "#views/components/empty-state.tsx";
import { Notice } from "#views/components/notice.tsx";
import { TableHead } from "#views/components/table-head.tsx";
import { Page } from "#views/layouts/page.tsx";
import type { Shell } from "#views/layouts/shell.ts";
import { messagesFor } from "#views/messages/catalogue.ts";
import { ClientState, type ClientStateName } from "./client-state.tsx";

export interface ClientRow {
  id: number;
  name: string;
  email: string;
  role: "admin" | "client";
  state: ClientStateName;
  hasTwoFactor: boolean;
  /** Domains of the sites of a client; an admin sees all. */
  sites: readonly string[];
  /** As ISO text, and as the reader reads it; null for who never has. */
  lastSignIn: { iso: string; text: string } | null;
  isReader: boolean;
  /** Whether it is one that was searched for. */
  isFound: boolean;
}

interface ClientsPageProps {
  shell: Shell;
  rows: readonly ClientRow[];
  search: string;
  hasSites: boolean;
  /** Whether an account has just been deleted. */
  isDeleted: boolean;
}

/** So many are found at a glance. */
const glanceMax = 7;
/** Of so many sites a row tells the domains. */
const domainsMax = 2;

export function ClientsPage({ shell, rows, search, hasSites, isDeleted }: ClientsPageProps) {
  const { clients, sites } = messagesFor(shell.locale);
  const isAlone = rows.length <= 1;
  const add = <Button href="/admin/clients/new">{clients.add}</Button>;
  const first = hasSites ? add : <Button href="/sites/new">{sites.add}</Button>;
  return (
    <Page shell={shell} title={clients.title}>
      <header class="page-head">
        <h1>{clients.title}</h1>
        {!isAlone && add}
      </header>
      {isDeleted && <Notice kind="success">{clients.deleted}</Notice>}
      {isAlone && (
        <EmptyState title={clients.none} action={first}>
          {hasSites ? clients.noneAbout : clients.noneAboutSites}
        </EmptyState>
      )}
      <div x-data="siteList" x-on:keydown="move">
        {rows.length > glanceMax && <ClientSearch shell={shell} search={search} />}
        <ClientTable shell={shell} rows={rows} />
        <p role="status" class="site-none">
          <span data-none hidden={rows.some(({ isFound }) => isFound)}>
            {clients.noneFound}
          </span>
        </p>
      </div>
    </Page>
  );
}

function ClientSearch({ shell, search }: { shell: Shell; search: string }) {
  const { clients } = messagesFor(shell.locale);
  return (
    <search>
      <form method="get" action="/admin/clients" class="site-find">
        <input
          type="search"
          class="input site-search"
          name="q"
          value={search}
          maxLength={100}
          placeholder={clients.find}
          aria-label={clients.find}
          autocomplete="off"
          spellcheck={false}
          data-key="/"
          x-on:input="filter"
        />
        <noscript>
          <Button variant="secondary">{clients.search}</Button>
        </noscript>
      </form>
    </search>
  );
}

/** On a phone each row is a small card, in which a value stands behind its name. */
function ClientTable({ shell, rows }: { shell: Shell; rows: readonly ClientRow[] }) {
  const { clients } = messagesFor(shell.locale);
  const { person, role, access, state, twoFactor, lastSignIn } = clients;
  return (
    <section class="card client-card">
      <table class="table client-table">
        <TableHead heads={[person, role, access, state, twoFactor, lastSignIn]} />
        <tbody>
          {rows.map((row) => (
            <ClientLine key={row.id} shell={shell} row={row} />
          ))}
        </tbody>
      </table>
    </section>
  );
}

function ClientLine({ shell, row }: { shell: Shell; row: ClientRow }) {
  const { clients } = messagesFor(shell.locale);
  const { id, name, email, role, state, hasTwoFactor, lastSignIn, isReader, isFound } = row;
  return (
    <tr data-search={`${name} ${email} ${row.sites.join(" ")}`} hidden={!isFound}>
      <th scope="row" class="client-name">
        <a href={`/admin/clients/${id}`}>{name}</a>
        {isReader && <span class="client-you"> ({clients.you})</span>}
        <span class="client-email">{email}</span>
      </th>
      <td data-label={clients.role}>{clients.roles[role]}</td>
      <td data-label={clients.access}>
        <span class="client-sites">
          <Sites shell={shell} row={row} />
        </span>
      </td>
      <td data-label={clients.state}>
        <ClientState locale={shell.locale} state={state} />
      </td>
      <td data-label={clients.twoFactor}>
        {hasTwoFactor ? clients.twoFactorOn : clients.twoFactorOff}
      </td>
      <td data-label={clients.lastSignIn}>
        {lastSignIn ? (
          <time dateTime={lastSignIn.iso} x-data="localTime">
            {lastSignIn.text}
          </time>
        ) : (
          clients.never
        )}
      </td>
    </tr>
  );
}

function Sites({ shell, row }: { shell: Shell; row: ClientRow }) {
  const { clients } = messagesFor(shell.locale);
  const { role, sites } = row;
  if (role === "admin") return <>{clients.allSites}</>;
  if (sites.length === 0) return <>{clients.noSites}</>;
  const more = sites.length - domainsMax;
  return (
    <>
      {sites.slice(0, domainsMax).map((domain) => (
        <span key={domain}>{domain}</span>
      ))}
      {more > 0 && <span>{clients.andMore({ count: more })}</span>}
    </>
  );
}
