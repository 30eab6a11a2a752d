import { describe, expect, test } from "bun:test";
import { addDays, dayIn } from "#src/lib/time.ts";
import { settleProjections } from "#src/stats/project/settle.ts";
import { stageDashboard } from "#test/support/dashboard-stage.ts";
import { eventOf, makeSite, storeEvents } from "#test/support/events.ts";
import { hostileTexts } from "#test/support/hostile-texts.ts";

const testMaxMs = 60_000;

/** A site whose visitors of the last week, each on three days, wrote HTML and scripts wherever they could. */
const stage = stageDashboard(async ({ database }) => {
  const site_id = await makeSite(database.work, "hostile.example");
  const lastWeek = addDays(dayIn("UTC", new Date()), -7);
  const events = hostileTexts.flatMap((text, at) =>
    [0, 1, 2].map((day) =>
      eventOf({
        ...{ site_id, ts: `${addDays(lastWeek, -day)}T09:00:00Z`, visitor: at + 1 },
        ...{ path: text, source: text, device: text },
      }),
    ),
  );
  await storeEvents(database.work, events);
  await settleProjections(database.work);
});

describe("the preview of mails", () => {
  test.each([true, false])(
    "shows a mail in a frame without rights, beside its text (scripts: %p)",
    (javaScriptEnabled) =>
      stage.visit(
        "/admin/mails/preview",
        async (page) => {
          const frame = page.frameLocator("iframe");
          await page.selectOption("#site", "demo.example");
          await page.selectOption("#kind", "month");
          await page.selectOption("#locale", "fr");
          await page.click("main button[type=submit]");
          await page.waitForURL(/kind=month/);
          await frame.locator("main p").first().waitFor();
          expect(await frame.locator("html").getAttribute("lang")).toBe("fr");
          expect(await frame.locator("main p").first().textContent()).toBe("Rapport du mois");
          expect(await page.textContent("pre")).toContain("Rapport du mois");
          const subject = await page.textContent(".mail-preview-subject");
          expect(subject).toMatch(/^Fernside Coffee \(demo\)\u00a0: .+\u00a0visiteurs en /);
          // Its styles are there: without them the ground would be white.
          const ground = await frame
            .locator("body")
            .evaluate((body) => getComputedStyle(body).backgroundColor);
          expect(ground).toBe("rgb(246, 246, 243)");
        },
        { javaScriptEnabled, colorScheme: "light" },
      ),
    testMaxMs,
  );

  test(
    "runs nothing of what a visitor has written, in the frame or beside it",
    () =>
      stage.visit("/admin/mails/preview?kind=week&site=hostile.example", async (page) => {
        const frame = page.frames().find((one) => one.url().includes("/document"));
        await frame?.waitForSelector("main table");
        expect(await page.textContent("pre")).toContain("window.hit");
        expect(await page.evaluate(() => "hit" in window)).toBe(false);
        const odd = "img, svg, iframe, script, meta[http-equiv], main b, [onerror], [onload]";
        expect(await frame?.locator(odd).count()).toBe(0);
        expect(await frame?.locator("main").textContent()).toContain("window.hit");
      }),
    testMaxMs,
  );
});
