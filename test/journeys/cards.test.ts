import { describe, expect, test } from "bun:test";
import type { Page } from "playwright-core";
import { settleProjections } from "#src/stats/project/settle.ts";
import { objectionsOf } from "#test/support/axe.ts";
import { demoPath, hasDrawn, panel, stageDashboard, tile } from "#test/support/dashboard-stage.ts";
import { eventIn, storeEvents } from "#test/support/events.ts";

const testMaxMs = 60_000;

// The demo has its letters and adverts by the calendar: in most months there are none of the latter.
const stage = stageDashboard(async ({ database: { work }, siteId: site_id }) => {
  const [{ zone = "" } = {}] = await work<{ zone: string }[]>`
    select time_zone as zone from sites where id = ${site_id}
  `;
  const ts = new Date(Date.now() - 3 * 86_400_000).toISOString();
  const views = ["cpc", "email"].map((utm_medium, at) =>
    eventIn(zone, { site_id, ts, visitor: 396_101 + at, utm_medium, utm_campaign: "all-year" }),
  );
  await storeEvents(work, views);
  await settleProjections(work);
});

const without = { javaScriptEnabled: false };
const numberOf = (text: string | null) => Number(text?.replace(/\D/g, ""));
const exactly = async (page: Page, name: string) =>
  numberOf(await tile(page, name).locator(".tile-value").getAttribute("title"));
const names = (page: Page, card: string) =>
  panel(page, card).locator(".ranking-name").allInnerTexts();

describe("the hours of the week", () => {
  test.each([{}, without])(
    "are a table of seven days by 24 hours, with %o, whose sum is the visitors by hours",
    (options) =>
      stage.visit(
        `${demoPath}?period=7d`,
        async (page) => {
          const card = panel(page, "hours");
          expect(await card.locator("tbody tr").count()).toBe(7);
          expect(await card.locator("tbody th").allInnerTexts()).toEqual(
            "Mon Tue Wed Thu Fri Sat Sun".split(" "),
          );
          const cells = card.locator("tbody td");
          expect(await cells.count()).toBe(7 * 24);
          const counts = (await cells.allTextContents()).map(numberOf);
          const file = await page.request.get(
            new URL((await card.locator("a").getAttribute("href")) ?? "", page.url()).href,
          );
          const [, ...rows] = (await file.text()).trim().split("\r\n");
          expect(counts).toEqual(rows.map((row) => Number(row.split(",")[2])));
          const greatest = Math.max(...counts);
          expect(greatest).toBeGreaterThan(0);
          const darkest = cells.nth(counts.indexOf(greatest));
          expect(await darkest.getAttribute("class")).toBe("heat-6");
          expect(await darkest.getAttribute("title")).toMatch(
            new RegExp(`^[A-Z][a-z]+day, \\d\\d:00: ${greatest} visitors$`),
          );
          expect(await card.locator(".heat-foot").textContent()).toContain(
            (await darkest.getAttribute("title")) ?? "?",
          );
          expect(await card.locator(".heat-0").count()).toBe(
            counts.filter((count) => count === 0).length + 1,
          );
        },
        options,
      ),
    testMaxMs,
  );

  test.each([320, 360])(
    "can be read on a phone %i px wide",
    (width) =>
      stage.visit(
        demoPath,
        async (page) => {
          const table = await panel(page, "hours").locator("table").boundingBox();
          expect(table!.x + table!.width).toBeLessThanOrEqual(width);
          const last = await panel(page, "hours").locator("tbody td").last().boundingBox();
          expect(last!.x + last!.width).toBeLessThanOrEqual(width);
          expect(last!.width).toBeGreaterThan(7);
          // Labels that are shown do not run into each other.
          const labels = await panel(page, "hours")
            .locator("thead th > span:not(.sr-only)")
            .evaluateAll((all) =>
              all
                .filter((one) => getComputedStyle(one).clipPath === "none")
                .map((one) => {
                  const range = document.createRange();
                  range.selectNodeContents(one);
                  const { left, right } = range.getBoundingClientRect();
                  return { left, right };
                }),
            );
          expect(labels).toHaveLength(4);
          for (const [at, { left }] of labels.entries())
            if (at > 0) expect(left).toBeGreaterThan(labels[at - 1]?.right ?? 0);
        },
        { viewport: { width, height: 700 }, isMobile: true },
      ),
    testMaxMs,
  );

  test(
    "obey the filters, say so when nobody came, and are not there in realtime",
    async () => {
      const sum = async (page: Page) =>
        (await panel(page, "hours").locator("tbody td").allTextContents())
          .map(numberOf)
          .reduce((all, one) => all + one, 0);
      let all = 0;
      await stage.visit(demoPath, async (page) => {
        all = await sum(page);
        await panel(page, "places").locator(".ranking a").first().click();
        await page.waitForSelector(".pill");
        const french = await sum(page);
        expect(french).toBeGreaterThan(0);
        expect(french).toBeLessThan(all);
      });
      await stage.visit(`${demoPath}?filter=path:is:/nowhere`, async (page) => {
        expect(await panel(page, "hours").textContent()).toContain("Nothing in this period.");
      });
      await stage.visit(`${demoPath}?period=live`, async (page) => {
        expect(await panel(page, "hours").count()).toBe(0);
      });
    },
    testMaxMs,
  );
});

describe("conversions", () => {
  test(
    "are a tile that adds up the kinds of actions which are one, and a curve",
    () =>
      stage.visit(demoPath, async (page) => {
        await hasDrawn(page);
        const rows = await panel(page, "actions").locator("tbody tr").allInnerTexts();
        const wanted = ["Phone calls", "E-mails", "Forms", "Calls to action", "Custom events"];
        const sum = rows
          .map((row) => row.split(/\s*[\n\t]\s*/))
          .filter(([name = ""]) => wanted.includes(name))
          .reduce((all, [, count = ""]) => all + numberOf(count), 0);
        expect(await exactly(page, "Conversions")).toBe(sum);
        expect(await tile(page, "Conversions").textContent()).toContain("was");
        await tile(page, "Conversions").click();
        await page.waitForURL("**?metric=conversions");
        await page.waitForSelector('.tile[aria-current]:has-text("Conversions")');
        await hasDrawn(page);
        const points = await page.locator(".chart-table tbody td:nth-child(2)").allTextContents();
        expect(points.map(numberOf).reduce((all, one) => all + one, 0)).toBe(sum);
      }),
    testMaxMs,
  );

  test(
    "add up by the hour too, with a filter and without JavaScript",
    () =>
      stage.visit(
        `${demoPath}?period=yesterday&filter=device:is-not:tv`,
        async (page) => {
          await tile(page, "Conversions").click();
          await page.waitForURL(/metric=conversions/);
          const points = await page.locator(".chart-table tbody td:nth-child(2)").allTextContents();
          expect(points.length).toBeGreaterThanOrEqual(23);
          expect(points.map(numberOf).reduce((all, one) => all + one, 0)).toBe(
            await exactly(page, "Conversions"),
          );
        },
        without,
      ),
    testMaxMs,
  );
});

describe("what a tab leads to", () => {
  test.each([{}, without])(
    "the five fields of campaigns, with %o",
    (options) =>
      stage.visit(
        demoPath,
        async (page) => {
          const card = panel(page, "sources");
          expect(await card.locator(".tab-parts").count()).toBe(0);
          await card.getByRole("link", { name: "Campaigns" }).click();
          await page.waitForURL("**?sources=campaigns");
          const parts = card.locator(".tab-parts a");
          await parts.first().waitFor();
          expect(await parts.allInnerTexts()).toEqual(
            "Campaign Source Medium Term Content".split(" "),
          );
          await card.locator(".tab-parts").getByRole("link", { name: "Medium" }).click();
          await page.waitForURL("**?sources=campaign-mediums");
          await card.locator('.tab-parts [aria-current]:has-text("Medium")').waitFor();
          expect(await card.locator(".tabs [aria-current]").textContent()).toBe("Campaigns");
          expect((await names(page, "sources")).sort()).toEqual(["cpc", "email"]);
          await card.locator(".ranking a").first().click();
          await page.waitForURL(/filter=utm_medium/);
          await page.waitForSelector(".pill");
          expect(await page.locator(".pill").textContent()).toContain("Campaign medium");
        },
        options,
      ),
    testMaxMs,
  );

  test.each([{}, without])(
    "screens, and the versions of the one browser that is filtered, with %o",
    (options) =>
      stage.visit(
        `${demoPath}?devices=screens`,
        async (page) => {
          expect((await names(page, "devices"))[0]).toMatch(/^\d+x\d+$/);
          const card = panel(page, "devices");
          await card.getByRole("link", { name: "Browsers" }).click();
          await page.waitForURL("**?devices=browsers");
          await card.locator('.ranking-name:has-text("Firefox")').click();
          await page.waitForURL(/filter=browser/);
          await page.waitForSelector(".pill");
          const versions = await names(page, "devices");
          expect(versions.length).toBeGreaterThan(1);
          for (const version of versions) expect(version).toMatch(/^[\d.]+$/);
          await card.locator(".ranking a").first().click();
          await page.waitForURL(/browser_version/);
          await page.waitForFunction(() => document.querySelectorAll(".pill").length === 2);
          expect(await names(page, "devices")).toEqual(versions.slice(0, 1));
        },
        options,
      ),
    testMaxMs,
  );

  test.each([{}, without])(
    "the properties of the one event that is filtered, with %o",
    (options) =>
      stage.visit(
        `${demoPath}?actions=events`,
        async (page) => {
          const card = panel(page, "actions");
          await card.locator('.ranking-name:has-text("purchase")').click();
          await page.waitForURL(/filter=event/);
          await page.waitForSelector(".pill");
          const properties = await names(page, "actions");
          expect(properties.length).toBeGreaterThan(1);
          for (const property of properties) expect(property).toMatch(/^(items|total): \d+/);
          expect(await card.locator("thead").textContent()).toContain("Visitors");
          const first = card.locator("tbody tr").first();
          const visitors = numberOf(await first.locator("td").nth(1).textContent());
          await first.locator("a").click();
          await page.waitForURL(/prop/);
          await page.waitForFunction(() => document.querySelectorAll(".pill").length === 2);
          expect(await exactly(page, "Visitors")).toBe(visitors);
        },
        options,
      ),
    testMaxMs,
  );

  test(
    "an event without properties leaves the names as they are",
    () =>
      stage.visit(`${demoPath}?actions=events&filter=event:is:newsletter`, async (page) => {
        expect(await names(page, "actions")).toContain("newsletter");
      }),
    testMaxMs,
  );
});

describe("the card of who is on the site now", () => {
  test(
    "has a file of what it shows",
    () =>
      // Of the demo's own visitors one may leave at any moment, between the card and the file, too.
      stage.visit(`${demoPath}?period=live&filter=hostname:is:shop.example`, async (page) => {
        const card = panel(page, "now");
        await stage.storeVisit(stage.siteId, 396_001);
        await card.locator("tbody td").first().waitFor({ timeout: 20_000 });
        const path = await card.locator(".panel-export").getAttribute("href");
        const file = await page.request.get(`${stage.origin}${path}`);
        const rows = (await file.text()).trim().split("\r\n");
        expect(rows.find((row) => row.startsWith("exit_path,/,"))).toBeDefined();
        const seen = await card.locator("tbody td").allInnerTexts();
        expect(rows.map((row) => row.split(",").at(-1))).toEqual(expect.arrayContaining(seen));
      }),
    testMaxMs,
  );
});

const shownShares = (page: Page, card: string) =>
  panel(page, card)
    .locator("tbody tr")
    .evaluateAll((rows) =>
      rows.flatMap((row, at) => {
        const share = row.querySelector("td:nth-child(3) > *");
        return share && getComputedStyle(share).opacity === "1" ? [at] : [];
      }),
    );

describe("the share of a row", () => {
  test(
    "is seen of the row that is pointed at or has the focus, and nothing moves",
    () =>
      stage.visit(demoPath, async (page) => {
        await hasDrawn(page);
        const card = panel(page, "sources");
        const places = () =>
          card.locator("tbody :is(.ranking-name > span, td:nth-child(2))").evaluateAll((all) =>
            all.map((one) => {
              const { x, y } = one.getBoundingClientRect();
              return [x, y];
            }),
          );
        await card.scrollIntoViewIfNeeded();
        const before = await places();
        expect(await shownShares(page, "sources")).toEqual([]);
        await card.locator("tbody tr").nth(2).hover();
        expect(await shownShares(page, "sources")).toEqual([2]);
        expect(await places()).toEqual(before);
        const [number, share] = await card.locator("tbody tr").nth(2).locator("td").all();
        expect(await share?.textContent()).toMatch(/^[\d.]+%$/);
        // It ends where the cell of the number begins.
        const own = await share?.locator("> *").boundingBox();
        expect(own!.x + own!.width).toBeCloseTo((await number?.boundingBox())!.x, 0);
        await page.mouse.move(2, 2);
        await card.locator("tbody a").nth(3).focus();
        await page.keyboard.press("Tab");
        expect(await shownShares(page, "sources")).toEqual([4]);
        // Whoever hears the page hears that of every row, under its head.
        expect(await card.getByRole("cell", { name: /%$/ }).count()).toBe(9);
        expect(await card.getByRole("columnheader", { name: "Share" }).count()).toBe(1);
        expect(await objectionsOf(page)).toEqual([]);
        await page.emulateMedia({ media: "print" });
        expect((await shownShares(page, "sources")).length).toBe(9);
      }),
    testMaxMs,
  );

  test(
    "leaves its room to the names on a phone, and how many did something is seen all the same",
    () =>
      stage.visit(
        demoPath,
        async (page) => {
          const name = panel(page, "sources").getByText("Direct or unknown", { exact: true });
          expect(await name.evaluate((one) => one.scrollWidth <= one.clientWidth)).toBe(true);
          expect(await shownShares(page, "sources")).toEqual([]);
          await page.goto(`${stage.origin}${demoPath}?actions=events&filter=event:is:purchase`);
          const rows = await panel(page, "actions").locator("tbody tr").count();
          expect(await shownShares(page, "actions")).toHaveLength(rows);
        },
        { viewport: { width: 320, height: 700 }, isMobile: true, hasTouch: true },
      ),
    testMaxMs,
  );
});

describe("the tabs of a card on a phone", () => {
  const phone = { viewport: { width: 320, height: 700 }, isMobile: true, hasTouch: true };
  const edges = (page: Page, row: string) =>
    panel(page, "sources")
      .locator(row)
      .evaluate((one) => {
        const style = getComputedStyle(one);
        return ["--edge-before", "--edge-after"].map(
          (name) => Number.parseFloat(style.getPropertyValue(name)) > 0,
        );
      });
  const isInView = (page: Page, row: string) =>
    panel(page, "sources")
      .locator(`${row} [aria-current]`)
      .evaluate((one) => {
        const { left, right } = one.getBoundingClientRect();
        const frame = one.parentElement!.getBoundingClientRect();
        return left >= frame.left && right <= frame.right + 1;
      });

  test(
    "fade towards an edge while there are more beyond it, and nowhere on a desktop",
    async () => {
      await stage.visit(demoPath, async (page) => {
        expect(await edges(page, ".tabs")).toEqual([false, false]);
      });
      for (const reducedMotion of ["no-preference", "reduce"] as const)
        await stage.visit(
          demoPath,
          async (page) => {
            // How far it is scrolled is known from the first frame on.
            await page.waitForFunction(() => {
              const style = getComputedStyle(document.querySelector("#panel-sources .tabs")!);
              return style.getPropertyValue("--edge-after") !== "0px";
            });
            expect(await edges(page, ".tabs")).toEqual([false, true]);
            await panel(page, "sources")
              .locator(".tabs")
              .evaluate((one) => one.scrollTo(999, 0));
            await page.waitForFunction(() => {
              const style = getComputedStyle(document.querySelector("#panel-sources .tabs")!);
              return style.getPropertyValue("--edge-after") === "0px";
            });
            expect(await edges(page, ".tabs")).toEqual([true, false]);
          },
          { ...phone, locale: "fr-FR", reducedMotion },
        );
    },
    testMaxMs,
  );

  test(
    "show the current one, in both rows, after a reload and after a tap",
    () =>
      stage.visit(
        `${demoPath}?sources=campaign-contents`,
        async (page) => {
          expect(await isInView(page, ".tabs")).toBe(true);
          expect(await isInView(page, ".tab-parts")).toBe(true);
          expect(await page.evaluate(() => scrollY)).toBe(0);
          await panel(page, "sources").locator(".tabs a").first().click();
          await page.waitForURL((url) => !url.searchParams.has("sources"));
          await panel(page, "sources").locator(".tabs a:first-child[aria-current]").waitFor();
          expect(await isInView(page, ".tabs")).toBe(true);
          await panel(page, "sources").getByRole("link", { name: "Campagnes" }).click();
          await panel(page, "sources").locator(".tab-parts").waitFor();
          expect(await isInView(page, ".tabs")).toBe(true);
        },
        { ...phone, locale: "fr-FR" },
      ),
    testMaxMs,
  );
});
