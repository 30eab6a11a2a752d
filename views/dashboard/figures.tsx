import { Button } from "#views/components/button.tsx";
import { EmptyState } from "#views/components/empty-state.tsx";
import { messagesFor } from "#views/messages/catalogue.ts";
import { Chart } from "./chart.tsx";
import { Definitions } from "./definition.tsx";
import { Heatmap } from "./heatmap.tsx";
import { Now } from "./now.tsx";
import { Panel } from "./panel.tsx";
import { Pills } from "./pills.tsx";
import type { DashboardProps } from "./props.ts";
import { Refresh } from "./refresh.tsx";
import { Totals } from "./totals.tsx";

/**
 * Everything that is counted: what refreshes itself while the period is running, by being morphed,
 * so that focus, open parts and the place on the page stay.
 */
export function Figures({ locale, bar, figures, refreshHref }: DashboardProps) {
  if (!figures) return <NothingYet {...{ locale, bar, refreshHref }} />;
  const tileNames = figures.tiles.map(({ name }) => name);
  return (
    <section id="figures" class="figures">
      <Refresh href={refreshHref} isLive={bar.period.current === "live"} />
      <Pills locale={locale} pills={figures.pills} clearHref={figures.clearHref} />
      <div class="card overview">
        <Totals locale={locale} tiles={figures.tiles} />
        <Chart locale={locale} chart={figures.chart} />
      </div>
      <div class="panels">
        {figures.panels.map((panel) => (
          <Panel key={panel.name} locale={locale} panel={panel} />
        ))}
        {figures.now && <Now locale={locale} now={figures.now} />}
        {figures.heatmap && <Heatmap locale={locale} heatmap={figures.heatmap} />}
      </div>
      <Definitions locale={locale} names={[...tileNames, "events", "share", "online"]} />
      {figures.heatmap && <Definitions locale={locale} names={["heatmap"]} />}
    </section>
  );
}

function NothingYet({ locale, bar, refreshHref }: Omit<DashboardProps, "figures">) {
  const { empty } = messagesFor(locale).dashboard;
  const install = `/sites/${encodeURIComponent(bar.site.domain)}/install`;
  return (
    <section id="figures" class="figures">
      <Refresh href={refreshHref} isLive={false} />
      <div class="card">
        <EmptyState
          title={empty.title}
          action={bar.canEdit && <Button href={install}>{empty.action}</Button>}
        >
          {bar.canEdit ? empty.admin : empty.client}
        </EmptyState>
      </div>
    </section>
  );
}
