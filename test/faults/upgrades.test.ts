import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { Sql } from "#src/db/client.ts";
import { startEmbedded } from "#src/db/embedded/start.ts";
import { readMigrations } from "#src/db/migrations.ts";
import { installBinary } from "#test/support/binary.ts";
import { startOutsideDatabase } from "#test/support/fault-stage.ts";
import { createFolder } from "#test/support/folder.ts";
import { makePast, openPlain } from "#test/support/past-database.ts";
import { freePort } from "#test/support/port.ts";
import { runToEnd, startServerProcess } from "#test/support/server-process.ts";

// A large database of an early version is upgraded, and the server is killed in the middle of it.
const isLarge = Bun.env.FAULTS === "large";
const kills = isLarge ? 50 : 6;
const eventCount = isLarge ? 500_000 : 150_000;
const pastCount = 4;
const migrations = readMigrations();
/** The server says so before each migration; the last ones take no time. */
const killedAt = migrations.slice(pastCount, pastCount + 4).map(({ name }) => name);
const maxMs = 600_000;

let folder: ReturnType<typeof createFolder>;
let program: string;
beforeAll(async () => {
  folder = createFolder("upgrades");
  program = await installBinary(folder.path);
}, maxMs);
afterAll(() => folder?.remove(), maxMs);

/** A site with events on fifty days, two of each visitor, and lists of each day, as of then. */
async function fill(sql: Sql): Promise<void> {
  await sql`insert into sites (key, domain, name, time_zone) values ('a', 'shop.example', 'x', 'UTC')`;
  await sql`
    insert into events (site_id, day, visitor, id, ts, last_seen_at, kind, path, hostname)
    select 1, day, n / 100, n, day, day, 'pageview', '/page/' || n % 500, 'shop.example'
    from generate_series(0, ${eventCount - 1}) n
    cross join lateral (select date '2026-10-02' + n % 50 as day)
  `;
  await sql`
    insert into daily
    select 1, date '2026-10-02' + day, 'path', '/page/' || page, 3, 4, 5, 1, 1000, 0
    from generate_series(0, 49) day
    cross join generate_series(1, 1000) page
  `;
}

/** What must be the same after it as if nothing had been killed. */
async function audit(sql: Sql) {
  const [row] = await sql<Record<string, number>[]>`
    select (select count(*)::int from events) as events,
           (select count(distinct id)::int from events) as ids,
           (select count(*)::int from (select distinct site_id, day, visitor from events) x) as "visitorDays",
           (select count(*)::int from pending) as queued,
           (select count(*)::int from daily) as "listRows",
           (select sum(visitors)::int from daily) as "listVisitors",
           (select count(*)::int from day_versions) as versions
  `;
  const done = await sql`select hash from tracker_migrations order by created_at`;
  return { ...row, done: done.map(({ hash }) => hash) };
}

function embedded(dataDir: string) {
  return startEmbedded({ dataDir, runtimeDir: null, databaseUser: null, log: () => {} });
}

/** Runs work on the database of a folder while no server has it. */
async function visit<T>(dataDir: string, work: (sql: Sql) => Promise<T>): Promise<T> {
  const database = await embedded(dataDir);
  const sql = openPlain(database.connection);
  try {
    return await work(sql);
  } finally {
    await sql.end();
    await database.stop();
  }
}

function copyFolder(from: string, to: string): void {
  rmSync(to, { recursive: true, force: true });
  if (existsSync(to)) throw new Error(`${to} is in use`);
  if (!Bun.spawnSync(["cp", "-a", from, to]).success) throw new Error(`${from} cannot be copied`);
}

/** Waits until the database of a server that was killed, which shuts down by itself, has done so. */
async function stopped(dataDir: string): Promise<void> {
  const running = join(dataDir, "pg18/postmaster.pid");
  for (const beganMs = performance.now(); existsSync(running); await Bun.sleep(20))
    if (performance.now() - beganMs > 60_000) throw new Error(`${running} is still there`);
}

/** Starts a server and kills it some time after it has said something; false when it was done. */
async function killAfter(words: string[], said: string, delayMs: number): Promise<boolean> {
  const child: ChildProcess = spawn(program, words, { stdio: ["ignore", "pipe", "inherit"] });
  const gone = once(child, "exit");
  let printed = "";
  for await (const chunk of child.stdout as AsyncIterable<Buffer>) {
    printed += chunk.toString();
    if (!(printed.includes(said) || printed.includes("is ready at"))) continue;
    await Bun.sleep(delayMs);
    break;
  }
  child.kill("SIGKILL");
  await gone;
  return !printed.includes("is ready at");
}

describe("a server that is killed while it upgrades its database", () => {
  test(
    `has lost and doubled nothing after ${kills} times, and has one whole backup`,
    async () => {
      const pristine = join(folder.path, "pristine");
      const dataDir = join(folder.path, "data");
      const database = await embedded(pristine);
      await makePast(database.connection, pastCount, ["2026-10-01", "2026-11-01"]);
      const sql = openPlain(database.connection);
      await fill(sql);
      await sql.end();
      await database.stop();
      copyFolder(pristine, dataDir);
      const words = ["--data-dir", dataDir, "--port", String(freePort())];
      let interrupted = 0;
      // On a machine that has nothing else to do the upgrade is often over before the kill.
      const isShort = (kill: number) => interrupted < kills / 2 && kill < 5 * kills;
      for (let kill = 0; kill < kills || isShort(kill); kill++) {
        const said = killedAt[kill % killedAt.length] ?? "";
        if (await killAfter(words, said, Math.random() * 60)) interrupted += 1;
        else {
          await stopped(dataDir);
          copyFolder(pristine, dataDir);
        }
      }
      expect(interrupted).toBeGreaterThanOrEqual(kills / 2);
      const { code, output } = await runToEnd({
        command: [program, "migrate", ...words],
        cwd: folder.path,
      });
      const done = `The database in ${dataDir} is up to date.`;
      expect([code, output.trim().split("\n").at(-1)]).toEqual([0, done]);
      const queued = eventCount / 2;
      expect(await visit(dataDir, audit)).toEqual({
        ...{ events: eventCount, ids: eventCount, visitorDays: queued, queued },
        ...{ listRows: 50_000, listVisitors: 150_000, versions: 0 },
        done: migrations.map(({ hash }) => hash),
      } as never);
      expect(readdirSync(join(dataDir, "backups"))).toEqual([
        expect.stringMatching(/^tracker-.*-upgrade-from-0003_tracker\.tar\.zst$/),
      ]);
    },
    maxMs,
  );
});

describe("two servers that start at once on a database of an earlier version", () => {
  test(
    "are both up, and one of them has upgraded it",
    async () => {
      const outside = await startOutsideDatabase();
      try {
        await makePast(outside.url, pastCount, ["2026-10-01", "2026-11-01"]);
        const sql = openPlain(outside.url);
        await fill(sql);
        const start = (name: string) => {
          const cwd = join(folder.path, name);
          mkdirSync(cwd);
          const command = [program, "--port", String(freePort()), "--host", "127.0.0.1"];
          const env = { DATABASE_URL: outside.url };
          return startServerProcess({ command, cwd, env, readyMaxMs: 120_000 });
        };
        const servers = await Promise.all(["first", "second"].map(start));
        const said = servers.map((server) => server.output());
        const those = (what: string) => said.filter((output) => output.includes(what)).length;
        expect(those(`upgrading the database: ${killedAt[0]}`)).toBe(1);
        expect(those("Backed up before the upgrade")).toBe(1);
        expect(those("this one waits for it")).toBe(1);
        const { done, events } = (await audit(sql)) as { done: string[]; events: number };
        expect(done).toEqual(migrations.map(({ hash }) => hash));
        expect(events).toBe(eventCount);
        for (const { origin } of servers)
          expect((await fetch(`${origin}/health`)).status).toBe(200);
        await sql.end();
        await Promise.all(servers.map((server) => server.end()));
      } finally {
        await outside.end();
      }
    },
    maxMs,
  );
});

describe("a server that waits to upgrade its database", () => {
  test(
    "says what for, and stops when it is told to, without having changed anything",
    async () => {
      const outside = await startOutsideDatabase();
      await makePast(outside.url, pastCount, ["2026-11-01"]);
      const reader = openPlain(outside.url);
      await reader`insert into sites (key, domain, name, time_zone) values ('a', 'x.example', 'x', 'UTC')`;
      await reader`begin`;
      await reader`lock table sites in access share mode`;
      const child = spawn(program, ["--port", String(freePort())], {
        ...{ cwd: folder.path, stdio: ["ignore", "pipe", "inherit"] },
        env: { ...Bun.env, DATABASE_URL: outside.url, DATA_DIR: join(folder.path, "waiting") },
      });
      let printed = "";
      for await (const chunk of child.stdout as AsyncIterable<Buffer>) {
        printed += chunk.toString();
        if (/tried again every few seconds|is ready at/.test(printed)) child.kill("SIGTERM");
      }
      expect(printed).toContain("Somebody is reading a table that has to be changed");
      if (child.exitCode === null) await once(child, "exit");
      expect(child.exitCode).toBe(0);
      await reader`commit`;
      expect(await reader`select from drizzle.__drizzle_migrations`).toHaveLength(pastCount);
      await reader.end();
      await outside.end();
    },
    maxMs,
  );
});
