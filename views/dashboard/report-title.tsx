import { formatDayRange } from "#src/lib/format.ts";
import type { Locale } from "#src/lib/locale.ts";
import { periodLabel } from "./period-picker.tsx";
import type { BarProps } from "./props.ts";

/** What stands above the figures on paper, where there is no bar: whose they are, and of which days. */
export function ReportTitle({ locale, bar }: { locale: Locale; bar: BarProps }) {
  const { site, period } = bar;
  const { first, last } = period.span;
  const days = formatDayRange(locale, first, last);
  const label = periodLabel(locale, period);
  return (
    <div class="report-title">
      <p class="report-site">{site.name}</p>
      <p>
        {site.name !== site.domain && <span>{site.domain}</span>}
        <span>{label}</span>
        {label !== days && <span>{days}</span>}
      </p>
    </div>
  );
}
