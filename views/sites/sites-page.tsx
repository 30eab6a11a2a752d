import { formatChange, formatNumber } from "#src/lib/format.ts";
import { Button } from "#views/components/button.tsx";
import { EmptyState } from "#views/components/empty-state.tsx";
import { Trend } from "#views/components/trend.tsx";
import { Online } from "#views/dashboard/online.tsx";
import { Page } from "#views/layouts/page.tsx";
import type { Shell } from "#views/layouts/shell.ts";
import { messagesFor } from "#views/messages/catalogue.ts";
import { hasSiteSearch, SiteSearch } from "./site-search.tsx";
import { Sparkline } from "./sparkline.tsx";

export interface SiteCard {
  domain: string;
  name: string;
  /** In the last thirty days, and in the thirty before. */
  visitors: number;
  before: number;
  online: number;
  /** Visitors of each of the last hours, the running one the last; null before the first visit. */
  hours: readonly number[] | null;
  /** Whether it is one that was searched for. */
  isFound: boolean;
}

interface SitesPageProps {
  shell: Shell;
  cards: readonly SiteCard[];
  /** What was searched for. */
  search: string;
}

export function SitesPage({ shell, cards, search }: SitesPageProps) {
  const { sites } = messagesFor(shell.locale);
  const isAdmin = shell.user?.role === "admin";
  const add = isAdmin ? <Button href="/sites/new">{sites.add}</Button> : null;
  const manage = isAdmin && (
    <Button variant="secondary" href="/admin/sites">
      {sites.table.manage}
    </Button>
  );
  return (
    <Page shell={shell} title={sites.title}>
      <header class="page-head">
        <h1>{sites.title}</h1>
        <div class="row">
          {manage}
          {cards.length > 0 && add}
        </div>
      </header>
      {cards.length === 0 ? (
        <EmptyState title={sites.none} action={add}>
          {isAdmin ? sites.noneAbout : sites.noneForClient}
        </EmptyState>
      ) : (
        <SiteList {...{ shell, cards, search }} />
      )}
    </Page>
  );
}

/** All cards are there and those not found are hidden, so that a search needs no request. */
function SiteList({ shell, cards, search }: SitesPageProps) {
  const { sites } = messagesFor(shell.locale);
  return (
    <div x-data="siteList" x-on:keydown="move">
      {hasSiteSearch(cards.length) && (
        <search>
          <form method="get" action="/sites" class="site-find">
            <SiteSearch locale={shell.locale} value={search} isOfPage />
            <noscript>
              <Button variant="secondary">{sites.find}</Button>
            </noscript>
          </form>
        </search>
      )}
      <ul class="site-list">
        {cards.map((card) => (
          <SiteLink key={card.domain} card={card} shell={shell} />
        ))}
      </ul>
      <p role="status" class="site-none">
        <span data-none hidden={cards.some(({ isFound }) => isFound)}>
          {sites.noneFound}
        </span>
      </p>
    </div>
  );
}

/** All of the card leads to the site, by its name's link; only an admin finds another in it. */
function SiteLink({ card, shell }: { card: SiteCard; shell: Shell }) {
  const { locale } = shell;
  const { sites } = messagesFor(locale);
  const address = `/sites/${encodeURIComponent(card.domain)}`;
  const { name, domain, visitors, before, online, hours, isFound } = card;
  const change = formatChange(locale, visitors, before);
  return (
    <li data-search={`${name} ${domain}`} hidden={!isFound}>
      <div class="card site-card">
        <a class="site-name" href={address}>
          {name}
        </a>
        {online > 0 && <Online locale={locale} online={online} />}
        <span class="site-domain">{domain}</span>
        {hours ? (
          <Sparkline locale={locale} hours={hours} />
        ) : (
          <NoVisitYet {...{ shell, address }} />
        )}
        <span class="site-figures">
          <span class="site-visitors">{formatNumber(locale, visitors)}</span>
          <span class="site-figure">{sites.visitors30}</span>
          {change && <Trend change={change} isGoodUp />}
        </span>
      </div>
    </li>
  );
}

function NoVisitYet({ shell, address }: { shell: Shell; address: string }) {
  const { empty } = messagesFor(shell.locale).dashboard;
  return (
    <p class="site-empty">
      <span>{empty.title}</span>
      {shell.user?.role === "admin" && <a href={`${address}/install`}>{empty.action}</a>}
    </p>
  );
}
