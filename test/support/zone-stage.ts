import { expect } from "bun:test";
import { dayIn } from "#src/lib/time.ts";
import type { Dimension } from "#src/stats/dimensions.ts";
import { noFigures } from "#src/stats/figures.ts";
import type { Filter } from "#src/stats/filter.ts";
import type { DayRange } from "#src/stats/period.ts";
import { settleProjections } from "#src/stats/project/settle.ts";
import { wholeScope } from "#src/stats/scope.ts";
import { readSeries } from "#src/stats/series.ts";
import { readTotals } from "#src/stats/totals.ts";
import { readPanels } from "#test/support/lists.ts";
import { createTestDatabase, type TestDatabase } from "./database.ts";
import { type EventFields, makeSite, storeEvents } from "./events.ts";
import { daysOf, figuresOf, hoursOf, panelOf, visitsOf } from "./oracle.ts";

const dimensions: Dimension[] = [
  ...(["path", "entry_path", "exit_path", "source", "country"] as const),
  ...(["kind", "event", "target"] as const),
];

/** A site whose events are stored under one time zone or another, and figures to compare. */
export interface ZoneStage {
  database: TestDatabase;
  siteId: number;
  setZone(zone: string): Promise<void>;
  /** Forgets everything, then stores and counts these events. */
  store(events: readonly EventFields[], zone: string): Promise<void>;
  /** Compares every figure of a range with plain counting of all events that the site has. */
  compare(events: readonly EventFields[], zone: string, range: DayRange): Promise<void>;
  countRows(table: string): Promise<number>;
  /** Every row of the log, the projections and the queues as text, in order of the text. */
  readTables(): Promise<string[]>;
}

export async function setZoneStage(): Promise<ZoneStage> {
  const database = await createTestDatabase();
  const { work } = database;
  const siteId = await makeSite(work, "shop.example");
  const setZone = async (zone: string) => {
    await work`update sites set time_zone = ${zone} where id = ${siteId}`;
  };
  return {
    database,
    siteId,
    setZone,
    store: async (events, zone) => {
      await work`
        truncate events, visits, pending, stale_days, daily_lists, day_versions, day_segments
      `;
      await setZone(zone);
      const half = events.length >> 1;
      for (const part of [events.slice(0, half), events.slice(half)])
        if (part.length > 0) await storeEvents(work, part);
      await settleProjections(work);
    },
    compare: (events, zone, range) =>
      compare(database, { site: { id: siteId, timeZone: zone }, events, range }),
    countRows: async (table) => {
      const [row] = await work`select count(*)::int as rows from ${work(table)}`;
      return row?.rows;
    },
    readTables: () => readTables(database),
  };
}

/** The same events, those of each visit on the day on which it began. */
export function redated(events: readonly EventFields[], zone: string): EventFields[] {
  return visitsOf(events).flatMap(({ startedAt, views, others }) =>
    [...views, ...others].map((event) => ({ ...event, day: dayIn(zone, new Date(startedAt)) })),
  );
}

interface Comparison {
  site: { id: number; timeZone: string };
  events: readonly EventFields[];
  range: DayRange;
}

const byValue = (a: { value: string }, b: { value: string }) => (a.value < b.value ? -1 : 1);

async function compare({ reports }: TestDatabase, { site, events, range }: Comparison) {
  const visits = visitsOf(events);
  const scope = wholeScope(site, range);
  expect(await readTotals(reports, scope)).toEqual(figuresOf(visits));

  // A filter that all visits pass is answered from the visits, not from the lists of the days.
  const all: Filter = { dimension: "country", operator: "is-not", values: ["XX"] };
  for (const filters of [[], [all]]) {
    const question = { scope: { ...scope, filters }, dimensions, limit: 100 };
    const panels = await readPanels(reports, question);
    for (const dimension of dimensions)
      expect([dimension, panels[dimension].rows.toSorted(byValue)]).toEqual([
        dimension,
        panelOf(visits, dimension).toSorted(byValue),
      ]);
  }

  const now = new Date("2027-01-01T00:00:00Z");
  const days = daysOf(visits);
  const byDay = await readSeries(reports, { ...scope, interval: "day", now }, range);
  expect(byDay).toEqual(byDay.map(({ at }) => ({ at, ...(days.get(at) ?? noFigures) })));

  const hours = hoursOf(visits, site.timeZone);
  const byHour = await readSeries(reports, { ...scope, interval: "hour", now }, range);
  // The hour that comes twice has two points by one name.
  for (const [at, same] of Map.groupBy(byHour, (point) => point.at)) {
    const sum = (name: "visits" | "pageviews") => same.reduce((of, one) => of + one[name], 0);
    const { visits: begun, pageviews } = hours.get(at) ?? { visits: 0, pageviews: 0 };
    expect([at, sum("visits"), sum("pageviews")]).toEqual([at, begun, pageviews]);
  }
}

async function readTables({ work }: TestDatabase): Promise<string[]> {
  const rows = await work<{ line: string }[]>`
    select 'event ' || events::text as line from events
    union all
    select 'visit ' || visits::text from visits
    union all
    select 'day ' || daily::text from daily
    union all
    select 'pending ' || pending::text from pending
    union all
    select 'stale ' || stale_days::text from stale_days
    order by line
  `;
  return rows.map(({ line }) => line);
}
