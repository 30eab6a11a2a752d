import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import postgres from "postgres";
import { viewId } from "#src/collect/visitor.ts";
import type { Sql } from "#src/db/client.ts";
import { readPidFile } from "#src/db/embedded/pid-file.ts";
import { attachEmbedded, startEmbedded } from "#src/db/embedded/start.ts";
import { installBinary } from "./binary.ts";
import { agents } from "./browser.ts";
import { createFolder } from "./folder.ts";
import { freePort } from "./port.ts";
import { type ServerProcess, startServerProcess } from "./server-process.ts";
import { openTcpDoor } from "./tcp-door.ts";

/** The site of every stage. */
export const faultSite = { key: "faultfault00", domain: "shop.example" };
const { key, domain } = faultSite;

/** What a load has seen. Shape: `acked` are the numbers of the views that were answered by 202. */
export interface Seen {
  acked: number[];
  /** Views whose connection was reset before there was an answer. */
  reset: number[];
  /** Any other answer, by status, and other failures by their code. */
  others: Record<string, number>;
  /** Units: ms; of every answer. */
  times: number[];
}

interface LoadOptions {
  /**
   * Each view on a connection of its own: a kept one may be closed in the moment it is used again.
   * A closed connection holds its port for a minute, and there are only so many.
   */
  hangsUp?: boolean;
  /** How long a browser waits before its next view. Units: ms. */
  pauseMs?: number;
}

/** The compiled server on its own database, to be treated badly. */
export interface FaultStage {
  server: ServerProcess;
  folder: string;
  /** Starts the server again, with more settings; resolves to how long that took. Units: ms. */
  restart(more?: Record<string, string>): Promise<number>;
  /** Sends views from eight browsers at once, until `stop` is called. */
  load(options?: LoadOptions): { stop(): Promise<Seen> };
  /** Sends a signal to every process of the database. */
  signalDatabase(signal: NodeJS.Signals): void;
  /** Asks the server's own database. */
  query<T>(work: (sql: Sql) => Promise<T>): Promise<T>;
  /** Waits until nothing is left in the spool. Errors: after a minute. */
  drained(): Promise<void>;
  /** What the server holds. Units: bytes. */
  memory(): number;
  /** How often each acknowledged view is stored. Shape: numbers of lost and doubled ones. */
  audit(acked: readonly number[]): Promise<{ lost: number; doubled: number }>;
  end(): Promise<void>;
}

interface StageOptions {
  outside?: OutsideDatabase;
  /** Does something to the folder before the server is there; what it returns undoes it. */
  prepare?: (folder: string) => () => void;
}

const senders = 8;
let lastView = 0;

/**
 * Starts the compiled server with a site that anybody may send to.
 * Shape: with `outside` it uses the database that is given, else its own.
 */
export async function setFaultStage(
  env: Record<string, string> = {},
  { outside, prepare }: StageOptions = {},
): Promise<FaultStage> {
  const folder = outside?.folder ?? createFolder("faults");
  const undo = prepare?.(folder.path);
  const port = freePort();
  const words = ["--port", String(port), "--host", "127.0.0.1"];
  const command = [await installBinary(folder.path), ...words];
  const settings = { RATE_LIMIT: "0", ...(outside && { DATABASE_URL: outside.url }), ...env };
  const start = (more: Record<string, string> = {}) =>
    startServerProcess({ command, cwd: folder.path, env: { ...settings, ...more } });
  const withSql = async <T>(work: (sql: Sql) => Promise<T>): Promise<T> => {
    const sql = outside ? postgres(outside.url, { max: 1 }) : openOwn(folder.path);
    try {
      return await work(sql);
    } finally {
      await sql.end({ timeout: 1 });
    }
  };
  const stage: FaultStage = {
    server: await start(),
    folder: folder.path,
    restart: async (more) => {
      const startedAt = performance.now();
      stage.server = await start(more);
      return performance.now() - startedAt;
    },
    load: (options) => startLoad(port, options),
    signalDatabase: (signal) => {
      for (const pid of postgresPids(join(folder.path, "data/pg18"))) send(signal, pid);
    },
    query: withSql,
    drained: () => waitForEmpty(join(folder.path, "data/spool")),
    memory: () => {
      const status = readFileSync(`/proc/${stage.server.pid}/status`, "utf8");
      return Number(/^VmRSS:\s+(\d+) kB/m.exec(status)?.[1]) * 1024;
    },
    audit: (acked) => withSql((sql) => auditViews(sql, acked)),
    end: async () => {
      await stage.server.end();
      undo?.();
      if (!outside) folder.remove();
    },
  };
  await withSql(async (sql) => {
    await sql`
      insert into sites (key, domain, name, time_zone) values (${key}, ${domain}, 'x', 'UTC')
    `;
  });
  return stage;
}

function openOwn(folder: string): Sql {
  const connection = attachEmbedded(join(folder, "data"));
  if (!connection || typeof connection === "string") throw new Error("no database runs here");
  return postgres({ ...connection, max: 1, onnotice: () => {} });
}

/** A database that does not belong to the server and can be switched off. */
export interface OutsideDatabase {
  /** Where the server's things are as well. */
  folder: ReturnType<typeof createFolder>;
  url: string;
  setOn(isOn: boolean): Promise<void>;
  end(): Promise<void>;
}

export async function startOutsideDatabase(): Promise<OutsideDatabase> {
  const folder = createFolder("outside");
  const dataDir = join(folder.path, "database");
  const options = { dataDir, runtimeDir: null, databaseUser: null, log: () => {} };
  let database = await startEmbedded(options);
  let isOn = true;
  const { host, port, username, database: name } = database.connection;
  const door = await openTcpDoor({ path: join(host, `.s.PGSQL.${port}`) });
  return {
    folder,
    url: `postgres://${username}@127.0.0.1:${door.port}/${name}`,
    setOn: async (next) => {
      isOn = next;
      if (isOn) database = await startEmbedded(options);
      else await database.stop();
    },
    end: async () => {
      door.close();
      if (isOn) await database.stop();
      folder.remove();
    },
  };
}

function startLoad(port: number, options: LoadOptions = {}): { stop(): Promise<Seen> } {
  const { hangsUp = false, pauseMs = 2 } = options;
  const seen: Seen = { acked: [], reset: [], others: {}, times: [] };
  let isOver = false;
  const send = async () => {
    while (!isOver) {
      lastView += 1;
      const view = lastView;
      const startedAt = performance.now();
      const outcome = await post(port, view, hangsUp);
      seen.times.push(performance.now() - startedAt);
      if (outcome === "202") seen.acked.push(view);
      else if (outcome === "ECONNRESET") seen.reset.push(view);
      else seen.others[outcome] = (seen.others[outcome] ?? 0) + 1;
      await Bun.sleep(pauseMs);
    }
  };
  const all = Promise.all(Array.from({ length: senders }, send));
  return {
    stop: async () => {
      isOver = true;
      await all;
      return seen;
    },
  };
}

async function post(port: number, view: number, hangsUp: boolean): Promise<string> {
  try {
    const response = await fetch(`http://127.0.0.1:${port}/${key}`, {
      method: "POST",
      headers: {
        ...(hangsUp && { connection: "close" }),
        "user-agent": agents.windows,
        origin: `https://${domain}`,
      },
      body: JSON.stringify({
        ...{ v: 1, t: "v", i: view, k: 0, a: 0, e: 0, y: 0, q: "", r: "" },
        u: `https://${domain}/page-${view % 50}`,
      }),
    });
    const dropped = response.headers.get("x-dropped");
    const wait = response.headers.get("retry-after");
    return [response.status, dropped, wait && `after ${wait} s`].filter(Boolean).join(" ");
  } catch (error) {
    return String((error as { code?: string }).code ?? error);
  }
}

async function waitForEmpty(folder: string): Promise<void> {
  // The half of a record that a killed server was at is kept beside the others for good.
  const isLeft = (name: string) => name.endsWith(".spool");
  for (let tries = 0; tries < 1_200; tries++) {
    if (!existsSync(folder) || !readdirSync(folder).some(isLeft)) return;
    await Bun.sleep(50);
  }
  throw new Error(`the spool does not drain: ${readdirSync(folder)}`);
}

/** How often each view is stored. Shape: numbers of lost and doubled ones. */
export async function auditViews(sql: Sql, acked: readonly number[]) {
  const wanted = acked.map(viewId);
  const rows = await sql<{ id: string; times: number }[]>`
    select wanted.id, count(events.id)::int as times
    from unnest(${wanted}::text[]::bigint[]) as wanted (id)
    left join events on events.id = wanted.id
    group by wanted.id
    having count(events.id) <> 1
  `;
  return {
    lost: rows.filter(({ times }) => times === 0).length,
    doubled: rows.filter(({ times }) => times > 1).length,
  };
}

/**
 * The postmaster that runs on a cluster and its children. A pid whose command line does not name
 * the cluster is nobody of ours and is never returned: what comes back is going to be killed.
 */
function postgresPids(cluster: string): number[] {
  const postmaster = readPidFile(cluster)?.pid ?? 0;
  if (postmaster <= 1 || !commandOf(postmaster).includes(`-D ${cluster}`))
    throw new Error("no database of this stage runs");
  const children = readFileSync(`/proc/${postmaster}/task/${postmaster}/children`, "utf8");
  const pids = children.trim().split(" ").filter(Boolean).map(Number);
  return [postmaster, ...pids.filter((pid) => commandOf(pid).startsWith("postgres: "))];
}

/**
 * What all but one of a hundred take at the most, in most fifths of the time: a machine that stands
 * still for a moment holds up all who are being answered. Shape: times in their order.
 */
export function steadyP99(times: readonly number[]): number {
  const size = Math.ceil(times.length / 5);
  const parts = [0, 1, 2, 3, 4].map((at) => times.slice(at * size, (at + 1) * size));
  const ascending = (values: readonly number[]) => values.toSorted((a, b) => a - b);
  const each = parts.map((part) => ascending(part)[Math.floor(part.length * 0.99)] ?? 0);
  return ascending(each)[2] ?? 0;
}

/** The most that a process has held until now; 0 of one that has ended meanwhile. Units: bytes. */
export function peakSoFar(pid: number | undefined): number {
  try {
    const status = readFileSync(`/proc/${pid}/status`, "utf8");
    return Number(/^VmHWM:\s+(\d+) kB/m.exec(status)?.[1] ?? 0) * 1024;
  } catch {
    return 0;
  }
}

function send(signal: NodeJS.Signals, pid: number): void {
  try {
    process.kill(pid, signal);
  } catch {
    // It has ended meanwhile, as children do whose postmaster is gone.
  }
}

function commandOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ");
  } catch {
    // It has ended meanwhile.
    return "";
  }
}
