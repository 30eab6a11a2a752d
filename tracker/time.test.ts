import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import type { Page } from "playwright-core";
import {
  setTrackerStage,
  type TrackedSite,
  type TrackerStage,
} from "#test/support/tracker-stage.ts";

const maxMs = 60_000;
let stage: TrackerStage;

beforeAll(async () => {
  stage = await setTrackerStage();
}, maxMs);
afterAll(() => stage.end(), maxMs);

interface StagedWindow {
  setShown(isShown: boolean): void;
  setFocused(isFocused: boolean): void;
  /** How long the page was shown and focused since it was counted, by its own clock. */
  readMs(): number;
}
declare const window: StagedWindow;

/**
 * Hides, shows, blurs and focuses the page as a browser does: headless ones show and focus all
 * their tabs.
 */
function actable(): void {
  let [isShown, isFocused] = [true, true];
  let countedMs: number | undefined;
  const { fetch } = globalThis;
  const countedFetch = (...words: Parameters<typeof fetch>) => {
    countedMs ??= performance.now();
    return fetch(...words);
  };
  Object.defineProperty(document, "hidden", { get: () => !isShown });
  Object.defineProperty(document, "hasFocus", { value: () => isShown && isFocused });
  // From the page's own beginning, by which its clock goes: this script may come much later.
  let [sumMs, sinceMs] = [0, 0];
  const bank = () => {
    const nowMs = performance.now();
    if (isShown && isFocused) sumMs += nowMs - sinceMs;
    sinceMs = nowMs;
  };
  Object.assign(window, {
    fetch: countedFetch,
    readMs: () => {
      bank();
      return sumMs - (countedMs ?? 0);
    },
    setShown: (value: boolean) => {
      bank();
      isShown = value;
      document.dispatchEvent(new Event("visibilitychange", { bubbles: true }));
    },
    setFocused: (value: boolean) => {
      bank();
      isFocused = value;
      dispatchEvent(new Event(value ? "focus" : "blur"));
    },
  });
}

const show = (page: Page, isShown: boolean) =>
  page.evaluate((value) => window.setShown(value), isShown);
const focus = (page: Page, isFocused: boolean) =>
  page.evaluate((value) => window.setFocused(value), isFocused);

/** Goes to another page; how long the one before was read when it was left, however late that was. */
async function leaveFor(page: Page, url: string): Promise<number> {
  await page.evaluate(() =>
    addEventListener("pagehide", () => {
      sessionStorage.setItem("read-ms", String(window.readMs()));
    }),
  );
  await page.goto(url);
  return await page.evaluate(() => Number(sessionStorage.getItem("read-ms")));
}

async function engagedOf(site: TrackedSite): Promise<number> {
  return Math.max(...(await site.rows()).map(({ engaged_ms }) => engaged_ms));
}

describe.concurrent("the time on a page", () => {
  test("is that of a reader who hides the page, looks elsewhere and comes back", async () => {
    const site = await stage.site({ pages: { "/": "", "/two": "" } });
    const { page } = await site.visit("/", actable);
    const [view] = await site.take(1);
    await page.mouse.move(10, 10);
    await page.waitForTimeout(2_300);
    await page.mouse.move(20, 20);
    await page.waitForTimeout(700);
    await show(page, false);
    await page.waitForTimeout(1_600);
    await show(page, true);
    await page.waitForTimeout(1_900);
    await focus(page, false);
    await page.waitForTimeout(2_400);
    await focus(page, true);
    await page.waitForTimeout(1_300);
    await show(page, false);
    await focus(page, false);
    await page.waitForTimeout(800);
    await show(page, true);
    await page.waitForTimeout(700);
    await focus(page, true);
    await page.waitForTimeout(1_500);
    // The page looks at its clock from when the view is sent, which had begun a little before.
    const engagedMs = (view?.a ?? 0) + (await leaveFor(page, `${site.origin}/two`));
    const messages = await site.take(4);
    const told = Math.max(...messages.map(({ e }) => e));
    console.log(`engaged for ${Math.round(engagedMs)} ms, told as ${told} ms`);
    expect(Math.abs(told - engagedMs)).toBeLessThan(1_000);
    expect(await engagedOf(site)).toBe(told);
    // Each is told when the page is hidden, and nothing twice.
    const beats = messages.filter(({ t }) => t === "b").map(({ e }) => e);
    expect(beats).toEqual([...new Set(beats)].sort((a, b) => a - b));
    expect(beats.length).toBeLessThanOrEqual(3);
    for (const { a, e } of messages) expect(e).toBeLessThanOrEqual(a + 99);
  }, 60_000);

  test("is counted from the beginning, whether or not the mouse is moved", async () => {
    const site = await stage.site({ pages: { "/": "", "/two": "" } });
    const { page } = await site.visit("/", actable);
    const [view] = await site.take(1);
    await page.waitForTimeout(2_500);
    const openMs = (view?.a ?? 0) + (await leaveFor(page, `${site.origin}/two`));
    await site.take(2);
    expect(Math.abs((await engagedOf(site)) - openMs)).toBeLessThan(1_000);
  }, 60_000);

  test("in a tab that lies behind another is not counted", async () => {
    const site = await stage.site({ pages: { "/": "" } });
    const { page, context } = await site.visit("/");
    await site.take(1);
    const sinceMs = await page.evaluate(() => performance.now());
    const session = await context.newCDPSession(page);
    await session.send("Emulation.setFocusEmulationEnabled", { enabled: false });
    const other = await context.newPage();
    await other.bringToFront();
    if (!stage.isShell) await page.waitForFunction(() => !document.hasFocus());
    await page.waitForTimeout(8_000);
    await page.bringToFront();
    await page.waitForFunction(() => document.hasFocus());
    await page.waitForTimeout(1_500);
    const openMs = await page.evaluate(() => performance.now());
    await page.close();
    const told = Math.max(...(await site.take(1)).map(({ e }) => e));
    expect(told).toBeGreaterThan(1_000);
    // In a shell no tab ever lies behind another: all of the time counts.
    if (stage.isShell) expect(told).toBeGreaterThan(openMs - sinceMs - 1_000);
    else expect(told).toBeLessThan(openMs - 3_000);
  }, 60_000);

  test("is told every 30 s, and no more than two minutes after the last sign of life", async () => {
    // The first page has no script, and nothing to say when it is left.
    const bare = () => new Response("");
    const site = await stage.site({ pages: { "/": "", "/bare": bare } });
    const { page } = await site.visit("/bare", actable);
    await page.clock.install();
    await page.goto(`${site.origin}/`);
    await page.clock.runFor(200);
    await site.take(1);
    await page.mouse.move(10, 10);
    for (let second = 0; second < 300; second += 10) await page.clock.runFor(10_000);
    const beats = (await site.take(4)).toSorted((a, b) => a.k - b.k);
    const told = beats.map(({ t, e }) => [t, Math.round(e / 1_000)]);
    expect(told.map(([t]) => t)).toEqual(["b", "b", "b", "b"]);
    for (const [at, [, seconds]] of told.entries())
      expect(Math.abs((seconds as number) - (at + 1) * 30)).toBeLessThanOrEqual(2);
    // Whoever is back reads on.
    await page.mouse.move(30, 30);
    await page.clock.runFor(40_000);
    expect((await site.take(1)).map(({ t }) => t)).toEqual(["b"]);
  }, 60_000);

  test("goes on while a film with sound plays, and not for a silent background", async () => {
    const film = `<video id="film" src="/film" muted loop></video>`;
    const site = await stage.site({ pages: { "/": film, "/loop": film } });
    const play = async (path: string, isMuted: boolean) => {
      const { page, context } = await site.visit(path, actable);
      await page.clock.install();
      await page.goto(`${site.origin}${path}?again`);
      await page.clock.runFor(200);
      await page.mouse.move(10, 10);
      await page.evaluate((muted) => {
        const element = document.querySelector("video") as HTMLVideoElement;
        element.muted = muted;
        // No film is long enough for a test: the event that tells of its going on is what counts.
        setInterval(() => element.dispatchEvent(new Event("timeupdate")), 250);
      }, isMuted);
      for (let minute = 0; minute < 4; minute++) await page.clock.runFor(60_000);
      // What is on its way would end with the tab.
      let answered = -1;
      while (answered !== site.statuses().length) {
        answered = site.statuses().length;
        await Bun.sleep(2_000);
      }
      await context.close();
    };
    await play("/", false);
    await play("/loop", true);
    const rows = await site.rows();
    const longest = (path: string) =>
      Math.max(...rows.filter((row) => row.path === path).map(({ engaged_ms }) => engaged_ms));
    expect(longest("/")).toBeGreaterThan(200_000);
    expect(longest("/loop")).toBeLessThan(125_000);
  }, 60_000);

  test("belongs to the page on which it was spent", async () => {
    const site = await stage.site({ pages: { "/": "", "/two": "" } });
    const { page } = await site.visit("/", actable);
    await site.take(1);
    await page.mouse.move(10, 10);
    await page.waitForTimeout(5_000);
    const pushedMs = await page.evaluate(() => {
      history.pushState(0, "", "/short");
      return window.readMs();
    });
    await page.mouse.move(20, 20);
    await page.waitForTimeout(4_000);
    const leftMs = await leaveFor(page, `${site.origin}/two`);
    await site.take(4);
    const spent = new Map((await site.rows()).map(({ path, engaged_ms }) => [path, engaged_ms]));
    // The address is looked at once a second.
    expect(Math.abs((spent.get("/") ?? 0) - pushedMs)).toBeLessThan(2_000);
    expect(Math.abs((spent.get("/short") ?? 0) - (leftMs - pushedMs))).toBeLessThan(2_000);
  }, 60_000);
});

describe.concurrent("the depth of a page", () => {
  test("is that of the pixels seen, of the page as it is when it is told", async () => {
    const site = await stage.site({
      pages: { "/": `<div id="long" style="height:4000px"></div>`, "/two": "" },
    });
    const { page } = await site.visit("/");
    const [view] = await site.take(1);
    const { height } = page.viewportSize() ?? { height: 0 };
    expect(view?.y).toBeWithin(Math.floor((height / 4_100) * 100), 20);
    await page.mouse.wheel(0, 2_000);
    await page.waitForFunction(() => scrollY > 1_900);
    await page.waitForTimeout(1_300);
    await page.mouse.wheel(0, -2_000);
    // What is loaded late makes the page longer, and what was seen of it less.
    await page.evaluate(() => {
      document.querySelector<HTMLElement>("#long")?.style.setProperty("height", "8000px");
    });
    await page.waitForTimeout(300);
    await page.goto(`${site.origin}/two`);
    const beat = (await site.take(2)).find(({ t }) => t === "b");
    expect(beat?.y).toBeWithin(30, 38);
    expect(
      Math.max(...(await site.rows()).map(({ path, scroll }) => (path === "/" ? scroll : 0))),
    ).toBe(beat?.y as number);
  }, 60_000);
});
