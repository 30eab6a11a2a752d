import postgres from "postgres";
import type { Sql } from "#src/db/client.ts";
import { installBinary } from "./binary.ts";
import { agents } from "./browser.ts";
import { faultSite, startOutsideDatabase } from "./fault-stage.ts";
import { createFolder } from "./folder.ts";
import { freePort } from "./port.ts";
import { type ServerProcess, startServerProcess } from "./server-process.ts";

/** One of two servers. */
export type Which = 0 | 1;

/** Two servers on one PostgreSQL that is neither's, as behind a load balancer. */
export interface ServerPair {
  sql: Sql;
  url: string;
  folderOf(which: Which): string;
  originOf(which: Which): string;
  serverOf(which: Which): ServerProcess;
  /** Starts one that has ended. */
  start(which: Which): Promise<void>;
  /** How much one of them has in its spool. Units: bytes. */
  spooled(which: Which): Promise<number>;
  end(): Promise<void>;
}

/** Starts the database, and both servers at once. */
export async function startServerPair(): Promise<ServerPair> {
  const outside = await startOutsideDatabase();
  const places = [createFolder("one"), createFolder("two")];
  const ports = [freePort(), freePort()];
  const commands = await Promise.all(places.map(({ path }) => installBinary(path)));
  const env = { DATABASE_URL: outside.url, RATE_LIMIT: "0", TRUSTED_PROXIES: "loopback" };
  const launch = (which: Which) =>
    startServerProcess({
      command: [commands[which] ?? "", "--port", String(ports[which]), "--host", "127.0.0.1"],
      cwd: places[which]?.path ?? "",
      env,
    });
  const servers = await Promise.all([launch(0), launch(1)]);
  const sql = postgres(outside.url, { max: 2, onnotice: () => {} });
  const originOf = (which: Which) => `http://127.0.0.1:${ports[which]}`;
  return {
    sql,
    url: outside.url,
    folderOf: (which) => places[which]?.path ?? "",
    originOf,
    serverOf: (which) => servers[which],
    start: async (which) => {
      servers[which] = await launch(which);
    },
    spooled: async (which) => {
      const health = (await (await fetch(`${originOf(which)}/health`)).json()) as {
        checks: { spool: { bytes: number } };
      };
      return health.checks.spool.bytes;
    },
    end: async () => {
      await Promise.all(servers.map((server) => server.end()));
      await sql.end({ timeout: 1 });
      await outside.end();
      for (const place of places) place.remove();
    },
  };
}

/** Adds the site of the stages; resolves to its id. */
export async function addFaultSite(sql: Sql): Promise<number> {
  const [site] = await sql<{ id: number }[]>`
    insert into sites (key, domain, name, time_zone)
    values (${faultSite.key}, ${faultSite.domain}, 'Shop', 'UTC')
    returning id
  `;
  return site?.id ?? 0;
}

let lastView = 0;

/** A view of a page of the site, as the script tells of it. */
export function newView(path: string): { number: number; body: string } {
  lastView += 1;
  const rest = { v: 1, t: "v", k: 0, a: 0, e: 0, y: 0, q: "", r: "" };
  const u = `https://${faultSite.domain}${path}`;
  return { number: lastView, body: JSON.stringify({ ...rest, i: lastView, u }) };
}

/** Sends a message to a server as the browser at an address; resolves to the status. */
export async function send(origin: string, body: string, ip = "203.0.113.7"): Promise<number> {
  const { key, domain } = faultSite;
  const headers = {
    "user-agent": agents.windows,
    origin: `https://${domain}`,
    "x-forwarded-for": ip,
  };
  return (await fetch(`${origin}/${key}`, { method: "POST", headers, body })).status;
}

/** What a load over both servers has seen. Shape: the numbers of views. */
export interface PairLoad {
  acked: number[];
  /** Answered by nobody, the second time either. */
  given: number[];
  /** Other answers, by status. */
  refused: Record<string, number>;
  retries: number;
}

/** The script waits for five; a test has less time. */
const retryMs = 1_000;

/**
 * Sends views from eight browsers to both servers in turn, until `stop` is called. What gets no
 * answer is sent once more, as the script does, and a balancer then leads to the other server.
 */
export function loadPair(pair: ServerPair): { stop(): Promise<PairLoad> } {
  const seen: PairLoad = { acked: [], given: [], refused: {}, retries: 0 };
  let isOver = false;
  let turn: Which = 0;
  const attempt = async (which: Which, body: string, ip: string) =>
    send(pair.originOf(which), body, ip).catch(() => null);
  const tell = async (browser: number) => {
    const { number, body } = newView(`/page-${browser}`);
    const ip = `198.51.100.${browser + 1}`;
    turn = turn === 0 ? 1 : 0;
    const first = turn;
    let status = await attempt(first, body, ip);
    if (status === null) {
      seen.retries += 1;
      await Bun.sleep(retryMs);
      status = await attempt(first === 0 ? 1 : 0, body, ip);
    }
    if (status === 202) seen.acked.push(number);
    else if (status === null) seen.given.push(number);
    else seen.refused[status] = (seen.refused[status] ?? 0) + 1;
  };
  const browse = async (browser: number) => {
    while (!isOver) {
      await tell(browser);
      await Bun.sleep(8);
    }
  };
  const all = Promise.all(Array.from({ length: 8 }, (_, browser) => browse(browser)));
  return {
    stop: async () => {
      isOver = true;
      await all;
      return seen;
    },
  };
}

/** A request with a browser's words, that follows nobody. */
export function visit(
  url: string,
  { cookie = "", form }: { cookie?: string; form?: Record<string, string> } = {},
): Promise<Response> {
  const common = { "sec-fetch-site": "same-origin", cookie };
  if (!form) return fetch(url, { redirect: "manual", headers: common });
  const body = new URLSearchParams(form);
  return fetch(url, { method: "POST", redirect: "manual", headers: common, body });
}
