import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import type { Page } from "playwright-core";
import {
  type DashboardStage,
  demoPath,
  panel,
  setDashboardStage,
} from "#test/support/dashboard-stage.ts";

const setUpMaxMs = 90_000;
const testMaxMs = 60_000;
const mapPath = `${demoPath}?places=map`;

let stage: DashboardStage;
let axe: string;

beforeAll(async () => {
  axe = await Bun.file(Bun.resolveSync("axe-core/axe.min.js", import.meta.dir)).text();
  stage = await setDashboardStage();
}, setUpMaxMs);

afterAll(() => stage?.stop(), setUpMaxMs);

const filtersOf = (page: Page) => new URL(page.url()).searchParams.getAll("filter");
const country = (page: Page, name: string) =>
  panel(page, "places").getByRole("link", { name: new RegExp(`^${name}\\b.*(visitor|visiteur)`) });

describe("the map of the Places card", () => {
  test(
    "opens by its tab, and a click on a country filters all of the page by it",
    () =>
      stage.visit(demoPath, async (page) => {
        // Who did not ask for it does not load it.
        expect(await page.locator(".map").count()).toBe(0);
        await panel(page, "places").getByRole("link", { name: "Map", exact: true }).click();
        await page.waitForSelector(".map-world");
        expect(new URL(page.url()).searchParams.get("places")).toBe("map");
        const belgium = country(page, "Belgium");
        expect(await belgium.locator("title").textContent()).toMatch(/^Belgium: [\d,]+ visitors\n/);
        await belgium.locator("path").click();
        await page.waitForSelector(".pill");
        expect(filtersOf(page)).toEqual(["country:is:BE"]);
        expect(await page.locator(".map-country").count()).toBe(1);
        expect(await page.locator(".map-rest path").count()).toBeGreaterThan(170);
        await page.goBack();
        await page.waitForFunction(() => document.querySelectorAll(".map-country").length > 20);
        await belgium.locator("path").click({ modifiers: ["Alt"] });
        await page.waitForSelector(".pill");
        expect(filtersOf(page)).toEqual(["country:is-not:BE"]);
        expect(await belgium.count()).toBe(0);
      }),
    testMaxMs,
  );

  test(
    "the keyboard reaches each country with visitors, the leading one first, and no other",
    () =>
      stage.visit(mapPath, async (page) => {
        await panel(page, "places").locator(".panel-export").focus();
        await page.keyboard.press("Tab");
        const focused = () =>
          page.evaluate(() => document.activeElement?.getAttribute("aria-label"));
        expect(await focused()).toMatch(/^France: /);
        await page.keyboard.press("Tab");
        expect(await focused()).toMatch(/^United Kingdom: /);
        expect(await page.locator(".map-rest [href], .map-rest [tabindex]").count()).toBe(0);
        await page.keyboard.press("Enter");
        await page.waitForSelector(".pill");
        expect(filtersOf(page)).toEqual(["country:is:GB"]);
      }),
    testMaxMs,
  );

  test(
    "without JavaScript it is the same map, with the whole table behind it",
    () =>
      stage.visit(
        mapPath,
        async (page) => {
          await page.click(".map-table summary");
          const rows = page.locator(".map-table tbody tr");
          expect(await rows.count()).toBeGreaterThan(20);
          expect(await rows.filter({ hasText: "Unknown" }).count()).toBe(1);
          await country(page, "France").locator("path").click();
          await page.waitForURL(/filter=/);
          expect(filtersOf(page)).toEqual(["country:is:FR"]);
        },
        { javaScriptEnabled: false },
      ),
    testMaxMs,
  );

  test.each([
    { colorScheme: "light", locale: "en-GB", width: 1280 },
    { colorScheme: "dark", locale: "fr-FR", width: 1280 },
    { colorScheme: "light", locale: "fr-FR", width: 360 },
    { colorScheme: "dark", locale: "en-GB", width: 320 },
  ] as const)(
    "axe has nothing against it: $colorScheme, in $locale, $width px wide",
    ({ width, ...look }) =>
      stage.visit(
        mapPath,
        async (page) => {
          const box = await page.locator(".map-world").boundingBox();
          const frame = await panel(page, "places").boundingBox();
          expect(box?.width ?? 0).toBeGreaterThan(width < 500 ? 200 : 400);
          expect(box?.width ?? 0).toBeLessThan(frame?.width ?? 0);
          await page.click(".map-table summary");
          expect(await objectionsOf(page, axe)).toEqual([]);
        },
        { ...look, viewport: { width, height: 800 }, isMobile: width < 500 },
      ),
    testMaxMs,
  );
});

describe("the shades of the map", () => {
  test.each(["light", "dark"] as const)(
    "differ from step to step, and the palest from countries without visitors: %s",
    (colorScheme) =>
      stage.visit(
        mapPath,
        async (page) => {
          const lights = await page.evaluate(() => {
            const canvas = document.createElement("canvas").getContext("2d", {
              willReadFrequently: true,
            })!;
            const lightOf = (name: string) => {
              const one = document.querySelector(name)!;
              canvas.fillStyle = getComputedStyle(one).fill;
              canvas.fillRect(0, 0, 1, 1);
              const [red = 0, green = 0, blue = 0] = [...canvas.getImageData(0, 0, 1, 1).data].map(
                (byte) => (byte <= 10 ? byte / 3294.6 : ((byte / 255 + 0.055) / 1.055) ** 2.4),
              );
              return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
            };
            const steps = [1, 2, 3, 4, 5].map((step) => lightOf(`.map-swatch .map-step-${step}`));
            return [lightOf(".map-rest path"), ...steps];
          });
          const contrasts = lights.slice(1).map((light, at) => {
            const before = lights[at] ?? 0;
            return (Math.max(light, before) + 0.05) / (Math.min(light, before) + 0.05);
          });
          expect(contrasts).toHaveLength(5);
          for (const contrast of contrasts) expect(contrast).toBeGreaterThan(1.3);
        },
        { colorScheme },
      ),
    testMaxMs,
  );
});

describe("the flags", () => {
  test(
    "are small files of our own that a browser keeps, and there before they are needed",
    () =>
      stage.visit(demoPath, async (page) => {
        const flags = panel(page, "places").locator("img.flag");
        await flags.last().scrollIntoViewIfNeeded();
        expect(await flags.count()).toBe(9);
        await page.waitForFunction(() =>
          [...document.querySelectorAll<HTMLImageElement>("img.flag")].every(
            ({ complete, naturalWidth }) => complete && naturalWidth > 0,
          ),
        );
        const src = (await flags.first().getAttribute("src")) ?? "";
        expect(src).toMatch(/^\/assets\/flag-fr\.svg\?v=[0-9a-f]{16}$/);
        const response = await page.request.get(stage.origin + src);
        expect(response.headers()["content-type"]).toBe("image/svg+xml");
        expect(response.headers()["cache-control"]).toContain("immutable");
        expect(await flags.first().getAttribute("alt")).toBe("");
      }),
    testMaxMs,
  );
});

/** What axe finds in the card: the rule and the piece of HTML. */
async function objectionsOf(page: Page, script: string): Promise<string[]> {
  await page.evaluate(script);
  return page.evaluate(async () => {
    const { violations } = await (globalThis as unknown as { axe: Axe }).axe.run("#panel-places");
    return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`));
  });
}

interface Axe {
  run(within: string): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }>;
}
