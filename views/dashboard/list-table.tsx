import { formatDecimal, formatDuration, formatFullNumber, formatPercent } from "#src/lib/format.ts";
import type { Locale } from "#src/lib/locale.ts";
import { hx } from "#views/components/hx.ts";
import { Icon } from "#views/components/icon.tsx";
import { type Messages, messagesFor } from "#views/messages/catalogue.ts";
import { Defined, DefinitionMark } from "./definition.tsx";
import type { ColumnName, ListColumn, ListProps, ListRowProps } from "./list-props.ts";
import { PartLink } from "./part-link.tsx";
import { nameOfValue, RowName } from "./row-name.tsx";

/** What the head of each column is defined as. */
export const columnTerms: Record<ColumnName, keyof Messages["definitions"]> = {
  visitors: "visitors",
  visits: "visits",
  pageviews: "pageviews",
  events: "events",
  viewsPerVisit: "views-per-visit",
  bounceRate: "bounce-rate",
  duration: "duration",
  timeOnPage: "time-on-page",
  scrollDepth: "scroll-depth",
  share: "share",
  conversionRate: "conversion-rate",
};

const formats: Record<ColumnName, (locale: Locale, value: number) => string> = {
  visitors: formatFullNumber,
  visits: formatFullNumber,
  pageviews: formatFullNumber,
  events: formatFullNumber,
  viewsPerVisit: formatDecimal,
  bounceRate: formatPercent,
  duration: formatDuration,
  timeOnPage: formatDuration,
  scrollDepth: formatPercent,
  share: formatPercent,
  conversionRate: formatPercent,
};

interface Props {
  locale: Locale;
  list: ListProps;
  isPage: boolean;
}

/** Every value with all that is known of it; each head orders the list by its column. */
export function ListTable({ locale, list, isPage }: Props) {
  const { dashboard } = messagesFor(locale);
  const { head, columns, rows, dimension } = list;
  const known: Record<string, string> = dashboard.dimensions;
  const label = known[dimension] ?? dimension.replace(/^props?:/, "");
  // A row leads to the dashboard: the one behind the dialog, or from a page to another page.
  const leading = isPage
    ? { "target:inherited": "#main", "select:inherited": "#main", "swap:inherited": "outerHTML" }
    : { "target:inherited": "#dashboard" };
  return (
    <div class="list-scroll">
      <table class="list-table">
        <thead>
          <tr>
            <th scope="col" aria-sort={head.sort ?? undefined}>
              <SortLink column={head}>{label}</SortLink>
            </th>
            {columns.map((column) => (
              <Head key={column.name} locale={locale} column={column} />
            ))}
          </tr>
        </thead>
        <tbody {...hx({ ...leading, "push-url:inherited": "true" })}>
          {rows.map((row) => (
            <Row key={row.value} {...{ locale, dimension, columns, row }} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Head({ locale, column }: { locale: Locale; column: ListColumn }) {
  const term = columnTerms[column.name];
  const name = messagesFor(locale).definitions[term].term;
  return (
    <th scope="col" class="number" aria-sort={column.sort ?? undefined}>
      {column.href ? (
        <span class="list-head">
          <SortLink column={column}>{name}</SortLink>
          <DefinitionMark locale={locale} name={term} place="list" />
        </span>
      ) : (
        <Defined name={term} place="list">
          {name}
        </Defined>
      )}
    </th>
  );
}

function SortLink({ column, children }: { column: ListColumn<string>; children: string }) {
  const { href, sort } = column;
  if (!href) return <span>{children}</span>;
  return (
    <PartLink class="list-sort" href={href}>
      {children}
      {sort && <Icon name={sort === "ascending" ? "up" : "fall"} />}
    </PartLink>
  );
}

interface RowProps {
  locale: Locale;
  dimension: string;
  columns: readonly ListColumn[];
  row: ListRowProps;
}

function Row({ locale, dimension, columns, row }: RowProps) {
  const { lists } = messagesFor(locale);
  const { value, href, excludeHref, cells } = row;
  const text = nameOfValue({ locale, dimension, value });
  return (
    <tr>
      <th scope="row">
        <span class="list-value">
          <RowName {...{ locale, dimension, value, href, excludeHref }} />
          <PartLink
            class="list-exclude"
            href={excludeHref}
            label={lists.excludeValue({ value: text })}
          >
            <Icon name="ban" />
            <span>{lists.exclude}</span>
          </PartLink>
        </span>
      </th>
      {columns.map(({ name }, index) => {
        const cell = cells[index] ?? null;
        return (
          <td key={name} class="number">
            {cell === null ? "–" : formats[name](locale, cell)}
          </td>
        );
      })}
    </tr>
  );
}
