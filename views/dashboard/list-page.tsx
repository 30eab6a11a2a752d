import type { Locale } from "#src/lib/locale.ts";
import { hx } from "#views/components/hx.ts";
import { Icon } from "#views/components/icon.tsx";
import { Page } from "#views/layouts/page.tsx";
import type { Shell } from "#views/layouts/shell.ts";
import { messagesFor } from "#views/messages/catalogue.ts";
import { Bar } from "./bar.tsx";
import { Definitions } from "./definition.tsx";
import { List, listTitle } from "./list.tsx";
import type { ListProps } from "./list-props.ts";
import { columnTerms } from "./list-table.tsx";
import { Live } from "./live.tsx";
import { Pills } from "./pills.tsx";
import type { BarProps } from "./props.ts";
import { ReportTitle } from "./report-title.tsx";

interface BodyProps {
  locale: Locale;
  bar: BarProps;
  list: ListProps;
}

/** One list as a page of its own: for browsers without scripts, for bookmarks, for a reload. */
export function ListPage({
  shell,
  liveHref,
  ...body
}: BodyProps & { shell: Shell; liveHref: string }) {
  const title = `${listTitle(body.locale, body.list)} · ${body.bar.site.name}`;
  return (
    <Page shell={shell} title={title} isFigures>
      <Live href={liveHref} />
      <ListBody {...body} />
    </Page>
  );
}

/** The part of the page that its links replace. */
export function ListBody({ locale, bar, list }: BodyProps) {
  const { lists } = messagesFor(locale);
  const title = listTitle(locale, list);
  return (
    <div
      id="list-page"
      class="dashboard list-page"
      {...hx({
        "target:inherited": "#list-page",
        "swap:inherited": "outerMorph",
        "push-url:inherited": "true",
        "sync:inherited": "#list-page:replace",
        "indicator:inherited": "#progress",
      })}
    >
      <div id="progress" class="progress" aria-hidden="true" />
      <Bar locale={locale} bar={{ ...bar, comparison: null }} />
      <ReportTitle locale={locale} bar={bar} />
      <Pills locale={locale} pills={list.pills} clearHref={list.clearHref} />
      <section class="card list" aria-labelledby="list-title">
        <a class="list-back" href={list.dashboardHref}>
          <Icon name="left" />
          {lists.back}
        </a>
        <h2 id="list-title">{title}</h2>
        <List locale={locale} list={list} isPage={true} />
      </section>
      <Definitions locale={locale} names={["online"]} />
      <ListDefinitions locale={locale} list={list} />
    </div>
  );
}

/** What the heads of the columns open. */
export function ListDefinitions({ locale, list }: Omit<BodyProps, "bar">) {
  const names = list.columns.map(({ name }) => columnTerms[name]);
  return <Definitions locale={locale} names={names} place="list" />;
}
