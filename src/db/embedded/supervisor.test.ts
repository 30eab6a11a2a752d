import { afterAll, describe, expect, test } from "bun:test";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, statSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import postgres from "postgres";
import { createFolder } from "#test/support/folder.ts";
import { isAlive } from "./process.ts";
import { type EmbeddedDatabase, startEmbedded } from "./start.ts";

const root = resolve(import.meta.dir, "../../..");
const folder = createFolder("supervisor");
// Whole databases take their time to go on a busy disk.
afterAll(folder.remove, 60_000);

function start(dataDir: string, log: (line: string) => void = () => {}) {
  return startEmbedded({ dataDir, runtimeDir: null, databaseUser: null, log });
}

function connect({ connection }: EmbeddedDatabase) {
  return postgres({ ...connection, max: 1, onnotice: () => {} });
}

async function until(condition: () => boolean | Promise<boolean>, maxMs = 30_000): Promise<void> {
  const deadline = performance.now() + maxMs;
  while (!(await condition())) {
    if (performance.now() > deadline) throw new Error(`not within ${maxMs} ms`);
    await Bun.sleep(10);
  }
}

/** A server of its own that stores numbers one by one and says each when it is committed. */
const writer = `
  import postgres from "postgres";
  import { startEmbedded } from "#src/db/embedded/start.ts";
  const [dataDir] = process.argv.slice(-1);
  const embedded = await startEmbedded({ dataDir, runtimeDir: null, databaseUser: null, log: () => {} });
  const sql = postgres({ ...embedded.connection, max: 1, onnotice: () => {} });
  await sql\`create table if not exists numbers (n int primary key)\`;
  const [{ last }] = await sql\`select coalesce(max(n), 0) as last from numbers\`;
  process.stdout.write("pid " + embedded.pid() + "\\n");
  for (let n = last + 1; ; n++) {
    await sql\`insert into numbers values (\${n})\`;
    process.stdout.write(n + "\\n");
  }
`;

interface Writer {
  child: ChildProcess;
  /** How many numbers it has said were stored, and the last of them. */
  count(): number;
  last(): number;
  postmaster(): number;
}

function startWriter(dataDir: string): Writer {
  const child = spawn(process.execPath, ["-e", writer, dataDir], {
    cwd: root,
    stdio: ["ignore", "pipe", "inherit"],
  });
  let said = "";
  child.stdout?.on("data", (chunk: Buffer) => {
    said += chunk.toString();
  });
  // The first line is not a number, and the last one may be cut short.
  const numbers = () => said.split("\n").slice(1, -1).map(Number);
  return {
    child,
    count: () => numbers().length,
    last: () => numbers().at(-1) ?? 0,
    postmaster: () => Number(/^pid (\d+)/.exec(said)?.[1] ?? 0),
  };
}

describe("the server is killed with kill -9", () => {
  test("three times under load: nothing acknowledged is lost, nothing is left running", async () => {
    const dataDir = join(folder.path, "killed");
    for (let round = 1; round <= 3; round++) {
      const writer = startWriter(dataDir);
      await until(() => writer.count() > 50);
      writer.child.kill("SIGKILL");
      await once(writer.child, "close");
      // At once, while the old PostgreSQL is still going down.
      const embedded = await start(dataDir);
      const sql = connect(embedded);
      const [row] = await sql`
        select count(*)::int as count, max(n) as last from numbers
      `;
      expect(row?.count).toBe(row?.last);
      expect(row?.last).toBeGreaterThanOrEqual(writer.last());
      expect(embedded.pid()).not.toBe(writer.postmaster());
      await sql.end();
      await embedded.stop();
    }
  });

  test("PostgreSQL shuts down by itself", async () => {
    const dataDir = join(folder.path, "alone");
    const writer = startWriter(dataDir);
    await until(() => writer.count() > 10);
    writer.child.kill("SIGKILL");
    await once(writer.child, "close");
    await until(() => !isRunning(writer.postmaster()));
  });
});

function titleOf(pid: number): string {
  return Bun.spawnSync(["ps", "-o", "args=", "-p", String(pid)]).stdout.toString();
}

/** A zombie that nobody has collected yet is not running. */
function isRunning(pid: number): boolean {
  if (!isAlive(pid)) return false;
  const { stdout } = Bun.spawnSync(["ps", "-o", "stat=", "-p", String(pid)]);
  return !stdout.toString().startsWith("Z") && stdout.length > 0;
}

describe("PostgreSQL is killed with kill -9", () => {
  // Its processes notice the end of the postmaster only between two waits, so one that computes
  // would hold the folder for a minute.
  test.each(["the postmaster alone", "every process of it"])(
    "%s, with a long query running: it is started again and nothing is lost",
    async (what) => {
      const lines: string[] = [];
      const embedded = await start(join(folder.path, what), (line) => lines.push(line));
      const sql = connect(embedded);
      await sql`create table kept as select 1 as one`;
      const long = sql`select count(*) from generate_series(1, 1000000000)`.catch(() => "gone");
      await until(() => lines.length === 0 && embedded.processes().length > 5);
      const before = embedded.pid() ?? 0;
      const victims = what === "every process of it" ? embedded.processes() : [before];
      for (const pid of victims) process.kill(pid, "SIGKILL");
      await until(() => embedded.pid() !== before && embedded.pid() !== null, 20_000);
      expect(await long).toBe("gone");
      // A connection that the kill closed may still tell so to the first query after it.
      const readKept = () => sql`select one from kept`;
      expect(await readKept().catch(readKept)).toHaveLength(1);
      expect(lines[0]).toContain("ended by itself (SIGKILL)");
      await sql.end();
      await embedded.stop();
    },
  );

  // A postmaster that is frozen does not see that it has lost what it cannot serve without.
  test("a postmaster that does nothing about it is ended and started again", async () => {
    const lines: string[] = [];
    const embedded = await start(join(folder.path, "stalled"), (line) => lines.push(line));
    const before = embedded.pid() ?? 0;
    let walWriter = 0;
    // It is started right after PostgreSQL has said that it is ready.
    await until(() => {
      walWriter = embedded.processes().find((pid) => titleOf(pid).includes("walwriter")) ?? 0;
      return walWriter > 1;
    });
    process.kill(before, "SIGSTOP");
    process.kill(walWriter, "SIGKILL");
    await until(() => embedded.pid() !== before && embedded.pid() !== null, 60_000);
    expect(lines[0]).toBe("PostgreSQL neither serves nor recovers and is ended");
    const sql = connect(embedded);
    expect(await sql`select 1 as one`).toHaveLength(1);
    await sql.end();
    await embedded.stop();
  }, 120_000);

  test("a stop while it is being started again ends both", async () => {
    const embedded = await start(join(folder.path, "stopped"));
    const before = embedded.pid() ?? 0;
    process.kill(before, "SIGKILL");
    await until(() => embedded.pid() === null);
    await embedded.stop();
    expect(embedded.pid()).toBeNull();
    expect(embedded.processes()).toEqual([]);
  });
});

describe("what an earlier server has left", () => {
  test("lock files that name a living stranger do not keep the server from starting", async () => {
    const dataDir = join(folder.path, "stale");
    await (await start(dataDir)).stop();
    // Of the same user as PostgreSQL, which takes only those for a server like itself.
    const { uid, gid } = statSync(join(dataDir, "pg18"));
    const stranger = spawn("sleep", ["60"], { uid, gid, stdio: "ignore" });
    const lines = [stranger.pid, join(dataDir, "pg18"), 1, 5432, join(dataDir, "run"), "", " 1 1"];
    const text = [...lines, "ready   ", ""].join("\n");
    writeFileSync(join(dataDir, "pg18/postmaster.pid"), text);
    mkdirSync(join(dataDir, "run"), { recursive: true });
    writeFileSync(join(dataDir, "run/.s.PGSQL.5432.lock"), text);
    const embedded = await start(dataDir);
    expect(embedded.pid()).not.toBe(stranger.pid ?? 0);
    stranger.kill();
    await embedded.stop();
  });
});
