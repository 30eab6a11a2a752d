import { tones } from "./report-style.ts";
import type { SaidChange } from "./said-report.ts";

/** How a figure moved; the words say it where the colour cannot. */
export function ReportChange({ change: { arrow, text, tone } }: { change: SaidChange }) {
  return (
    <div style={tones[tone]} class={tone === "same" ? "soft" : tone}>
      {arrow && <span aria-hidden="true">{arrow} </span>}
      {text}
    </div>
  );
}
