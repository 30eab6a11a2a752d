import { afterAll, describe, expect, test } from "bun:test";
import { chmodSync, existsSync, mkdirSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import postgres from "postgres";
import { StartupError } from "#src/lib/errors.ts";
import { createFolder } from "#test/support/folder.ts";
import { canPassWalls } from "./owner.ts";
import { attachEmbedded, type EmbeddedConnection, startEmbedded } from "./start.ts";

const isRoot = process.geteuid?.() === 0;
const folder = createFolder("start");
// Whole databases take their time to go on a busy disk.
afterAll(folder.remove, 60_000);

function start(dataDir: string, given: { runtimeDir?: string; log?: (line: string) => void } = {}) {
  return startEmbedded({ dataDir, runtimeDir: null, databaseUser: null, log: () => {}, ...given });
}

async function query(connection: EmbeddedConnection, statement: string) {
  const sql = postgres({ ...connection, max: 1, onnotice: () => {} });
  try {
    return await sql.unsafe(statement);
  } finally {
    await sql.end();
  }
}

async function refusalOf(dataDir: string, given = {}): Promise<string> {
  const error: unknown = await start(dataDir, given).then(
    () => null,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(StartupError);
  return (error as Error).message;
}

describe("startEmbedded", () => {
  const dataDir = join(folder.path, "new/data");

  test("an empty folder becomes a database that only this machine's user can reach", async () => {
    const embedded = await start(dataDir);
    const [row] = await query(
      embedded.connection,
      "select current_database() as name, current_setting('listen_addresses') as listens",
    );
    expect(row?.name).toBe("app");
    expect(row?.listens).toBe("");
    expect(statSync(join(dataDir, "run")).mode & 0o777).toBe(0o700);
    await query(embedded.connection, "create table kept as select 42 as answer");
    await embedded.stop();
    const names = ["instance.lock", "pg18", "postgres.log", "run", "runtime"];
    expect(readdirSync(dataDir).sort()).toEqual(names);
  });

  test("the next start finds what was stored", async () => {
    const embedded = await start(dataDir);
    const [row] = await query(embedded.connection, "select answer from kept");
    expect(row?.answer).toBe(42);
    await embedded.stop();
  });

  test("what was opened to a group meanwhile is closed again", async () => {
    // Kubernetes does so with all of a volume whenever it is mounted.
    chmodSync(join(dataDir, "pg18"), 0o2770);
    const embedded = await start(dataDir);
    expect(await query(embedded.connection, "select * from kept")).toHaveLength(1);
    await embedded.stop();
    expect(statSync(join(dataDir, "pg18")).mode & 0o777).toBe(0o700);
  });

  test("PostgreSQL never runs as root", async () => {
    const embedded = await start(dataDir);
    const { stdout } = Bun.spawnSync(["ps", "-o", "uid=", "-p", String(embedded.pid())]);
    const uid = Number(stdout.toString());
    expect(uid).toBe(isRoot ? statSync(join(dataDir, "pg18")).uid : (process.geteuid?.() ?? 0));
    expect(uid).not.toBe(0);
    await embedded.stop();
  });

  test("a second server on the same folder is refused in one sentence", async () => {
    const embedded = await start(dataDir);
    expect(await refusalOf(dataDir)).toBe(
      `The data folder ${dataDir} is in use by another running server (process ${process.pid}).`,
    );
    await embedded.stop();
  });

  test("what is wrong in the operator's own settings is told, and nothing is lost", async () => {
    const settings = join(dataDir, "pg18/user.conf");
    writeFileSync(settings, "shared_buffers = a lot\n");
    expect(await refusalOf(dataDir)).toContain("did not start");
    writeFileSync(settings, "work_mem = 5MB\n");
    const embedded = await start(dataDir);
    expect(await query(embedded.connection, "show work_mem")).toMatchObject([{ work_mem: "5MB" }]);
    expect(await query(embedded.connection, "select * from kept")).toHaveLength(1);
    await embedded.stop();
  });

  test("the programs may lie in another folder", async () => {
    const runtimeDir = join(folder.path, "programs");
    const own = join(folder.path, "elsewhere");
    const embedded = await start(own, { runtimeDir });
    expect(existsSync(join(own, "runtime"))).toBe(false);
    expect(readdirSync(runtimeDir)).toHaveLength(1);
    await embedded.stop();
  });

  test("a path too long for a socket puts the socket elsewhere, and away again", async () => {
    const long = join(folder.path, "long".repeat(25));
    const embedded = await start(long);
    const { host } = embedded.connection;
    expect(host).toStartWith("/tmp/tracker-analytics-");
    expect(await query(embedded.connection, "select 1 as one")).toHaveLength(1);
    expect(attachEmbedded(long)?.host).toBe(host);
    await embedded.stop();
    expect(existsSync(host)).toBe(false);
  });

  test("a folder below one that only its owner may enter works, or a sentence says why", async () => {
    const closed = join(folder.path, "closed");
    mkdirSync(closed, { mode: 0o700 });
    const inner = join(closed, "deep/data");
    if (isRoot && !canPassWalls()) {
      expect(await refusalOf(inner)).toContain(`cannot enter ${closed}`);
      expect(readdirSync(closed)).toEqual([]);
      return;
    }
    const embedded = await start(inner);
    expect(await query(embedded.connection, "select 1 as one")).toHaveLength(1);
    await embedded.stop();
    expect(statSync(closed).mode & 0o777).toBe(0o700);
  });
});

describe("a start that fails", () => {
  test("in a folder without permission says so and makes nothing", async () => {
    const parent = join(folder.path, "unwritable");
    mkdirSync(parent);
    chmodSync(parent, 0o555);
    // Permissions do not hold root, so for this moment the test is an ordinary user.
    if (isRoot) process.seteuid?.(1000);
    const message = await refusalOf(join(parent, "data")).finally(() => {
      if (isRoot) process.seteuid?.(0);
    });
    expect(message).toBe(
      `The data folder ${join(parent, "data")} cannot be used: permission is denied.`,
    );
    expect(readdirSync(parent)).toEqual([]);
  });

  test("on a file says so", async () => {
    const path = join(folder.path, "file");
    writeFileSync(path, "kept");
    expect(await refusalOf(path)).toContain("a file is in its place");
  });

  test("half way takes away what it has made", async () => {
    const dataDir = join(folder.path, "half/data");
    const runtimeDir = join(folder.path, "file/programs");
    expect(await refusalOf(dataDir, { runtimeDir })).toContain("cannot be used");
    expect(existsSync(join(folder.path, "half"))).toBe(false);
  });
});

describe("attachEmbedded", () => {
  const dataDir = join(folder.path, "attached");

  test("there is nothing to join where no server runs", async () => {
    expect(attachEmbedded(dataDir)).toBeNull();
    const embedded = await start(dataDir);
    await embedded.stop();
    expect(attachEmbedded(dataDir)).toBeNull();
  });

  test("a command joins the database of the running server", async () => {
    const embedded = await start(dataDir);
    const joined = attachEmbedded(dataDir);
    expect(joined).toEqual(embedded.connection);
    expect(joined && (await query(joined, "select 1 as one"))).toHaveLength(1);
    await embedded.stop();
  });
});
