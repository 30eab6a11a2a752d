import { formatDay, formatHour, formatMonth } from "#src/lib/format.ts";
import type { Locale } from "#src/lib/locale.ts";
import { messagesFor } from "#views/messages/catalogue.ts";
import type { IntervalName } from "./props.ts";

/** A point's time in full, for the table and the tooltip. */
export function pointLabel(locale: Locale, interval: IntervalName, at: string): string {
  switch (interval) {
    case "minute":
      return clockTime(at);
    case "hour":
      return `${formatDay(locale, at, "weekday")}, ${formatHour(locale, at)}`;
    case "day":
      return formatDay(locale, at, "weekday");
    case "week":
      return messagesFor(locale).dashboard.weekOf({ day: formatDay(locale, at, "medium") });
    case "month":
      return formatMonth(locale, at);
  }
}

/** The same for an axis; by hours of several days, the day where it begins. */
export function axisLabel(
  locale: Locale,
  { interval, isOneDay }: { interval: IntervalName; isOneDay: boolean },
  at: string,
): string {
  switch (interval) {
    case "minute":
      return clockTime(at);
    case "hour":
      return at.endsWith("T00:00") && !isOneDay
        ? formatDay(locale, at, "short")
        : formatHour(locale, at);
    case "month":
      return formatMonth(locale, at, "short");
    default:
      return formatDay(locale, at, "short");
  }
}

/** Half an hour needs no day. Both languages write 14:07 where there is little room. */
function clockTime(at: string): string {
  return at.slice(11, 16);
}
