import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { sites } from "#src/db/schema/tables.ts";
import { type Person, signedIn, startTestApp, type TestApp } from "#test/support/app.ts";
import { makeSite } from "#test/support/events.ts";

let app: TestApp;
let editor: Person;

const form = {
  ...{ name: "The shop", domain: "shop.example", timeZone: "UTC", locale: "en" },
  ...{ hostnames: "", excludedIps: "", excludedPaths: "", retentionMonths: "" },
};

beforeAll(async () => {
  app = await startTestApp();
  const siteId = await makeSite(app.database.work, "shop.example");
  editor = await signedIn(app, {
    ...{ email: "anna@x.example", role: "client", editableSiteIds: [siteId] },
  });
}, 60_000);
afterAll(() => app.stop(), 60_000);

const save = (fields: Record<string, string>) =>
  editor.post("/sites/shop.example/settings", { ...form, ...fields });
const stored = async () => {
  const [site] = await app.database.orm.select().from(sites);
  return site;
};

describe("the mails of a site's settings", () => {
  test("are off for a site that is new", async () => {
    expect(await stored()).toMatchObject({
      ...{ reportEmails: [], alertSpike: false, alertDrop: false, alertSilence: false },
    });
  });

  test("take addresses apart by commas, spaces or lines, each once and in lower case", async () => {
    const reportEmails =
      "Boss@Shop.example, o'neil+x@shop.example;\nboss@shop.example zoe@x.example";
    const answer = await save({ reportEmails, alertDrop: "on", alertSilence: "on" });
    expect(answer.status).toBe(303);
    expect(await stored()).toMatchObject({
      reportEmails: ["boss@shop.example", "o'neil+x@shop.example", "zoe@x.example"],
      ...{ alertSpike: false, alertDrop: true, alertSilence: true },
    });
    const page = await (await editor.get("/sites/shop.example/settings")).text();
    expect(page).toContain("boss@shop.example, o'neil+x@shop.example, zoe@x.example");
    expect(page).toMatch(/name="alertDrop"[^>]* checked/);
    expect(page).not.toMatch(/name="alertSpike"[^>]* checked/);
  });

  test.each([
    ["what is no address", "boss@shop.example, boss"],
    ["more than twenty", Array.from({ length: 21 }, (_, at) => `u${at}@x.example`).join(",")],
  ])("refuse %s, keep what was typed and store nothing", async (_what, reportEmails) => {
    const before = await stored();
    const answer = await save({ reportEmails });
    expect(answer.status).toBe(422);
    const page = await answer.text();
    expect(page).toContain("not a mail address, or there are more than 20");
    expect(page).toContain(reportEmails);
    expect(await stored()).toEqual(before);
  });

  test("take twenty", async () => {
    const all = Array.from({ length: 20 }, (_, at) => `u${at}@x.example`);
    expect((await save({ reportEmails: all.join(", ") })).status).toBe(303);
    expect((await stored())?.reportEmails).toEqual(all);
  });
});
