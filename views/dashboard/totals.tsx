import { formatChange } from "#src/lib/format.ts";
import type { Locale } from "#src/lib/locale.ts";
import { Trend } from "#views/components/trend.tsx";
import { messagesFor } from "#views/messages/catalogue.ts";
import { DefinitionMark } from "./definition.tsx";
import { formatMetric, formatMetricFully, isBetterHigher } from "./metric.ts";
import { PartLink } from "./part-link.tsx";
import type { MetricName, TileProps } from "./props.ts";

/** The large numbers; each puts its series on the chart, and the mark beside it says what it counts. */
export function Totals({ locale, tiles }: { locale: Locale; tiles: readonly TileProps[] }) {
  const { dashboard } = messagesFor(locale);
  return (
    <ul class="tiles" aria-label={dashboard.totals}>
      {tiles.map((tile) => (
        <li key={tile.name}>
          <Tile locale={locale} tile={tile} />
          <DefinitionMark locale={locale} name={tile.name} />
        </li>
      ))}
    </ul>
  );
}

function Tile({ locale, tile }: { locale: Locale; tile: TileProps }) {
  const { dashboard } = messagesFor(locale);
  const { name, href, isCurrent, value, before } = tile;
  return (
    <PartLink class="tile" href={href} isCurrent={isCurrent}>
      <span class="tile-label">{dashboard.metrics[name].label}</span>
      <span class="tile-value" title={formatMetricFully(locale, name, value)}>
        {formatMetric(locale, name, value)}
      </span>
      {before !== null && <Change {...{ locale, name, value, before }} />}
    </PartLink>
  );
}

interface ChangeProps {
  locale: Locale;
  name: MetricName;
  value: number;
  before: number;
}

/** How far it moved, told by an arrow and the old value; the colour only repeats it. */
function Change({ locale, name, value, before }: ChangeProps) {
  const { dashboard } = messagesFor(locale);
  const change = formatChange(locale, value, before);
  return (
    <span class="tile-change">
      {change && <Trend change={change} isGoodUp={isBetterHigher(name)} />}
      <span class="tile-before">
        {dashboard.was({ value: formatMetric(locale, name, before) })}
      </span>
    </span>
  );
}
