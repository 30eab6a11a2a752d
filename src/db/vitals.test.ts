import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { createTestDatabase, type TestDatabase } from "#test/support/database.ts";
import { readVitals } from "./vitals.ts";

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
}, 60_000);
afterAll(() => database.drop(), 60_000);

describe("readVitals", () => {
  test("of a database where nothing waits", async () => {
    const vitals = await readVitals(database.orm);
    expect(vitals).toMatchObject({ pending: 0, lagSeconds: 0, failedJobs: [] });
    expect(Math.abs(vitals.now.getTime() - Date.now())).toBeLessThan(60_000);
  });

  test("says for how long the oldest has waited, be it to become visits or figures", async () => {
    const { work, orm } = database;
    await work`
      insert into pending (site_id, day, visitor, queued_at)
      values (1, '2026-03-01', 1, now() - interval '2 minutes'), (1, '2026-03-01', 2, now())
    `;
    const visits = await readVitals(orm);
    expect(visits.pending).toBe(2);
    expect(visits.lagSeconds).toBeCloseTo(120, -1);
    await work`
      insert into stale_days (site_id, day, queued_at)
      values (1, '2026-03-01', now() - interval '10 minutes')
    `;
    expect((await readVitals(orm)).lagSeconds).toBeCloseTo(600, -1);
    await work`delete from pending`;
    await work`delete from stale_days`;
  });

  test("names the jobs whose last run has failed", async () => {
    await database.work`
      insert into job_runs (name, started_at, failed_at) values ('mails', now(), now()), ('salts', now(), null)
    `;
    expect((await readVitals(database.orm)).failedJobs).toEqual(["mails"]);
  });

  test("knows this database from another one on the same server", async () => {
    const other = await createTestDatabase();
    const [own, again, foreign] = [
      await readVitals(database.orm),
      await readVitals(database.orm),
      await readVitals(other.orm),
    ];
    await other.drop();
    expect(own.instance).toMatch(/^[\da-f]{16}$/);
    expect(again.instance).toBe(own.instance);
    expect(foreign.instance).not.toBe(own.instance);
  }, 60_000);
});
