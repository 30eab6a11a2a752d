import { describe, expect, test } from "bun:test";
import { objectionsOf } from "#test/support/axe.ts";
import { demoPath, hasDrawn, stageDashboard } from "#test/support/dashboard-stage.ts";

const testMaxMs = 60_000;

const paths = [
  demoPath,
  `${demoPath}?period=live&sources=campaigns`,
  `${demoPath}/lists/path?filter=device:is:mobile`,
  `${demoPath}?places=map`,
  "/sites",
  "/sites/new",
  "/sites/demo.example/install",
  "/sites/demo.example/settings",
  "/sites/demo.example/privacy",
  "/account",
  "/account/two-factor",
  "/admin/audit",
  "/admin/system",
  "/admin/mails/preview",
  "/docs",
  "/docs?q=cookie",
  "/docs/automatic",
];
const looks = [
  { colorScheme: "light", locale: "en-GB", width: 1280 },
  { colorScheme: "dark", locale: "fr-FR", width: 1280 },
  { colorScheme: "light", locale: "fr-FR", width: 360 },
  { colorScheme: "dark", locale: "en-GB", width: 320 },
] as const;

const stage = stageDashboard(
  ({ database }) => database.work`
    insert into audit_logs (actor_email, action, subject, ip)
    select 'someone.with.a.long.name@agency.example', 'site.update', 'shop.example', '2001:db8::1'
    from generate_series(1, 30)
  `,
);

describe.each(looks)("$colorScheme, in $locale, $width px wide", ({ width, ...look }) => {
  const options = { ...look, viewport: { width, height: 800 }, isMobile: width < 500 };

  test.each(paths)(
    "%s: nothing that axe objects to, nothing that sticks out",
    (path) =>
      stage.visit(
        path,
        async (page) => {
          if (path === demoPath) {
            await hasDrawn(page);
            await page.click(".period summary");
          }
          expect(await page.getAttribute("html", "lang")).toBe(look.locale.slice(0, 2));
          expect(await page.evaluate(sticksOut)).toBeLessThanOrEqual(0);
          expect(await objectionsOf(page)).toEqual([]);
          if (path !== demoPath) return;
          await page.keyboard.press("Escape");
          await page.locator(".definition-mark").last().click();
          await page.waitForSelector(".definition:popover-open");
          expect(await page.evaluate(sticksOut)).toBeLessThanOrEqual(0);
          expect(await objectionsOf(page)).toEqual([]);
        },
        options,
      ),
    testMaxMs,
  );

  test.each(["/", "/sign-in"])(
    "%s: the same, for who is not yet known",
    (path) =>
      stage.visit(
        path,
        async (page) => {
          expect(await page.evaluate(sticksOut)).toBeLessThanOrEqual(0);
          expect(await objectionsOf(page)).toEqual([]);
        },
        options,
        "stranger",
      ),
    testMaxMs,
  );
});

/** By how much the page is wider than its window. */
function sticksOut(): number {
  const { scrollWidth, clientWidth } = document.documentElement;
  return scrollWidth - clientWidth;
}
