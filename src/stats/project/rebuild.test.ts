import { afterAll, beforeAll, beforeEach, describe, expect, test } from "bun:test";
import { addDays } from "#src/lib/time.ts";
import { createTestDatabase, type TestDatabase } from "#test/support/database.ts";
import { eventOf, makeSite, storeEvents } from "#test/support/events.ts";
import { rebuild } from "./rebuild.ts";
import { settleProjections } from "./settle.ts";

const today = new Date().toISOString().slice(0, 10);
const days = [-2, -1, 0].map((offset) => addDays(today, offset));
let database: TestDatabase;
let sites: number[];

beforeAll(async () => {
  database = await createTestDatabase();
  sites = [
    await makeSite(database.work, "shop.example"),
    await makeSite(database.work, "blog.example"),
  ];
});
afterAll(() => database.drop());
beforeEach(async () => {
  await database.work`truncate events, visits, pending, stale_days, daily_lists, day_versions, day_segments`;
  const events = sites.flatMap((site_id) =>
    days.flatMap((day) =>
      [1, 2, 3].map((visitor) => eventOf({ site_id, visitor, ts: `${day}T10:00:00Z` })),
    ),
  );
  await storeEvents(database.work, events);
  await settleProjections(database.work);
});

const readAll = async () => [
  ...(await database.work`select * from visits order by site_id, day, visitor, visit_no`),
  ...(await database.work`select * from daily order by site_id, day, dimension, value`),
];
const readVisitors = async () =>
  (
    await database.work`
      select visitors from daily where dimension = 'total' order by site_id, day
    `
  ).map((row) => row.visitors);

describe("rebuild", () => {
  test("gives the same tables from the events alone", async () => {
    const before = await readAll();
    await database.work`truncate visits, daily_lists`;
    await rebuild(database, {});
    expect(await readAll()).toEqual(before);
  });

  test("corrects what is wrong and deletes what no event stands behind", async () => {
    const before = await readAll();
    await database.work`update visits set pageviews = 7, country = 'XX' where visitor = 1`;
    await database.work`
      insert into visits
      select (jsonb_populate_record(visits, '{"visitor": 99}')).*
      from visits
      where visitor = 2
    `;
    await database.work`update daily_lists set value = '{odd}' where dimension = 'country'`;
    await rebuild(database, {});
    expect(await readAll()).toEqual(before);
  });

  test("keeps to the sites and the days it is given, both included", async () => {
    await database.work`update daily_lists set visitors = array_fill(0, array[cardinality(visitors)])`;
    await rebuild(database, { siteIds: [sites[1] ?? 0], from: days[1], to: days[1] });
    expect(await readVisitors()).toEqual([0, 0, 0, 0, 3, 0]);
    await rebuild(database, { from: days[1] });
    expect(await readVisitors()).toEqual([0, 3, 3, 0, 3, 3]);
    await rebuild(database, { siteIds: [sites[0] ?? 0], to: days[0] });
    expect(await readVisitors()).toEqual([3, 3, 3, 0, 3, 3]);
    await rebuild(database, { siteIds: [] });
    expect(await readVisitors()).toEqual([3, 3, 3, 0, 3, 3]);
  });

  test("tells how far it has come, from nothing to all", async () => {
    const told: [number, number][] = [];
    await rebuild(database, {}, (done, total) => told.push([done, total]));
    expect(told).toEqual([0, 1, 2, 3, 4, 5, 6].map((done) => [done, 6]));
  });
});
