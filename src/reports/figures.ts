import type { Sql } from "#src/db/client.ts";
import { addDays, type Day, monthStart } from "#src/lib/time.ts";
import { comparisonRange } from "#src/stats/comparison.ts";
import type { List } from "#src/stats/count.ts";
import { readFirstDay } from "#src/stats/live.ts";
import type { DayRange } from "#src/stats/period.ts";
import { type Report, readReport } from "#src/stats/report.ts";
import { wholeScope } from "#src/stats/scope.ts";
import { seriesOf } from "#src/stats/series.ts";
import type {
  MeasureName,
  Measures,
  ReportList,
  ReportPeriod,
} from "#views/emails/report-props.ts";

/** A week by its Monday or a month by its first, by the clock of each site. */
export interface ReportDays {
  period: ReportPeriod;
  startOn: Day;
}

/** Everything that a report says of a site. */
export interface SiteReport {
  /** Whether anything had ever been counted by the end of the period. */
  wasCounted: boolean;
  totals: Measures;
  /** The totals of the period before; null when nothing had been counted by its end. */
  before: Measures | null;
  /** The visitors of each day, in order. */
  days: { on: Day; visitors: number }[];
  lists: ReportList[];
}

const rowsMax = 5;
const lists = ["path", "source", "country", "device", "kind"] as const satisfies readonly List[];
const byDay = { grain: "day", conversionsBy: "day" } as const;
const question = { ...byDay, lists, limit: rowsMax, parts: { kind: { by: "events" } } } as const;

/** The days of a report. */
export function rangeOfReport({ period, startOn }: ReportDays): DayRange {
  const to = period === "week" ? addDays(startOn, 7) : monthStart(startOn, 1);
  return { from: startOn, to };
}

/** Reads what a report says of a site. Errors: whatever the database throws. */
export async function readSiteReport(
  reports: Sql,
  site: { id: number; timeZone: string },
  days: ReportDays,
): Promise<SiteReport> {
  const range = rangeOfReport(days);
  // The period is over wherever it is read, and so is compared as a whole.
  const compared = comparisonRange("previous", range, range.to);
  const [firstDay, current, previous] = await Promise.all([
    readFirstDay(reports, site.id),
    readReport(reports, wholeScope(site, range), question),
    readReport(reports, wholeScope(site, compared), { ...byDay, lists: [], limit: 0 }),
  ]);
  return {
    wasCounted: firstDay !== null && firstDay < range.to,
    totals: measuresOf(current),
    before: firstDay !== null && firstDay < compared.to ? measuresOf(previous) : null,
    days: daysOf(site, range, current),
    lists: lists.map((name) => listOf(name, current)),
  };
}

function measuresOf({ totals, conversions }: Report): Measures {
  const { visitors, visits, pageviews, bounces, engagedMs } = totals;
  const perVisit = (sum: number) => (visits > 0 ? sum / visits : 0);
  return {
    ...{ visitors, visits, pageviews, conversions },
    bounceRate: perVisit(bounces),
    duration: perVisit(engagedMs),
  } satisfies Record<MeasureName, number>;
}

function daysOf({ timeZone }: { timeZone: string }, range: DayRange, { moments }: Report) {
  const now = new Date(`${addDays(range.to, 1)}T00:00:00Z`);
  const points = seriesOf({ zone: timeZone, interval: "day", now }, range, moments);
  return points.map(({ at, visitors }) => ({ on: at, visitors }));
}

function listOf(name: (typeof lists)[number], { totals, panels }: Report): ReportList {
  const rows = panels.get(name)?.rows ?? [];
  // An action counts each time that it was done, all else the people whom it brought.
  const isAction = name === "kind";
  const whole = isAction ? totals.events : totals.visitors;
  return {
    name,
    rows: rows.map(({ value, visitors, events }) => {
      const count = isAction ? events : visitors;
      return { value, count, share: whole > 0 ? count / whole : 0 };
    }),
  };
}
