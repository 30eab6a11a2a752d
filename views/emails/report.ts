import {
  formatChange,
  formatDay,
  formatDayRange,
  formatDuration,
  formatFullNumber,
  formatMonth,
  formatPercent,
  formatWeekday,
} from "#src/lib/format.ts";
import type { Locale } from "#src/lib/locale.ts";
import type { Day } from "#src/lib/time.ts";
import { nameOfValue } from "#views/dashboard/row-name.tsx";
import { messagesFor } from "#views/messages/catalogue.ts";
import { sayWhyEmpty } from "./report-empty.ts";
import {
  type MeasureName,
  measureNames,
  type ReportList,
  type ReportMailProps,
  type ReportSite,
} from "./report-props.ts";
import type { SaidChange, SaidChart, SaidList, SaidReport, SaidSite } from "./said-report.ts";

// What a report says, in words: the HTML and the plain text are both made of it, so that neither
// says what the other does not.

/** How much is said of sites: how many have a section, and whether those have all that there is. */
export interface ReportDepth {
  isFull: boolean;
  sections: number;
}

const shortLists: readonly ReportList["name"][] = ["path", "source", "kind"];
const shortRows = 3;
/** So many sites have a line at the head, where they are not told in full. */
const linesMax = 50;

/** Puts a report into words. */
export function sayReport(props: ReportMailProps, depth: ReportDepth): SaidReport {
  const { locale, period, sites, reader, host } = props;
  const words = messagesFor(locale).reportMail;
  const { isFull } = depth;
  const [only] = sites.length === 1 ? sites : [];
  const lines = isFull ? [] : sites.slice(0, linesMax).map((site) => lineOf(locale, site));
  const rest = sites.length - lines.length;
  return {
    locale,
    subject: subjectOf(props),
    kind: words.kinds[period],
    title: only ? clean(only.name) : words.sites({ text: formatFullNumber(locale, sites.length) }),
    days: daysOf(props),
    contents: {
      title: words.glance,
      lines,
      more: isFull || rest === 0 ? null : moreOf(locale, rest),
      url: props.sitesUrl,
    },
    sites: sites.slice(0, depth.sections).map((site) => saySite(props, site, isFull)),
    foot: {
      why:
        reader.kind === "account"
          ? words.whyAccount[period]({ address: reader.address, host })
          : words.whyAddress({ address: reader.address, host }),
      unsubscribe: { label: words.unsubscribe[period], url: props.unsubscribeUrl },
      preferences: props.preferencesUrl
        ? { label: words.preferences, url: props.preferencesUrl }
        : null,
    },
    sender: messagesFor(locale).emails.from({ host }),
  };
}

function subjectOf({ locale, period, first, sites }: ReportMailProps): string {
  const words = messagesFor(locale).reportMail;
  const sum = (of: (site: ReportSite) => number) => sites.reduce((all, site) => all + of(site), 0);
  const count = sum(({ totals }) => totals.visitors);
  const before = sum((site) => site.before?.visitors ?? 0);
  // That nobody came is said once, and not as a fall by a hundred per cent.
  const change = count > 0 ? formatChange(locale, count, before) : null;
  const text = words.subject({
    site:
      sites.length === 1
        ? clean(sites[0]?.name ?? "")
        : words.sites({ text: formatFullNumber(locale, sites.length) }),
    count,
    text: formatFullNumber(locale, count),
    when: period === "week" ? words.when.week : words.when.month({ month: monthOf(locale, first) }),
  });
  return change ? words.withChange({ text, change }) : text;
}

function monthOf(locale: Locale, first: string): string {
  return formatMonth(locale, first);
}

function daysOf({ locale, period, first, last }: ReportMailProps): string {
  const { days } = messagesFor(locale).reportMail;
  if (period === "month") return monthOf(locale, first);
  return days.week({ days: formatDayRange(locale, first, last) });
}

function moreOf(locale: Locale, count: number): string {
  const text = formatFullNumber(locale, count);
  return messagesFor(locale).reportMail.moreSites({ count, text });
}

function lineOf(locale: Locale, { name, totals, before, url }: ReportSite) {
  return {
    name: clean(name),
    url,
    visitors: formatFullNumber(locale, totals.visitors),
    change: before && changeOf(locale, "visitors", totals.visitors, before.visitors),
  };
}

function saySite(props: ReportMailProps, site: ReportSite, isFull: boolean): SaidSite {
  const { locale, period, sites } = props;
  const words = messagesFor(locale).reportMail;
  const { totals, before } = site;
  const name = clean(site.name);
  const isAlone = sites.length === 1;
  const isEmpty = totals.visits === 0;
  const lists = isFull ? site.lists : site.lists.filter((list) => shortLists.includes(list.name));
  return {
    name: isAlone ? null : name,
    domain: site.name === site.domain ? null : site.domain,
    empty: isEmpty ? sayWhyEmpty(props, site) : null,
    totals: measureNames.map((measure) => ({
      label: words.measures[measure],
      value: sayValue(locale, measure, totals[measure]),
      change: before && changeOf(locale, measure, totals[measure], before[measure]),
    })),
    comparison: before ? words.compared[period] : words.notCompared[period],
    chart: isFull && !isEmpty ? chartOf(locale, site) : null,
    lists: lists
      .filter(({ rows }) => rows.length > 0)
      .map((list) => listOf(locale, list, isFull ? list.rows.length : shortRows)),
    open: { label: isAlone ? words.open : words.openOf({ site: name }), url: site.url },
  };
}

function sayValue(locale: Locale, measure: MeasureName, value: number): string {
  if (measure === "bounceRate") return formatPercent(locale, value);
  if (measure === "duration") return formatDuration(locale, value);
  return formatFullNumber(locale, value);
}

function changeOf(locale: Locale, measure: MeasureName, value: number, was: number): SaidChange {
  const words = messagesFor(locale).reportMail;
  const before = sayValue(locale, measure, was);
  const moved = formatChange(locale, value, was);
  if (moved === null) {
    const text = value === was ? words.same({ before }) : words.fromNothing({ before });
    return { arrow: "", text, tone: "same" };
  }
  const [, sign, change = ""] = /^([+−])(.*)$/.exec(moved) ?? [];
  if (!sign) {
    const text = value === was ? words.same({ before }) : words.nearly({ before });
    return { arrow: "", text, tone: "same" };
  }
  const isUp = sign === "+";
  // Of a bounce rate more is worse.
  const isGood = isUp === (measure !== "bounceRate");
  return {
    arrow: isUp ? "▲" : "▼",
    text: isUp ? words.up({ change, before }) : words.down({ change, before }),
    tone: isGood ? "good" : "bad",
  };
}

function chartOf(locale: Locale, { days }: ReportSite): SaidChart {
  const words = messagesFor(locale).reportMail;
  const top = Math.max(1, ...days.map(({ visitors }) => visitors));
  const low = Math.min(...days.map(({ visitors }) => visitors));
  const say = (visitors: number) => ({
    day: formatDay(locale, days.find((one) => one.visitors === visitors)?.on ?? "", "weekday"),
    text: formatFullNumber(locale, visitors),
  });
  return {
    title: words.byDay,
    bars: days.map(({ on, visitors }) => ({
      day: formatDay(locale, on, "weekday"),
      weekday: formatWeekday(locale, weekdayOf(on), "short"),
      value: formatFullNumber(locale, visitors),
      share: visitors / top,
    })),
    caption: low < top ? `${words.most(say(top))} ${words.fewest(say(low))}` : words.most(say(top)),
  };
}

/** Units: from 0, Monday, to 6. */
function weekdayOf(day: Day): number {
  return (new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7;
}

function listOf(locale: Locale, { name, rows }: ReportList, limit: number): SaidList {
  const { lists, countOf } = messagesFor(locale).reportMail;
  return {
    title: lists[name],
    unit: name === "kind" ? countOf.actions : countOf.visitors,
    rows: rows.slice(0, limit).map(({ value, count, share }) => ({
      name: clean(nameOfValue({ locale, dimension: name, value })),
      count: formatFullNumber(locale, count),
      share,
    })),
  };
}

const nameMax = 70;

/**
 * What somebody has written, as one line that keeps to itself: a page's path may hold line breaks and
 * marks that turn the text after them round, and is up to 600 characters long.
 */
function clean(text: string): string {
  const line = text.replace(/[\p{Cc}\u200e\u200f\u2028-\u202e\u2066-\u2069]+/gu, " ").trim();
  const letters = [...line];
  return letters.length > nameMax ? `${letters.slice(0, nameMax - 1).join("")}…` : line;
}
