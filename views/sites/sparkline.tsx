import { formatNumber } from "#src/lib/format.ts";
import type { Locale } from "#src/lib/locale.ts";
import { messagesFor } from "#views/messages/catalogue.ts";

const width = 240;
const height = 36;
/** Half the stroke, so that the line at the top and the bottom is as thick as between them. */
const margin = 1;

/** The visitors of the last hours as a line; who cannot see it is told the most and the latest. */
export function Sparkline({ locale, hours }: { locale: Locale; hours: readonly number[] }) {
  const { sites } = messagesFor(locale);
  const most = Math.max(...hours, 0);
  const text = (count: number) => formatNumber(locale, count);
  const label =
    most > 0 ? sites.hours({ most: text(most), last: text(hours.at(-1) ?? 0) }) : sites.quiet;
  return (
    <svg
      class="sparkline"
      viewBox={`0 0 ${width} ${height}`}
      preserveAspectRatio="none"
      role="img"
      aria-label={label}
    >
      <polyline points={pointsOf(hours, most)} />
    </svg>
  );
}

function pointsOf(hours: readonly number[], most: number): string {
  const stepX = width / Math.max(hours.length - 1, 1);
  return hours
    .map((count, hour) => {
      const y = height - margin - (most > 0 ? count / most : 0) * (height - 2 * margin);
      return `${round(hour * stepX)},${round(y)}`;
    })
    .join(" ");
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
