import type { BrowserContext, Page } from "playwright-core";

/** What a person found who followed the links of the pages. Shape: paths with their query. */
export interface Crawl {
  /** Every page that was opened, with where it led. */
  visited: string[];
  /** Every link that was seen, whether or not it was followed. */
  seen: string[];
  /** Everything that should not have happened, with the page that it happened on. */
  complaints: string[];
}

interface CrawlOptions {
  context: BrowserContext;
  origin: string;
  pagesMax: number;
  /** Links that are shown and not meant for this person, as a selector. */
  ignored?: string;
  /** What is wrong with a page, for this person. */
  check?: (page: Page) => Promise<string[]>;
}

interface Link {
  path: string;
  isFile: boolean;
  /** The page that shows it. */
  from: string;
}

/** How long a page is watched after it was loaded, for what its scripts do then. */
const watchedMs = 150;

/**
 * Opens a site's first page and follows its links as somebody who wants to see one of everything:
 * next comes always the link of the kind that was followed least. A dashboard has more addresses
 * than can be visited, since its parameters go with each other.
 */
export async function crawl({
  context,
  origin,
  pagesMax,
  ignored,
  check,
}: CrawlOptions): Promise<Crawl> {
  const found: Crawl = { visited: [], seen: [], complaints: [] };
  let here = "/";
  const complain = (what: string) => found.complaints.push(`${here}: ${what}`);
  await watch(context, origin, complain);
  const page = await context.newPage();
  const links = new Map<string, Link>([["/", { path: "/", isFile: false, from: "" }]]);
  const waiting = new Set(links.keys());
  const followed = new Map<string, number>();
  while (found.visited.length < pagesMax) {
    const link = nextOf(waiting, links, followed);
    if (!link) break;
    here = link.path;
    waiting.delete(link.path);
    followed.set(kindOf(link.path), (followed.get(kindOf(link.path)) ?? 0) + 1);
    found.visited.push(link.path);
    if (link.isFile || !(await openPage(page, origin + link.path))) {
      const { status } = await askForFile(context, origin + link.path);
      if (status >= 400) complain(`${status} for a file that ${link.from} shows`);
      continue;
    }
    for (const what of (await check?.(page)) ?? []) complain(what);
    for (const next of await linksOf(page, link.path, ignored)) {
      if (links.has(next.path)) continue;
      links.set(next.path, next);
      waiting.add(next.path);
    }
  }
  await page.close();
  found.seen = [...links.keys()];
  return found;
}

/** Everything a browser can say about what went wrong, of this context's pages. */
async function watch(
  context: BrowserContext,
  origin: string,
  complain: (what: string) => void,
): Promise<void> {
  await context.addInitScript(() => {
    document.addEventListener("securitypolicyviolation", (event) => {
      console.error(`refused by ${event.effectiveDirective}: ${event.blockedURI}`);
    });
  });
  context.on("console", (message) => complain(`${message.type()}: ${message.text()}`));
  context.on("weberror", (error) => complain(String(error.error())));
  context.on("request", (request) => {
    const url = request.url();
    if (!url.startsWith(`${origin}/`) && !url.startsWith("data:")) complain(`asked ${url}`);
  });
  context.on("response", (response) => {
    if (response.status() >= 400) complain(`${response.status()} for ${response.url()}`);
  });
}

/** Opens a page and waits for its chart; false for an address that is a file. */
async function openPage(page: Page, url: string): Promise<boolean> {
  try {
    await page.goto(url);
  } catch (error) {
    if (String(error).includes("Download is starting")) return false;
    throw error;
  }
  if (await page.locator("figure-chart").count())
    await page.waitForSelector("figure-chart[data-live]", { timeout: 10_000 });
  await page.waitForTimeout(watchedMs);
  return true;
}

/** Asks as the browser would; of a file that may be long only the head is read. */
async function askForFile(context: BrowserContext, url: string): Promise<Response> {
  const cookies = await context.cookies(url);
  const cookie = cookies.map(({ name, value }) => `${name}=${value}`).join("; ");
  const response = await fetch(url, { headers: { cookie }, redirect: "manual" });
  await response.body?.cancel();
  return response;
}

/** The links of a page to this server; those in closed menus count too. */
async function linksOf(page: Page, from: string, ignored?: string): Promise<Link[]> {
  const selector = ignored ? `a[href]:not(${ignored})` : "a[href]";
  const links = await page.locator(selector).evaluateAll((anchors) =>
    (anchors as HTMLAnchorElement[])
      .filter((anchor) => anchor.origin === location.origin)
      .map((anchor) => ({
        path: anchor.pathname + anchor.search,
        isFile: anchor.hasAttribute("download"),
      })),
  );
  return links.map((link) => ({ ...link, from }));
}

function nextOf(
  waiting: ReadonlySet<string>,
  links: ReadonlyMap<string, Link>,
  followed: ReadonlyMap<string, number>,
): Link | undefined {
  let next: string | undefined;
  const timesOf = (path: string) => followed.get(kindOf(path)) ?? 0;
  for (const path of waiting) if (next === undefined || timesOf(path) < timesOf(next)) next = path;
  return next === undefined ? undefined : links.get(next);
}

/**
 * What kind of page an address is: its path, its parameters, and of its filters what they are of.
 * The pages of the help are all of one kind, else there would be time for nothing beside them.
 */
function kindOf(path: string): string {
  const url = new URL(path, "http://here.invalid");
  const names = [...url.searchParams].map(([name, value]) =>
    name === "filter" ? `filter ${value.split(":").slice(0, 2).join(":")}` : name,
  );
  const place = url.pathname.replace(/^\/docs\/.+/, "/docs/*");
  return `${place}?${[...new Set(names)].sort().join("&")}`;
}
