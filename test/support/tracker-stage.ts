import type { Browser, BrowserContext, Page } from "playwright-core";
import type { TrackerSettings } from "#src/lib/tracker-variant.ts";
import { snippetOf } from "#src/sites/snippet.ts";
import type { Message, MessageKind } from "#tracker/contract.ts";
import { agents, launchBrowser, watchConsole } from "./browser.ts";
import { browserPath } from "./browser-path.ts";
import { insertSite, type RunningCollector, startCollector } from "./collector.ts";
import { createTestDatabase, type TestDatabase } from "./database.ts";
import { serveWebsite } from "./website.ts";

/** A real browser, a real collector and its database, for sites that are measured in it. */
export interface TrackerStage {
  /** The browser is the packed shell: see `BrowserChoice`. */
  isShell: boolean;
  browser: Browser;
  collector: RunningCollector;
  database: TestDatabase;
  /** Builds a web site that has the snippet, and a site of the collector for it. */
  site(plan: SitePlan): Promise<TrackedSite>;
  end(): Promise<void>;
}

export interface SitePlan {
  pages: Parameters<typeof serveWebsite>[1];
  settings?: Partial<TrackerSettings> & { hostnames?: string[]; excludedPaths?: string[] };
  /** What stands in the head; the snippet unless a test wants something else. */
  head?: (snippet: string, at: { origin: string; key: string }) => string;
  headers?: (at: { origin: string }) => Record<string, string>;
}

/** What the collector has stored of a site, in order. */
export interface StoredEvent {
  kind: string;
  path: string;
  name: string;
  target: string;
  props: Record<string, unknown> | null;
  referrer: string;
  source: string;
  engaged_ms: number;
  scroll: number;
  visitor: string;
}

export interface TrackedSite {
  /** Where its pages are. */
  origin: string;
  /** Where the script comes from and the messages go, at `/{key}.js` and `/{key}`. */
  stats: string;
  key: string;
  /** How many messages said nothing at all: of browsers that ask not to be tracked. */
  empty(): number;
  /** The headers of the last message. */
  lastHeaders(): Headers;
  /** What the collector has answered to all messages so far. */
  statuses(): number[];
  /** Waits for as many messages (of a kind), and a little whether more come; takes them all. */
  take(count: number, kind?: MessageKind): Promise<Message[]>;
  /** Everything stored so far, once it is as many rows. */
  rows(atLeast?: number): Promise<StoredEvent[]>;
  /**
   * A tab of a new visitor at a page, and what its console complains about; `init` runs in each
   * page before anything of it.
   */
  visit(path: string, init?: () => void): Promise<Tab>;
  stop(): Promise<void>;
}

export interface Tab {
  page: Page;
  context: BrowserContext;
  complaints: string[];
}

const patienceMs = 15_000;
const quietMs = 200;

/** Sets the stage. Playwright switches the back/forward cache off, which real visitors have. */
export async function setTrackerStage(): Promise<TrackerStage> {
  const database = await createTestDatabase();
  // From noon on, so that no visit has two days, nor two visitors.
  const aheadMs = new Date().setUTCHours(12, 0, 0, 0) - Date.now();
  const collector = startCollector({ database, now: () => new Date(Date.now() + aheadMs) });
  const browser = await launchBrowser({
    ignoreDefaultArgs: ["--disable-back-forward-cache"],
    // For the whole browser: what a page sends while it is left would else be headless Chromium's.
    args: [`--user-agent=${agents.windows}`],
  });
  const sites: TrackedSite[] = [];
  const site = async (plan: SitePlan) => {
    const made = await buildSite({ browser, collector, database }, plan);
    sites.push(made);
    return made;
  };
  return {
    ...{ browser, collector, database, site },
    isShell: (await browserPath()).isShell,
    end: async () => {
      await browser.close();
      await Promise.all(sites.map((made) => made.stop()));
      await collector.stop();
      await database.drop();
    },
  };
}

type Surroundings = Pick<TrackerStage, "browser" | "collector" | "database">;

async function buildSite(
  { browser, collector, database }: Surroundings,
  { pages, settings = {}, head = (snippet) => snippet, headers = () => ({}) }: SitePlan,
): Promise<TrackedSite> {
  // With test traffic, every host of this machine is the site's own.
  const { id, key } = await insertSite(database, { countTestTraffic: true, ...settings });
  const door = openDoor(collector.origin, key);
  const at = { origin: door.origin, key };
  const website = serveWebsite(head(snippetOf(door.origin, key), at), pages, headers(at));
  return {
    origin: website.origin,
    stats: door.origin,
    key,
    ...door.reports,
    rows: async (atLeast = 0) => {
      await collector.collector.flush();
      // On a machine that is busy with browsers a commit may take so long that the spool steps in.
      const { stats } = collector.collector;
      const deadline = performance.now() + patienceMs;
      while (stats().spool.bytes > 0 && performance.now() < deadline) await Bun.sleep(20);
      const read = () => database.work<StoredEvent[]>`
        select kind, path, name, target, props, referrer, source, engaged_ms, scroll,
               visitor::text
        from events
        where site_id = ${id}
        order by ts, kind <> 'pageview', id
      `;
      let rows = await read();
      while (rows.length < atLeast && performance.now() < deadline) {
        await Bun.sleep(50);
        rows = await read();
      }
      return rows;
    },
    visit: async (path, init) => {
      const context = await browser.newContext();
      if (init) await context.addInitScript(init);
      const complaints = watchConsole(context);
      const page = await context.newPage();
      await page.goto(website.origin + path);
      return { page, context, complaints };
    },
    stop: async () => {
      await website.stop();
      await door.stop();
    },
  };
}

/** Stands before the collector and notes what goes through it. */
function openDoor(collectorOrigin: string, key: string) {
  const messages: Message[] = [];
  const statuses: number[] = [];
  let last = new Headers();
  let empty = 0;
  const server = Bun.serve({
    hostname: "127.0.0.1",
    port: 0,
    fetch: async (request) => {
      const { pathname } = new URL(request.url);
      const isMessage = request.method === "POST" && pathname === `/${key}`;
      const body = await request.text();
      const answer = await fetch(collectorOrigin + pathname, {
        method: request.method,
        headers: request.headers,
        ...(isMessage && { body }),
      });
      if (isMessage) {
        last = request.headers;
        statuses.push(answer.status);
        if (body === "") empty += 1;
        else messages.push(JSON.parse(body) as Message);
      }
      const headers = new Headers(answer.headers);
      // It has been unpacked on the way.
      headers.delete("content-encoding");
      return new Response(await answer.arrayBuffer(), { status: answer.status, headers });
    },
  });
  const take = async (count: number, kind?: MessageKind) => {
    const deadline = performance.now() + patienceMs;
    const isThere = () => messages.filter(({ t }) => !kind || t === kind).length >= count;
    while (!isThere() && performance.now() < deadline) await Bun.sleep(10);
    await Bun.sleep(quietMs);
    return messages.splice(0);
  };
  const reports = {
    ...{ take, empty: () => empty, lastHeaders: () => last, statuses: () => statuses },
  };
  return {
    origin: `http://127.0.0.1:${server.port}`,
    reports,
    stop: () => server.stop(true),
  };
}
