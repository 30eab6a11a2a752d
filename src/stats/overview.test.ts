import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { createTestDatabase, type TestDatabase } from "#test/support/database.ts";
import { eventIn, makeSite, storeEvents } from "#test/support/events.ts";
import { type Overview, readOverviews } from "./overview.ts";
import { settleProjections } from "./project/settle.ts";

const setUpMaxMs = 60_000;
// In Auckland it is 00:30 on the 11th, in Honolulu 02:30 on the 10th.
const now = new Date("2026-06-10T12:30:00Z");
let database: TestDatabase;
let byDomain: Record<string, Overview>;
let questions = 0;

/**
 * Auckland, in UTC+12, where today is 11 June and the thirty days begin on 13 May:
 *   visitor 1 on 13 May and visitor 2 on 12 May, the last day of those before;
 *   visitor 3 on 10 June at 00:10, too early for the last 24 hours, and again at 02:20;
 *   visitors 4 and 5 on 11 June at 00:05 and 00:28, the latter on the site now.
 * Honolulu, in UTC−10, where today is 10 June and the thirty days begin on 12 May:
 *   visitor 1 on 12 May, 6 and 7 on 9 June at 03:15; nobody now.
 */
beforeAll(async () => {
  database = await createTestDatabase();
  const zones = { "auckland.example": "Pacific/Auckland", "honolulu.example": "Pacific/Honolulu" };
  const times: Record<string, [visitor: number, ts: string][]> = {
    "auckland.example": [
      [1, "2026-05-12T23:00:00Z"],
      [2, "2026-05-11T23:00:00Z"],
      [3, "2026-06-09T12:10:00Z"],
      [3, "2026-06-09T14:20:00Z"],
      [4, "2026-06-10T12:05:00Z"],
      [5, "2026-06-10T12:28:00Z"],
    ],
    "honolulu.example": [
      [1, "2026-05-12T20:00:00Z"],
      [6, "2026-06-09T13:15:00Z"],
      [7, "2026-06-09T13:15:00Z"],
    ],
  };
  const sites = [];
  for (const [domain, timeZone] of Object.entries(zones)) {
    const id = await makeSite(database.work, domain, timeZone);
    sites.push({ id, timeZone, domain });
    const events = (times[domain] ?? []).map(([visitor, ts]) =>
      eventIn(timeZone, { site_id: id, ts, visitor }),
    );
    await storeEvents(database.work, events);
  }
  sites.push({
    id: await makeSite(database.work, "empty.example"),
    timeZone: "UTC",
    domain: "empty.example",
  });
  await settleProjections(database.work);
  const counting = new Proxy(database.reports, {
    apply: (sql, self, args) => {
      questions += 1;
      return Reflect.apply(sql, self, args);
    },
  });
  const overviews = await readOverviews(counting, sites, now);
  byDomain = Object.fromEntries(
    sites.map(({ id, domain }) => [
      domain,
      overviews.find(({ siteId }) => siteId === id) as Overview,
    ]),
  );
}, setUpMaxMs);
afterAll(() => database.drop());

const some = (domain: string) =>
  byDomain[domain]?.hours
    .filter(({ visitors }) => visitors > 0)
    .map(({ at, visitors }) => [at, visitors]);

describe("readOverviews", () => {
  test("counts thirty days and those before them by the clock of each site", () => {
    expect(byDomain["auckland.example"]).toMatchObject({ visitors: 4, before: 1, online: 1 });
    expect(byDomain["honolulu.example"]).toMatchObject({ visitors: 3, before: 0, online: 0 });
    expect(byDomain["empty.example"]).toMatchObject({ visitors: 0, before: 0, online: 0 });
  });

  test("tells a site that nobody has visited yet", () => {
    const told = Object.entries(byDomain).map(([domain, { hasVisits }]) => [domain, hasVisits]);
    expect(told).toEqual([
      ["auckland.example", true],
      ["honolulu.example", true],
      ["empty.example", false],
    ]);
  });

  test("has the last 24 hours of each site's clock, the running one the last", () => {
    for (const { hours } of Object.values(byDomain)) expect(hours).toHaveLength(24);
    expect(some("auckland.example")).toEqual([
      ["2026-06-10T02:00", 1],
      ["2026-06-11T00:00", 2],
    ]);
    expect(byDomain["auckland.example"]?.hours.at(-1)?.at).toBe("2026-06-11T00:00");
    expect(some("honolulu.example")).toEqual([["2026-06-09T03:00", 2]]);
    expect(byDomain["honolulu.example"]?.hours[0]?.at).toBe("2026-06-09T03:00");
    expect(some("empty.example")).toEqual([]);
  });

  test("asks one question, however many sites there are", () => {
    expect(questions).toBe(1);
  });
});
