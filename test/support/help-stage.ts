import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { hashSecret } from "#src/sites/secret.ts";
import { snippetOf } from "#src/sites/snippet.ts";
import { type Person, signedIn, startTestApp, type TestApp } from "./app.ts";
import { agents, launchBrowser, watchConsole } from "./browser.ts";
import { insertSite } from "./collector.ts";
import { createFolder } from "./folder.ts";
import { type HelpBlock, readRenderedBlocks } from "./help-blocks.ts";
import { serveWebsite, type Website } from "./website.ts";

/** The proxies of the help stand at these addresses: this machine, and one that is an example. */
export const trustedProxies = ["loopback", "203.0.113.10"];
/** Where a visitor is who comes through a proxy: an address of France. */
export const visitorIp = "193.51.208.13";

/** A server whose help is read, and a browser in which what it says is tried out. */
export interface HelpStage {
  app: TestApp;
  /** The server's address as its readers know it. */
  origin: string;
  /** What the server was asked, in order. */
  asked: Request[];
  admin: Person;
  browser: Browser;
  /** Makes a site, and reads a box of the help as its owner. */
  siteFor(block: HelpBlock): Promise<BlockSite>;
  stop(): Promise<void>;
}

/** What is stored of something that happened. */
export interface Counted {
  kind: string;
  path: string;
  name: string;
  target: string;
  props: Record<string, unknown> | null;
  country: string;
  utm_source: string;
  utm_medium: string;
  utm_campaign: string;
}

/** A site that follows the help. */
export interface BlockSite {
  stage: HelpStage;
  /** What the box says to the owner of this site. */
  code: string;
  key: string;
  domain: string;
  secret: string;
  /** The usual line of HTML. */
  line: string;
  /** Puts pages online, at a port of the site's own domain; returns where. */
  serve(
    pages: Parameters<typeof serveWebsite>[1],
    options?: { head?: string; headers?: Record<string, string> },
  ): string;
  /** A new visitor at a page, who has loaded it whole. */
  open(path: string, options?: { javaScriptEnabled?: boolean }): Promise<Page>;
  /** The same, once the view is counted: in its first tenth of a second a page is not yet one. */
  read(path: string): Promise<Page>;
  /** What the pages have complained about. */
  complaints: string[];
  /** Everything that was counted, once it is as much as that, and nothing more for a while. */
  counted(atLeast: number): Promise<Counted[]>;
  /** Writes a file into a folder of the site's own; returns its path. */
  write(name: string, text: string): string;
  folder: string;
  stop(): Promise<void>;
}

const patienceMs = 15_000;
const quietMs = 250;

export async function setHelpStage(): Promise<HelpStage> {
  const app = await startTestApp({ rateLimit: 0, trustedProxies });
  const asked: Request[] = [];
  // The server is read through a door that notes what comes: its own address is the door's.
  const door = Bun.serve({
    hostname: "127.0.0.1",
    port: 0,
    fetch: async (request) => {
      asked.push(request);
      const { pathname, search } = new URL(request.url);
      const { method, headers } = request;
      const body = method === "GET" ? null : await request.arrayBuffer();
      const answer = await fetch(app.origin + pathname + search, { method, headers, body });
      const passed = new Headers(answer.headers);
      // It has been unpacked on the way.
      passed.delete("content-encoding");
      return new Response(await answer.arrayBuffer(), { status: answer.status, headers: passed });
    },
  });
  const origin = `http://127.0.0.1:${door.port}`;
  const admin = await signedIn({ ...app, origin }, { email: "anna@agency.example", role: "admin" });
  const browser = await launchBrowser({
    // A real visitor's: what is automated, or says so, is not counted.
    args: [`--user-agent=${agents.windows}`, "--disable-blink-features=AutomationControlled"],
  });
  const stage: HelpStage = {
    ...{ app, origin, asked, admin, browser },
    siteFor: (block) => openSite(stage, block),
    stop: async () => {
      await browser.close();
      await door.stop(true);
      await app.stop();
    },
  };
  return stage;
}

async function openSite(stage: HelpStage, block: HelpBlock): Promise<BlockSite> {
  const { database } = stage.app;
  const { id, key, domain } = await insertSite(database);
  const secret = `${key}.${crypto.randomUUID()}`;
  await database.work`update sites set secret_hash = ${hashSecret(secret)} where id = ${id}`;
  const boxes = await readRenderedBlocks(stage.admin, block, domain);
  const folder = createFolder("help");
  const contexts: BrowserContext[] = [];
  const complaints: string[] = [];
  let website: Website | undefined;
  const counted = (atLeast: number) => readCounted(stage.app, id, atLeast);
  const address = () => `http://${domain}:${new URL(website?.origin ?? "").port}`;
  const site: BlockSite = {
    ...{
      stage,
      key,
      domain,
      secret,
      complaints,
      counted,
      folder: folder.path,
      line: snippetOf(stage.origin, key),
    },
    code: boxes[block.at] ?? "",
    serve: (pages, { head = "", headers = {} } = {}) => {
      website = serveWebsite(head, pages, headers);
      return address();
    },
    open: async (path, options = {}) => {
      const context = await stage.browser.newContext(options);
      contexts.push(context);
      const noted = watchConsole(context);
      const page = await context.newPage();
      page.setDefaultTimeout(patienceMs);
      await page.goto(address() + path);
      complaints.push(...noted);
      return page;
    },
    read: async (path) => {
      const page = await site.open(path);
      await counted(1);
      return page;
    },
    write: (name, text) => {
      const path = join(folder.path, name);
      writeFileSync(path, text);
      return path;
    },
    stop: async () => {
      for (const context of contexts) await context.close();
      await website?.stop();
      folder.remove();
    },
  };
  return site;
}

async function readCounted({ database }: TestApp, siteId: number, atLeast: number) {
  const read = () => database.work<Counted[]>`
    select kind, path, name, target, props, country, utm_source, utm_medium, utm_campaign
    from events
    where site_id = ${siteId}
    order by ts, kind <> 'pageview', id
  `;
  const deadline = performance.now() + patienceMs;
  while ((await read()).length < atLeast && performance.now() < deadline) await Bun.sleep(25);
  await Bun.sleep(quietMs);
  return [...(await read())];
}
