import { formatDayRange } from "#src/lib/format.ts";
import type { Locale } from "#src/lib/locale.ts";
import { messagesFor } from "#views/messages/catalogue.ts";
import { chartDataOf, scriptJson } from "./chart-data.ts";
import { ChartTable } from "./chart-table.tsx";
import { Defined } from "./definition.tsx";
import { formatTick } from "./metric.ts";
import { PartLink } from "./part-link.tsx";
import { Plot } from "./plot.tsx";
import type { ChartProps, DaySpan } from "./props.ts";
import { scaleOf } from "./scale.ts";
import { TimeAxis } from "./time-axis.tsx";

/** The chosen metric over time: a legend, the curve, and the table behind it. */
export function Chart({ locale, chart }: { locale: Locale; chart: ChartProps }) {
  const { dashboard } = messagesFor(locale);
  const title = dashboard.metrics[chart.metric].label;
  const values = chart.points.flatMap(({ value, before }) => [value ?? 0, before?.value ?? 0]);
  const ticks = scaleOf(chart.metric, Math.max(0, ...values));
  const data = chartDataOf(locale, chart, { title, top: ticks.at(-1) ?? 1 });
  const json = scriptJson(data);
  return (
    <section class="chart" aria-label={dashboard.chartOf({ metric: title })}>
      <ChartHead locale={locale} chart={chart} />
      <figure-chart class="chart-frame" data-version={Bun.hash(json).toString(36)}>
        <ol class="chart-ticks" aria-hidden="true">
          {ticks.toReversed().map((tick) => (
            <li key={tick}>{formatTick(locale, chart.metric, tick)}</li>
          ))}
        </ol>
        <div class="chart-plot">
          <Plot points={chart.points} ticks={ticks} running={chart.running} />
          <div class="chart-live" hx-morph-skip="" />
        </div>
        <TimeAxis locale={locale} interval={chart.interval} points={chart.points} />
        <script type="application/json" dangerouslySetInnerHTML={{ __html: json }} />
      </figure-chart>
      <ChartTable {...{ locale, chart, data }} />
    </section>
  );
}

function ChartHead({ locale, chart }: { locale: Locale; chart: ChartProps }) {
  const { dashboard } = messagesFor(locale);
  const { metric, span, compared, intervals } = chart;
  return (
    <header class="chart-head">
      <p class="legend">
        <span class="legend-now">
          <Defined name={metric}>{dashboard.metrics[metric].label}</Defined>{" "}
          {chart.interval === "minute" ? (
            <span class="legend-span">{dashboard.lastMinutes}</span>
          ) : (
            <LegendSpan locale={locale} span={span} />
          )}
        </span>
        {compared && (
          <span class="legend-before">
            <LegendSpan locale={locale} span={compared} />
          </span>
        )}
      </p>
      {intervals.length > 1 && (
        <nav class="segments" aria-label={dashboard.chooseInterval}>
          {intervals.map(({ name, href, isCurrent }) => (
            <PartLink key={name} href={href} isCurrent={isCurrent}>
              {dashboard.intervals[name]}
            </PartLink>
          ))}
        </nav>
      )}
    </header>
  );
}

function LegendSpan({ locale, span }: { locale: Locale; span: DaySpan }) {
  return <span class="legend-span">{formatDayRange(locale, span.first, span.last)}</span>;
}
