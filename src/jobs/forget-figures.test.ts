import { afterAll, beforeAll, beforeEach, describe, expect, test } from "bun:test";
import { loadConfig } from "#src/config.ts";
import { ensurePartitionsBetween } from "#src/db/partitions.ts";
import { createTestDatabase, type TestDatabase } from "#test/support/database.ts";
import { eventOf, makeSite, storeEvents } from "#test/support/events.ts";
import { forgetFigures } from "./forget-figures.ts";

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
const config = { ...loadConfig({}, {}), retentionMonths: 3 };

let database: TestDatabase;
let siteId: number;
let lines: string[] = [];
beforeAll(async () => {
  database = await createTestDatabase();
  siteId = await makeSite(database.work, "shop.example");
}, 60_000);
afterAll(() => database.drop(), 60_000);

beforeEach(async () => {
  lines = [];
  const { work } = database;
  await work`delete from settings`;
  await work`delete from job_runs`;
  await work`truncate events`;
  await store("2026-11-24");
});

/** Stores an event of a day. */
async function store(day: string): Promise<void> {
  await ensurePartitionsBetween(database.work, new Date(day), new Date(day));
  await storeEvents(database.work, [eventOf({ site_id: siteId, ts: `${day}T10:00:00Z` })]);
}

/** Runs the job by a clock that shows a time, so long after it. */
async function runAt(time: string, afterMs = 0): Promise<void> {
  const now = () => new Date(Date.parse(time) + afterMs);
  const log = (...line: unknown[]) => void lines.push(JSON.stringify(line));
  await forgetFigures({ database, config, now, log });
}

async function kept(): Promise<string[]> {
  const rows = await database.work<{ day: string }[]>`
    select distinct day::text from events order by day
  `;
  return rows.map(({ day }) => day);
}

const usual = "2026-11-24T12:00:00Z";
const ahead = "2029-11-24T12:00:00Z";

describe("forgetFigures", () => {
  test("erases what is old, and that again after some weeks without the server", async () => {
    await runAt(usual);
    expect(await kept()).toEqual(["2026-11-24"]);
    await runAt("2027-01-02T12:00:00Z");
    expect(await kept()).toEqual(["2026-11-24"]);
    await runAt("2027-02-08T12:00:00Z");
    await runAt("2027-03-01T12:00:00Z");
    expect(await kept()).toEqual([]);
    expect(lines).toEqual([]);
  });

  test("erases nothing by a clock that is years ahead until it asks the network, and says so", async () => {
    await runAt(usual);
    for (const hours of [0, 1, 23]) await runAt(ahead, hours * hourMs);
    expect(await kept()).toEqual(["2026-11-24"]);
    expect(lines).toHaveLength(3);
    expect(lines[0]).toContain("what is old is kept");
    await runAt(usual, 2 * hourMs);
    // The next start with it is another day's doubt.
    await runAt(ahead, 26 * hourMs);
    expect(await kept()).toEqual(["2026-11-24"]);
  });

  test("believes a clock that goes on for a day, as after months without the server", async () => {
    await runAt(usual);
    const back = "2027-03-24T12:00:00Z";
    await runAt(back);
    expect(await kept()).toEqual(["2026-11-24"]);
    await runAt(back, dayMs);
    expect(await kept()).toEqual([]);
    await runAt(back, dayMs + hourMs);
    expect(lines).toHaveLength(1);
  });

  test("goes by the last run where the version before noted nothing", async () => {
    await database.work`
      insert into job_runs (name, started_at, finished_at) values ('retention', ${ahead}, ${usual})
    `;
    await runAt(ahead);
    expect(await kept()).toEqual(["2026-11-24"]);
  });

  test("doubts a clock that is years behind as well, which may be the one that is right", async () => {
    await runAt(ahead);
    await store("2026-07-31");
    await runAt(usual);
    expect(await kept()).toContain("2026-07-31");
    await runAt(usual, dayMs);
    expect(await kept()).not.toContain("2026-07-31");
  });
});
