import { hx } from "#views/components/hx.ts";
import { Bar } from "./bar.tsx";
import { Figures } from "./figures.tsx";
import type { DashboardProps } from "./props.ts";
import { ReportTitle } from "./report-title.tsx";

/**
 * The part of the page that every one of its links replaces. All that the links have in common
 * stands here once; what is equal before and after is left alone by the morph.
 */
export function Dashboard(props: DashboardProps) {
  return (
    <div
      id="dashboard"
      class="dashboard"
      {...hx({
        "target:inherited": "#dashboard",
        "swap:inherited": "outerMorph",
        "push-url:inherited": "true",
        "sync:inherited": "#dashboard:replace",
        "indicator:inherited": "#progress",
      })}
    >
      <div id="progress" class="progress" aria-hidden="true" />
      <Bar locale={props.locale} bar={props.bar} />
      <ReportTitle locale={props.locale} bar={props.bar} />
      <Figures {...props} />
      <div id="list-place" />
    </div>
  );
}
