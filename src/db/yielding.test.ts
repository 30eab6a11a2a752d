import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import { createBareDatabase } from "#test/support/database.ts";
import { makePast, openPlain } from "#test/support/past-database.ts";
import type { Connection, Sql } from "./client.ts";
import { locks } from "./lock.ts";
import { migrateDatabase } from "./migrate.ts";
import { readMigrationState } from "./migration-state.ts";
import { readMigrations } from "./migrations.ts";

// A server of the new version starts while others serve, and somebody reads for long.

const maxMs = 60_000;
const now = new Date("2026-11-27T14:05:00Z");
const pastCount = 9;
const past = readMigrations()[pastCount - 1]?.name ?? "";

let connection: Connection;
let server: Sql;
let reader: Sql;
let drop: () => Promise<void>;
beforeEach(async () => {
  ({ connection, drop } = await createBareDatabase());
  await makePast(connection, pastCount, ["2026-11-01"]);
  server = openPlain(connection);
  reader = openPlain(connection);
  await addSite("first");
}, maxMs);
afterEach(async () => {
  await Promise.all([server.end(), reader.end()]);
  await drop();
}, maxMs);

const addSite = (key: string) => server`
  insert into sites (key, domain, name, time_zone)
  values (${key}, ${`${key}.example`}, 'A shop', 'UTC')
`;

/** What a backup holds from its first table to its last. */
async function read(): Promise<void> {
  await reader`begin`;
  await reader`lock table sites, events in access share mode`;
}

describe("an upgrade that somebody's reading keeps from a table", () => {
  test(
    "holds nobody up behind it, says so once, and is done when the reading is",
    async () => {
      await read();
      const [blocked, names]: [number[], string[]] = [[], []];
      let isDone = false;
      const upgrade = migrateDatabase(connection, now, {
        onBlocked: () => blocked.push(performance.now()),
        onMigration: ({ name }) => names.push(name),
      }).then(() => {
        isDone = true;
      });
      const times: number[] = [];
      for (let number = 0; number < 40; number++) {
        const startedAt = performance.now();
        await addSite(`site${number}`);
        await server`select from sites where key = 'first' for key share`;
        times.push(performance.now() - startedAt);
        await Bun.sleep(200);
      }
      expect(Math.max(...times)).toBeLessThan(5_000);
      // Most notice nothing at all: a pause is longer than a try.
      expect(times.toSorted((a, b) => a - b)[20]).toBeLessThan(500);
      expect([isDone, blocked.length]).toEqual([false, 1]);
      expect(await readMigrationState(server)).toMatchObject({ last: past });
      await reader`commit`;
      await upgrade;
      expect(await readMigrationState(server)).toMatchObject({ pending: [] });
      expect(names).toEqual(
        readMigrations()
          .slice(pastCount)
          .map(({ name }) => name),
      );
      expect(await server`select from sites`).toHaveLength(41);
    },
    maxMs,
  );

  test(
    "is given up when the server is told to stop",
    async () => {
      await read();
      const stopping = new AbortController();
      const upgrade = migrateDatabase(connection, now, {
        onBlocked: () => stopping.abort(new Error("stopped")),
        signal: stopping.signal,
      });
      await expect(upgrade).rejects.toThrow("stopped");
      await reader`commit`;
      expect(await readMigrationState(server)).toMatchObject({ last: past });
    },
    maxMs,
  );
});

describe("an upgrade that another server is at", () => {
  test("is waited for no longer when the server is told to stop", async () => {
    await reader`select pg_advisory_lock(${locks.migration})`;
    const stopping = new AbortController();
    const upgrade = migrateDatabase(connection, now, {
      onWait: () => stopping.abort(new Error("stopped")),
      signal: stopping.signal,
    });
    await expect(upgrade).rejects.toThrow("stopped");
  });
});
