import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { createTestDatabase, type TestDatabase } from "#test/support/database.ts";
import { eventOf, storeEvents } from "#test/support/events.ts";
import { estimateWork, isOpaque, sizeWork, workOf } from "./migration-work.ts";
import { readMigrations } from "./migrations.ts";

describe("workOf", () => {
  test.each([
    ["create index a on events (day)", "indexes events"],
    ["-- Why.\ncreate unique index a on mails (k) where k is not null", "indexes mails"],
    [
      "alter table users add column theme text not null default 'x' check (theme in ('x'))",
      "reads users",
    ],
    ["alter table users alter column password_hash set not null", "reads users"],
    ["alter table sessions add column id bigint generated always as identity", "rewrites sessions"],
    ["alter table events alter column seq type bigint", "rewrites events"],
    ["alter table a add column x bytea default gen_random_bytes(3)", "rewrites a"],
    ["alter table a add column at timestamptz not null default now()", ""],
    ["alter table a add column n integer not null default 0", ""],
    ["alter table a set (fillfactor = 85)", ""],
    ["alter table a drop column b", ""],
    ["alter table a add primary key (id)", "indexes a"],
    ["insert into b select * from events join visits using (day)", "reads events, reads visits"],
    ["update events set seq = 1", "rewrites events"],
    ["delete from events where day < now()", "rewrites events"],
    ["create table b (day date)", ""],
    ["-- rewrites: events, visits\ndo $$ begin end $$", "rewrites events, rewrites visits"],
    ["-- reads: nothing\ndo $$ begin end $$", ""],
  ])("%s", (statement, work) => {
    const found = workOf({ statements: [statement] });
    expect(found.map(({ way, table }) => `${way} ${table}`).join(", ")).toBe(work);
  });

  test("names the dearest thing that is done to a table", () => {
    const statements = [
      "insert into b select * from a",
      "update a set b = 1",
      "create index c on a (b)",
    ];
    expect(workOf({ statements })).toEqual([{ table: "a", way: "rewrites" }]);
  });

  test("knows what those of today do", () => {
    const all = readMigrations().map((migration) => [
      migration.name,
      workOf(migration).map(({ way, table }) => `${way} ${table}`),
    ]);
    expect(Object.fromEntries(all)).toMatchObject({
      "0001_stale_days": [],
      "0004_filters": ["reads events"],
      "0006_lists_and_segments": ["reads daily", "reads daily_lists"],
      "0008_people": [
        "reads users",
        "rewrites sessions",
        ...["indexes mails", "indexes sites", "indexes site_tasks"],
      ],
      "0009_two_factor": ["rewrites sessions"],
      "0010_audit": ["indexes audit_logs"],
    });
  });
});

describe("isOpaque", () => {
  test("is a block of code", () => {
    expect(isOpaque("-- Why.\ndo $$ begin end $$")).toBe(true);
    expect(isOpaque("drop table do_not")).toBe(false);
  });
});

describe("sizeWork", () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await createTestDatabase();
  }, 30_000);
  afterAll(() => database?.drop(), 60_000);

  test("sums up the months of a table, and leaves out what is not there", async () => {
    const days = ["2026-10-05", "2026-11-05"];
    const events = days.flatMap((day) =>
      Array.from({ length: 500 }, () => eventOf({ site_id: 1, ts: `${day}T12:00:00Z` })),
    );
    await storeEvents(database.work, events);
    const work = ["events", "nowhere"].map((table) => ({ table, way: "reads" as const }));
    const [sized, ...others] = await sizeWork(database.work, work);
    expect(others).toEqual([]);
    // About 200 bytes a row.
    expect(sized?.rowBytes).toBeGreaterThan(150_000);
    expect(sized?.rowBytes).toBeLessThan(600_000);
    expect(sized?.indexBytes).toBeGreaterThan(30_000);
  });
});

describe("estimateWork", () => {
  const size = { table: "events", rowBytes: 1_000_000_000, indexBytes: 500_000_000 };

  test("takes a rewrite for the dearest, and reading for the least", () => {
    const [read, index, rewrite] = (["reads", "indexes", "rewrites"] as const).map((way) =>
      estimateWork([{ ...size, way }]),
    );
    expect(rewrite).toEqual({ durationMs: 170_000, diskBytes: 3_000_000_000 });
    expect(index).toEqual({ durationMs: 50_000, diskBytes: 600_000_000 });
    expect(read).toEqual(index as never);
    expect(estimateWork([])).toEqual({ durationMs: 0, diskBytes: 0 });
  });
});
