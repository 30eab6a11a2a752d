import { formatNumber } from "#src/lib/format.ts";
import type { Locale } from "#src/lib/locale.ts";
import { messagesFor } from "#views/messages/catalogue.ts";
import { Defined } from "./definition.tsx";
import { PartLink } from "./part-link.tsx";
import type { NowProps, NowRow } from "./props.ts";
import { nameOfValue } from "./row-name.tsx";

/** What is being read at this moment, and where its readers are from. */
export function Now({ locale, now }: { locale: Locale; now: NowProps }) {
  const { dashboard } = messagesFor(locale);
  const { title, pages, sources, nobody } = dashboard.now;
  return (
    <section class="card panel" id="panel-now" data-panel="now" aria-label={title}>
      <div class="panel-head">
        <h2 class="heat-title">
          <Defined name="online">{title}</Defined>
        </h2>
        {now.pages.length > 0 && (
          <a class="panel-export" href={now.exportHref} download title={dashboard.exportList}>
            CSV<span class="sr-only">, {title}</span>
          </a>
        )}
      </div>
      {now.pages.length > 0 ? (
        <>
          <NowTable {...{ locale, dimension: "exit_path", label: pages, rows: now.pages }} />
          <NowTable {...{ locale, dimension: "source", label: sources, rows: now.sources }} />
        </>
      ) : (
        <p class="panel-empty">{nobody}</p>
      )}
    </section>
  );
}

interface NowTableProps {
  locale: Locale;
  dimension: string;
  label: string;
  rows: readonly NowRow[];
}

function NowTable({ locale, dimension, label, rows }: NowTableProps) {
  const { dashboard } = messagesFor(locale);
  return (
    <table class="ranking now-table">
      <thead>
        <tr>
          <th scope="col">{label}</th>
          <th scope="col">{dashboard.columnVisitors}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ value, href, visitors }) => {
          const name = nameOfValue({ locale, dimension, value });
          return (
            <tr key={value}>
              <th scope="row">
                <PartLink class="ranking-name" href={href} title={name}>
                  <span>{name}</span>
                </PartLink>
              </th>
              <td>{formatNumber(locale, visitors)}</td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
