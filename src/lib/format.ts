import type { Locale } from "./locale.ts";
import type { Day } from "./time.ts";

// Numbers and dates as people read them. English is British, so that 3/11 is never the 11th of March.
const tags: Record<Locale, string> = { en: "en-GB", fr: "fr-FR" };

/** Makes a formatter once a language, when it is first asked for: Intl's are dear to build. */
function perLocale<T>(create: (tag: string) => T): (locale: Locale) => T {
  const made: Partial<Record<Locale, T>> = {};
  return (locale) => {
    made[locale] ??= create(tags[locale]);
    return made[locale] as T;
  };
}

const compactFrom = 10_000;
const wholePercentFrom = 0.1;

const plain = perLocale((tag) => new Intl.NumberFormat(tag, { maximumFractionDigits: 0 }));
const decimal = perLocale((tag) => new Intl.NumberFormat(tag, { maximumFractionDigits: 1 }));
const compact = perLocale(
  (tag) => new Intl.NumberFormat(tag, { notation: "compact", maximumFractionDigits: 1 }),
);
const percent = perLocale(
  (tag) => new Intl.NumberFormat(tag, { style: "percent", maximumFractionDigits: 0 }),
);
const finePercent = perLocale(
  (tag) => new Intl.NumberFormat(tag, { style: "percent", maximumFractionDigits: 1 }),
);
const signedPercent = perLocale(
  (tag) =>
    new Intl.NumberFormat(tag, {
      style: "percent",
      maximumFractionDigits: 0,
      signDisplay: "exceptZero",
    }),
);

/** A count: 9,876 in full, from ten thousand on short, as 12.3k or 1.2M. */
export function formatNumber(locale: Locale, value: number): string {
  if (Math.abs(value) < compactFrom) return plain(locale).format(value);
  // British English writes "m", which reads as a minute or a metre.
  return compact(locale).format(value).replace(/m$/, "M");
}

/** A count in full, however large: 1,234,567. */
export function formatFullNumber(locale: Locale, value: number): string {
  return plain(locale).format(value);
}

/** An average with at most one decimal, such as views per visit: 2.4. */
export function formatDecimal(locale: Locale, value: number): string {
  return decimal(locale).format(value);
}

/** A share of a whole; below ten per cent with one decimal. Units: `ratio` 1 is 100%. */
export function formatPercent(locale: Locale, ratio: number): string {
  const isFine = ratio > 0 && ratio < wholePercentFrom;
  return (isFine ? finePercent : percent)(locale).format(ratio);
}

/**
 * How far a value is from an earlier one: +12%, −8%, 0%; null when there was nothing to be far
 * from. The minus is a real one, as wide as the plus.
 */
export function formatChange(locale: Locale, value: number, before: number): string | null {
  if (before === 0) return null;
  return signedPercent(locale)
    .format((value - before) / before)
    .replace("-", "−");
}

const byteUnits = ["byte", "kilobyte", "megabyte", "gigabyte", "terabyte"] as const;

/** A size in the largest unit that fits: 512 byte, 8.4 MB, 1.1 GB. Units: bytes, by thousands. */
export function formatBytes(locale: Locale, bytes: number): string {
  const power = Math.min(Math.floor(Math.log10(Math.max(bytes, 1)) / 3), byteUnits.length - 1);
  return new Intl.NumberFormat(tags[locale], {
    style: "unit",
    unit: byteUnits[power] ?? "byte",
    maximumFractionDigits: power === 0 ? 0 : 1,
  }).format(bytes / 1000 ** power);
}

const durationUnits: Record<Locale, { hour: string; minute: string; second: string }> = {
  en: { hour: "h", minute: "m", second: "s" },
  fr: { hour: "\u00a0h", minute: "\u00a0min", second: "\u00a0s" },
};

/** A duration in its two largest units: 45s, 3m 20s, 1h 5m. Units: milliseconds. */
export function formatDuration(locale: Locale, durationMs: number): string {
  const { hour, minute, second } = durationUnits[locale];
  const seconds = Math.max(0, Math.round(durationMs / 1000));
  const [h, m, s] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  if (h > 0) return m > 0 ? `${h}${hour} ${m}${minute}` : `${h}${hour}`;
  if (m > 0) return s > 0 ? `${m}${minute} ${s}${second}` : `${m}${minute}`;
  return `${s}${second}`;
}

const dateStyles = {
  short: { day: "numeric", month: "short" },
  weekday: { weekday: "short", day: "numeric", month: "short" },
  full: { weekday: "long", day: "numeric", month: "long", year: "numeric" },
  medium: { day: "numeric", month: "short", year: "numeric" },
  long: { day: "numeric", month: "long", year: "numeric" },
} satisfies Record<string, Intl.DateTimeFormatOptions>;

const dates = perLocale((tag) => {
  const of = (options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(tag, { ...options, timeZone: "UTC" });
  return {
    short: of(dateStyles.short),
    weekday: of(dateStyles.weekday),
    full: of(dateStyles.full),
    medium: of(dateStyles.medium),
    long: of(dateStyles.long),
    month: of({ month: "long", year: "numeric" }),
    shortMonth: of({ month: "short", year: "numeric" }),
    weekdayLong: of({ weekday: "long" }),
    weekdayShort: of({ weekday: "short" }),
  };
});

/** A calendar day: 23 Nov, Mon 23 Nov, 23 Nov 2026, 23 November 2026, or Monday, 23 November 2026. */
export function formatDay(locale: Locale, day: Day, style: keyof typeof dateStyles): string {
  return withOrdinal(locale, dates(locale)[style].format(instantOf(day)));
}

/** French says the first of a month as an ordinal, `1er novembre`, which Intl does not know. */
function withOrdinal(locale: Locale, date: string): string {
  return locale === "fr" ? date.replaceAll(/(?<!\d)1(?=\s\D|–)/gu, "1er") : date;
}

/** The days of a range, the last included: 23–30 Nov 2026. */
export function formatDayRange(locale: Locale, first: Day, last: Day): string {
  return withOrdinal(locale, dates(locale).medium.formatRange(instantOf(first), instantOf(last)));
}

/** The month that a day is in: November 2026, or Nov 2026. */
export function formatMonth(locale: Locale, day: Day, style: "long" | "short" = "long"): string {
  return dates(locale)[style === "long" ? "month" : "shortMonth"].format(instantOf(day));
}

/** The name of a day of the week: Monday, or Mon. Units: `weekday` counts from 0, Monday, to 6. */
export function formatWeekday(locale: Locale, weekday: number, style: "long" | "short"): string {
  const formats = dates(locale);
  const format = style === "long" ? formats.weekdayLong : formats.weekdayShort;
  // The fifth of January 1970 was a Monday.
  return format.format(instantOf("1970-01-05") + weekday * 86_400_000);
}

/** The hour of a local time such as `2026-11-23T14:00`: 14:00, in French 14 h. */
export function formatHour(locale: Locale, at: string): string {
  const hour = at.slice(11, 13);
  return locale === "fr" ? `${Number(hour)}\u00a0h` : `${hour}:00`;
}

const instants = perLocale(
  (tag) =>
    new Intl.DateTimeFormat(tag, {
      dateStyle: "medium",
      timeStyle: "medium",
      timeZone: "UTC",
    }),
);

/** An instant to the second, in UTC and saying so: 23 Nov 2026, 14:05:09 UTC. */
export function formatInstant(locale: Locale, at: Date): string {
  return `${instants(locale).format(at)} UTC`;
}

/** An instant to the minute by the clock of a zone: 29 November 2026 at 22:00. */
export function formatMoment(locale: Locale, at: Date, zone: string): string {
  const moment = new Intl.DateTimeFormat(tags[locale], {
    dateStyle: "long",
    timeStyle: "short",
    timeZone: zone,
  });
  return withOrdinal(locale, moment.format(at));
}

const regions = perLocale(
  (tag) => new Intl.DisplayNames(tag, { type: "region", fallback: "none" }),
);

/** The name of a country by its two letters; the letters themselves when nobody knows them. */
export function countryName(locale: Locale, code: string): string {
  if (!/^[A-Z]{2}$/.test(code)) return code;
  return regions(locale).of(code) ?? code;
}

function instantOf(day: Day): number {
  return Date.parse(`${day.slice(0, 10)}T00:00:00Z`);
}
