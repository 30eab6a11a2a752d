import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { settleProjections } from "#src/stats/project/settle.ts";
import { type Person, signedIn, startTestApp, type TestApp } from "#test/support/app.ts";
import { eventOf, makeSite, storeEvents } from "#test/support/events.ts";

const setUpMaxMs = 60_000;
const now = new Date("2026-11-25T12:00:00Z");
let app: TestApp;
let admin: Person;
beforeAll(async () => {
  app = await startTestApp({ publicUrl: null });
  admin = await signedIn(app, { email: "anna@agency.example", role: "admin" });
}, setUpMaxMs);
afterAll(() => app?.stop(), setUpMaxMs);

const path = "/admin/mails/preview";
const show = async (query: string) => {
  const [page, mail] = await Promise.all(
    [path, `${path}/document`].map((door) => admin.get(`${door}?${query}`)),
  );
  return {
    status: [page?.status, mail?.status],
    page: (await page?.text()) ?? "",
    mail: (await mail?.text()) ?? "",
  };
};

describe("the preview of mails", () => {
  test("shows the mails about an account while there is no site", async () => {
    const { status, page, mail } = await show("kind=week");
    expect(status).toEqual([200, 200]);
    expect(mail).toContain("/password/…");
    expect(page).toContain("as soon as there is a site");
    expect(page).not.toContain('value="week"');
  });

  test("shows each kind in each language, a report with the site's own figures", async () => {
    // Two visitors of the last week that is over, the 16th to the 22nd, and one of this one.
    const site_id = await makeSite(app.database.work, "shop.example");
    await storeEvents(
      app.database.work,
      ["2026-11-16T09:00:00Z", "2026-11-22T20:00:00Z", "2026-11-24T09:00:00Z"].map((ts, at) =>
        eventOf({ site_id, ts, visitor: at + 1, path: "/<b>menu" }),
      ),
    );
    await settleProjections(app.database.work);
    app.setNow(now);
    admin = await signedIn(app, { email: "zoe@agency.example", role: "admin", now });
    const titles = {
      week: ["Weekly report", "Rapport de la semaine"],
      month: ["Monthly report", "Rapport du mois"],
      invitation: ["Your figures are waiting", "Vos statistiques vous attendent"],
      password_reset: ["Set a new password", "Choisir un nouveau mot de passe"],
      password_changed: ["Your password was changed", "Votre mot de passe a été changé"],
    };
    for (const [kind, [english = "", french = ""]] of Object.entries(titles)) {
      const en = await show(`kind=${kind}&site=shop.example&locale=en`);
      expect([en.page, en.mail].map((part) => part.includes(english))).toEqual([true, true]);
      expect((await show(`kind=${kind}&locale=fr`)).mail).toContain(french);
    }
    for (const kind of ["spike", "drop", "silence"])
      expect((await show(`kind=${kind}`)).mail).toContain("shop.example");
    const { page, mail } = await show("kind=week");
    expect(page).toContain("shop.example: 2 visitors last week");
    expect(mail).toContain("/&lt;b>menu");
    expect(page).toContain("2  /&lt;b>menu");
  });

  test("holds no link that ends anybody's mails, and queues none", async () => {
    const { page, mail } = await show("kind=week");
    expect(page + mail).not.toMatch(/\/unsubscribe\/[\w-]/);
    const rows = await app.database.work`select id from mails`;
    expect(rows).toHaveLength(0);
  });

  test("of a site that is not there is not there", async () => {
    expect((await show("site=nowhere.example")).status).toEqual([404, 404]);
  });
});
