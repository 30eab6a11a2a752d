import type { Page } from "playwright-core";
import { medianOf, quartilesOf } from "./figures.ts";
import type { TrackedSite, TrackerStage } from "./tracker-stage.ts";

/** What a page costs its visitor. Units: ms. */
interface PageCost {
  /** When the largest element was painted. */
  lcp: number;
  /** How long tasks blocked the page beyond 50 ms each. */
  tbt: number;
  /** Processor time of the main thread in scripts. */
  script: number;
}

/** Medians of the runs, and how far apart runs of the same page are. Units: ms. */
export interface TrackerCost {
  lcp_without_ms: number;
  lcp_with_ms: number;
  lcp_noise_ms: number;
  tbt_without_ms: number;
  tbt_with_ms: number;
  tbt_noise_ms: number;
  /** All that the main thread does in the script, the browser's work for its request included. */
  main_thread_ms: number;
  /** The same without what any script costs that reads a flag from storage and sends one request. */
  own_main_thread_ms: number;
}

const observedMs = 500;
/** A frame: nobody sees less, and no clock of a browser is finer. */
const frameMs = 17;

const text = `<h1 style="font-size:40px">A shop with a long name</h1>
  ${"<p>Fresh bread, every day but Monday, from the oven at the corner.</p>".repeat(300)}`;

/** A page like many, with scripts of its own that take a while. */
const busyPage = `${text}
  <script>
    const busy = (ms) => { const end = performance.now() + ms; while (performance.now() < end); };
    busy(20);
    setTimeout(() => busy(80), 150);
    setTimeout(() => busy(60), 300);
  </script>`;

/** The least that a script can do which counts a visit and can be switched off. */
const reference = `
  let isOff;
  try { isOff = localStorage.tracker; } catch {}
  if (!isOff) setTimeout(() => fetch("/least", {
    method: "POST", keepalive: true, credentials: "omit", body: JSON.stringify({ u: location.href }),
  }).catch(() => {}), 99);`;

/** Opens a page with the script, without and with the least one, in turns: they share the machine. */
export async function measureTrackerCost(stage: TrackerStage, runs: number): Promise<TrackerCost> {
  const least = () => new Response(reference, { headers: { "content-type": "text/javascript" } });
  const leastPages = { "/least.js": least, "/least": () => new Response(null, { status: 202 }) };
  const sites = {
    without: await stage.site({ head: () => "", pages: { "/": busyPage } }),
    with: await stage.site({ pages: { "/": busyPage } }),
    // Its own scripts would hide what ours takes.
    calm: await stage.site({ pages: { "/": text } }),
    least: await stage.site({
      head: () => `<script defer src="/least.js"></script>`,
      pages: { "/": text, ...leastPages },
    }),
  };
  const costs = Object.fromEntries(
    Object.keys(sites).map((name) => [name, []]),
  ) as unknown as Record<keyof typeof sites, PageCost[]>;
  // The first of each warms the browser up, and is not counted.
  for (let run = 0; run <= runs; run++)
    for (const name of Object.keys(sites) as (keyof typeof sites)[]) {
      const cost = await openPage(stage, sites[name]);
      if (run > 0) costs[name].push(cost);
    }
  const column = (name: keyof typeof sites, of: keyof PageCost) =>
    costs[name].map((cost) => cost[of]);
  const median = (name: keyof typeof sites, of: keyof PageCost) => medianOf(column(name, of));
  const noise = (of: "lcp" | "tbt") =>
    Math.max(frameMs, spread(column("with", of)), spread(column("without", of)));
  const inScript = median("calm", "script");
  return {
    lcp_without_ms: median("without", "lcp"),
    lcp_with_ms: median("with", "lcp"),
    lcp_noise_ms: noise("lcp"),
    tbt_without_ms: median("without", "tbt"),
    tbt_with_ms: median("with", "tbt"),
    tbt_noise_ms: noise("tbt"),
    main_thread_ms: Number(inScript.toFixed(2)),
    own_main_thread_ms: Number((inScript - median("least", "script")).toFixed(2)),
  };
}

function spread(figures: number[]): number {
  const [low, high] = quartilesOf(figures);
  return high - low;
}

async function openPage(stage: TrackerStage, site: TrackedSite): Promise<PageCost> {
  const context = await stage.browser.newContext();
  const page = await context.newPage();
  const session = await context.newCDPSession(page);
  // The thread's own time, without that in which others had the processor.
  await session.send("Performance.enable", { timeDomain: "threadTicks" });
  await page.goto(`${site.origin}/`);
  await page.waitForTimeout(observedMs);
  const { metrics } = await session.send("Performance.getMetrics");
  const script = metrics.find(({ name }) => name === "ScriptDuration");
  if (!script) throw new Error("the browser does not say what its scripts take");
  const paint = await readPaint(page);
  await context.close();
  return { ...paint, script: script.value * 1_000 };
}

async function readPaint(page: Page): Promise<{ lcp: number; tbt: number }> {
  const read = (type: string, patienceMs: number) =>
    page.evaluate(
      ([entryType, ms]) =>
        new Promise<{ startTime: number; duration: number }[]>((resolve) => {
          const observer = new PerformanceObserver((list) => {
            resolve(list.getEntries().map(({ startTime, duration }) => ({ startTime, duration })));
          });
          observer.observe({ type: entryType, buffered: true });
          setTimeout(() => resolve([]), ms);
        }),
      [type, patienceMs] as const,
    );
  // Every page is painted, however late; not every one has a long task.
  const largest = (await read("largest-contentful-paint", 10_000)).at(-1);
  const tasks = await read("longtask", 100);
  if (!largest) throw new Error("the browser has painted nothing");
  const tbt = tasks.reduce((sum, { duration }) => sum + Math.max(duration - 50, 0), 0);
  return { lcp: largest.startTime, tbt };
}
