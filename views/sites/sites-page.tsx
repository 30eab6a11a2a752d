import { formatNumber } from "#src/lib/format.ts";
import { Button } from "#views/components/button.tsx";
import { EmptyState } from "#views/components/empty-state.tsx";
import { Page } from "#views/layouts/page.tsx";
import type { Shell } from "#views/layouts/shell.ts";
import { messagesFor } from "#views/messages/catalogue.ts";

export interface SiteCard {
  domain: string;
  name: string;
  visitors: number;
  online: number;
}

export function SitesPage({ shell, cards }: { shell: Shell; cards: readonly SiteCard[] }) {
  const { sites } = messagesFor(shell.locale);
  const isAdmin = shell.user?.role === "admin";
  const add = isAdmin ? <Button href="/sites/new">{sites.add}</Button> : null;
  return (
    <Page shell={shell} title={sites.title}>
      <header class="page-head">
        <h1>{sites.title}</h1>
        {cards.length > 0 && add}
      </header>
      {cards.length === 0 ? (
        <EmptyState title={sites.none} action={add}>
          {isAdmin ? sites.noneAbout : sites.noneForClient}
        </EmptyState>
      ) : (
        <ul class="site-list">
          {cards.map((card) => (
            <SiteLink key={card.domain} card={card} shell={shell} />
          ))}
        </ul>
      )}
    </Page>
  );
}

function SiteLink({ card, shell }: { card: SiteCard; shell: Shell }) {
  const { sites } = messagesFor(shell.locale);
  const count = formatNumber(shell.locale, card.online);
  return (
    <li>
      <a class="card site-card" href={`/sites/${encodeURIComponent(card.domain)}`}>
        <span class="site-name">{card.name}</span>
        <span class="site-visitors">{formatNumber(shell.locale, card.visitors)}</span>
        <span class="site-domain">{card.domain}</span>
        <span class="site-figure">{sites.visitors30}</span>
        {card.online > 0 && <span class="site-online">{sites.online({ count })}</span>}
      </a>
    </li>
  );
}
