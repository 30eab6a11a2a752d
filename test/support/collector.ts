import { Elysia } from "elysia";
import { type Collector, createCollector } from "#src/collect/collector.ts";
import type { WriterLimits } from "#src/collect/writer.ts";
import type { Database } from "#src/db/client.ts";
import { makeSiteKey } from "#src/lib/site-key.ts";
import { usualTrackerSettings } from "#src/lib/tracker-variant.ts";
import { agents } from "./browser.ts";
import { createFolder } from "./folder.ts";

/** A collector that listens on a port of its own, mounted as the server mounts it. */
export interface RunningCollector {
  origin: string;
  collector: Collector;
  /** Lines of its log. */
  lines: string[];
  commits(): number;
  stop(): Promise<void>;
}

interface Options {
  database: Database;
  now?: () => Date;
  rateLimit?: number;
  /** Where the spool is; a folder of its own unless a test wants to look. */
  dataDir?: string;
  spoolMaxBytes?: number;
  /** The server's own where a test is about a database that is away. */
  limits?: Partial<WriterLimits>;
}

/** A commit that a busy disk delays is no outage: what is answered is in the database. */
const patient = { deadlineMs: 10_000 };

/** Starts a collector that believes the X-Forwarded-For of this machine, so that tests can be many. */
export function startCollector(options: Options): RunningCollector {
  const { database, now, rateLimit = 0, spoolMaxBytes = 2 ** 30, limits = patient } = options;
  const folder = createFolder("collector");
  const dataDir = options.dataDir ?? folder.path;
  const lines: string[] = [];
  let commits = 0;
  const collector = createCollector({
    config: {
      dataDir,
      spoolMaxBytes,
      geoipFile: null,
      rateLimit,
      trustedProxies: ["loopback"],
      publicUrl: null,
    },
    database,
    now: now ?? (() => new Date()),
    log: (...line) => lines.push(JSON.stringify(line)),
    onCommit: () => {
      commits += 1;
    },
    limits,
  });
  const app = new Elysia({ serve: { reusePort: false, development: false } })
    .onError({ as: "global" }, ({ code }) =>
      code === "NOT_FOUND" ? new Response("a page", { status: 404 }) : undefined,
    )
    .use(collector.routes)
    .get("/sign-in", () => "sign in")
    .listen({ hostname: "127.0.0.1", port: 0 });
  return {
    origin: `http://127.0.0.1:${app.server?.port}`,
    collector,
    lines,
    commits: () => commits,
    stop: async () => {
      await app.server?.stop(true);
      await collector.flush();
      folder.remove();
    },
  };
}

interface SiteFields {
  domain: string;
  timeZone: string;
  hashMode: boolean;
  respectDnt: boolean;
  countTestTraffic: boolean;
  countLinks: boolean;
  countForms: boolean;
  hostnames: string[];
  excludedIps: string[];
  excludedPaths: string[];
  secretHash: Uint8Array | null;
}

/** Makes a site and returns its id and key. */
export async function insertSite(
  { work }: Database,
  fields: Partial<SiteFields> = {},
): Promise<{ id: number; key: string; domain: string }> {
  const key = makeSiteKey();
  const { domain = `${key}.example`, timeZone = "UTC" } = fields;
  const { hashMode, respectDnt, countTestTraffic, countLinks, countForms } = {
    ...usualTrackerSettings,
    ...fields,
  };
  const { hostnames = [], excludedIps = [], excludedPaths = [], secretHash = null } = fields;
  const [site] = await work<{ id: number }[]>`
    insert into sites (key, domain, name, time_zone, hash_mode, respect_dnt, count_test_traffic,
                       count_links, count_forms, hostnames, excluded_ips, excluded_paths,
                       secret_hash)
    values (${key}, ${domain}, ${domain}, ${timeZone}, ${hashMode}, ${respectDnt},
            ${countTestTraffic}, ${countLinks}, ${countForms}, ${hostnames}, ${excludedIps},
            ${excludedPaths}, ${secretHash})
    returning id
  `;
  return { id: site?.id ?? 0, key, domain };
}

/** What the tracker sends when a page of the domain is opened. */
export function messageOf(domain: string, fields: object = {}): object {
  const view = { v: 1, i: Math.random(), u: `https://${domain}/`, q: "", r: "" };
  return { ...view, t: "v", k: 0, a: 0, e: 0, y: 0, ...fields };
}

/** What was refused of a site, once it is written. */
export async function readRefusals(
  { collector }: RunningCollector,
  { work }: Database,
  siteId: number,
): Promise<Record<string, number>> {
  await collector.flush();
  const rows = await work<{ reason: string; messages: number }[]>`
    select reason, sum(messages)::int as messages
    from refusals
    where site_id = ${siteId}
    group by reason
  `;
  return Object.fromEntries(rows.map(({ reason, messages }) => [reason, messages]));
}

/** The headers of a real browser at an address of France. */
function browserHeaders(domain: string, ip = "193.51.208.13"): Record<string, string> {
  return {
    "content-type": "text/plain;charset=UTF-8",
    "user-agent": agents.windows,
    "accept-language": "fr-CH, fr;q=0.9, en;q=0.8",
    "x-forwarded-for": ip,
    origin: `https://${domain}`,
  };
}

/** What a test sends beside the ordinary. A header that is null is left out. */
export interface Sent {
  message?: object | string;
  headers?: Record<string, string | null>;
}

/** Posts a message as a browser on a page of the site would. */
export function sendTo(
  origin: string,
  { key, domain }: { key: string; domain: string },
  { message, headers = {} }: Sent = {},
): Promise<Response> {
  const body = typeof message === "string" ? message : JSON.stringify(messageOf(domain, message));
  const all = Object.entries({ ...browserHeaders(domain), ...headers });
  return fetch(`${origin}/${key}`, {
    method: "POST",
    body,
    headers: all.filter((entry): entry is [string, string] => entry[1] !== null),
  });
}
