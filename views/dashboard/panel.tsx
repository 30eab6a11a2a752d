import { formatNumber, formatPercent } from "#src/lib/format.ts";
import type { Locale } from "#src/lib/locale.ts";
import { hx } from "#views/components/hx.ts";
import { messagesFor } from "#views/messages/catalogue.ts";
import { Defined } from "./definition.tsx";
import { PartLink } from "./part-link.tsx";
import type { PanelProps, PanelRow } from "./props.ts";
import { RowName } from "./row-name.tsx";
import { WorldMap } from "./world-map.tsx";

/** A card of the leading values, with a tab for each way to look at them. */
export function Panel({ locale, panel }: { locale: Locale; panel: PanelProps }) {
  const { dashboard } = messagesFor(locale);
  const { name, dimension, tabs, parts, rows, exportHref, hidden, map } = panel;
  const { title, tabs: labels } = dashboard.panels[name];
  const labelOf = (tab: string) => (labels as Record<string, string>)[tab] ?? tab;
  const current = tabs.find(({ isCurrent }) => isCurrent)?.name ?? "";
  return (
    <section class="card panel" id={`panel-${name}`} data-panel={name} aria-label={title}>
      <div class="panel-head">
        <nav class="tabs" aria-label={title}>
          {tabs.map((tab) => (
            <PartLink key={tab.name} href={tab.href} isCurrent={tab.isCurrent}>
              {labelOf(tab.name)}
            </PartLink>
          ))}
        </nav>
        {rows.length > 0 && (
          <a class="panel-export" href={exportHref} download title={dashboard.exportList}>
            CSV<span class="sr-only">, {labelOf(current)}</span>
          </a>
        )}
      </div>
      {parts.length > 0 && (
        <nav class="tab-parts" aria-label={labelOf(current)}>
          {parts.map((part) => (
            <PartLink key={part.name} href={part.href} isCurrent={part.isCurrent}>
              {(dashboard.campaignFields as Record<string, string>)[part.name] ?? part.name}
            </PartLink>
          ))}
        </nav>
      )}
      {rows.length > 0 && map ? (
        <>
          <WorldMap locale={locale} map={map} />
          <details class="map-table">
            <summary>{dashboard.showTable}</summary>
            <PanelTable {...{ locale, name, dimension, label: labelOf(current), rows }} />
          </details>
        </>
      ) : rows.length > 0 ? (
        <PanelTable {...{ locale, name, dimension, label: labelOf(current), rows }} />
      ) : (
        <p class="panel-empty">{dashboard.nothing}</p>
      )}
      {rows.length > 0 && (
        <p class="panel-more">
          {hidden > 0 && dashboard.more({ count: hidden, text: formatNumber(locale, hidden) })}
          <AllLink locale={locale} panel={panel} label={labelOf(current)} />
        </p>
      )}
    </section>
  );
}

/** Leads to the whole list; with scripts it opens over the dashboard: see list-dialog.ts. */
function AllLink({ locale, panel, label }: { locale: Locale; panel: PanelProps; label: string }) {
  const { lists } = messagesFor(locale);
  const { name, listHref } = panel;
  return (
    <a
      class="panel-all"
      id={`all-${name}`}
      href={listHref}
      aria-label={lists.allOf({ list: label })}
      data-list=""
      {...hx({ get: listHref, target: "#list-place", swap: "innerHTML" })}
    >
      {lists.all}
    </a>
  );
}

interface PanelTableProps {
  locale: Locale;
  name: PanelProps["name"];
  dimension: string;
  label: string;
  rows: readonly PanelRow[];
}

function PanelTable({ locale, name, dimension, label, rows }: PanelTableProps) {
  const { dashboard } = messagesFor(locale);
  const greatest = Math.max(...rows.map(({ count }) => count));
  const isProperties = dimension.startsWith("props:");
  return (
    <table class={isProperties ? "ranking" : "ranking ranking-shares"}>
      <thead>
        <tr>
          <th scope="col">
            <span class="sr-only">{label}</span>
          </th>
          <th scope="col">
            {name === "actions" ? (
              <Defined name="events">{dashboard.columnEvents}</Defined>
            ) : (
              <Defined name="visitors">{dashboard.columnVisitors}</Defined>
            )}
          </th>
          <th scope="col">
            {isProperties ? (
              <Defined name="visitors">{dashboard.columnVisitors}</Defined>
            ) : (
              <Defined name="share">{dashboard.columnShare}</Defined>
            )}
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ value, href, excludeHref, count, visitors, share }) => (
          <tr key={value}>
            <th scope="row">
              <Bar part={count / greatest} />
              <RowName {...{ locale, dimension, value, href, excludeHref }} />
            </th>
            <td>{formatNumber(locale, count)}</td>
            <td class="ranking-third">
              <span>
                {isProperties ? formatNumber(locale, visitors) : formatPercent(locale, share)}
              </span>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** The pale bar behind a name. Its length is an attribute, since the CSP refuses styles. */
function Bar({ part }: { part: number }) {
  return (
    <svg class="ranking-bar" viewBox="0 0 100 1" preserveAspectRatio="none" aria-hidden="true">
      <rect width={Math.max(0.5, Math.round(part * 1000) / 10)} height="1" />
    </svg>
  );
}
