import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { saltLifeHours } from "#src/collect/salts.ts";
import { formatMoment } from "#src/lib/format.ts";
import { dayIn, dayStart } from "#src/lib/time.ts";
import { listAllSites } from "#src/sites/store.ts";
import { type Person, signedIn, startTestApp, type TestApp } from "#test/support/app.ts";
import { insertSite, sendTo } from "#test/support/collector.ts";
import { eventOf, makeSite, storeEvents } from "#test/support/events.ts";
import { messagesFor } from "#views/messages/catalogue.ts";
import { columnGroups } from "#views/privacy/columns.ts";
import { countReaders } from "./readers-store.ts";

const maxMs = 60_000;
let app: TestApp;
let admin: Person;
let frenchAdmin: Person;
beforeAll(async () => {
  app = await startTestApp({ trustedProxies: ["loopback"] });
  admin = await signedIn(app, { email: "admin@x.example", role: "admin" });
  frenchAdmin = await signedIn(app, { email: "zoe@x.example", role: "admin", locale: "fr" });
}, maxMs);
afterAll(() => app?.stop(), maxMs);

/** A page as a person reads it. */
async function textOf(response: Response): Promise<string> {
  const html = (await response.text()).replaceAll(/<[^>]+>/g, " ");
  return html
    .replaceAll("&quot;", '"')
    .replaceAll("&lt;", "<")
    .replaceAll("&amp;", "&")
    .replaceAll(/[ \n]+/g, " ");
}
const read = async (domain: string, who = admin) =>
  await textOf(await who.get(`/sites/${domain}/privacy`));

/** What the copy boxes hold, in the order of the page: the link, the French text, the English. */
async function boxesOf(domain: string): Promise<{ french: string; english: string }> {
  const html = await (await admin.get(`/sites/${domain}/privacy`)).text();
  const boxes = [...html.matchAll(/<code x-ref="text" lang="(fr|en)">([^<]*)<\/code>/g)];
  const textIn = (lang: string) => boxes.find((box) => box[1] === lang)?.[2] ?? "";
  return { french: textIn("fr"), english: textIn("en") };
}

const change = (domain: string, fields: Record<string, unknown>) =>
  app.database.work`update sites set ${app.database.work(fields)} where domain = ${domain}`;

describe("what the page explains", () => {
  test("is every column that the log has in the database, each once", async () => {
    const found = await app.database.work<{ name: string }[]>`
      select column_name as name
      from information_schema.columns
      where table_schema = current_schema() and table_name = 'events'
    `;
    const explained = Object.values(columnGroups).flat();
    expect(explained.toSorted() as string[]).toEqual(found.map(({ name }) => name).toSorted());
  });
});

describe("GET /sites/{domain}/privacy", () => {
  test("shows the newest view of the site, and no other site's", async () => {
    const { work } = app.database;
    const [mine, other] = [await makeSite(work, "mine.example"), await makeSite(work, "o.example")];
    const view = { path: "/older", ts: "2026-11-20T10:00:00Z", visitor: 77 };
    await storeEvents(work, [
      eventOf({ ...view, site_id: mine }),
      eventOf({ ...view, site_id: mine, path: "/newest", ts: "2026-11-21T10:00:00Z", scroll: 63 }),
      eventOf({ ...view, site_id: mine, path: "/newest", ts: "2026-11-21T11:00:00Z", kind: "tel" }),
      eventOf({ ...view, site_id: other, path: "/foreign", ts: "2026-11-22T10:00:00Z" }),
    ]);
    const text = await read("mine.example");
    expect(text).toContain(messagesFor("en").privacy.row.newest);
    expect(text).toContain("Page path /newest");
    expect(text).toContain("Depth scroll 63");
    expect(text).toContain(`Site site_id ${mine}`);
    // 77 is 0x4d, of whose 16 digits six are shown.
    expect(text).toContain("Visitor visitor 000000… (shortened here)");
    expect(text).not.toMatch(/\/older|\/foreign/);
    expect(text).toContain("Region region empty");
  });

  test("says of a site without a visit that its row is made up", async () => {
    await makeSite(app.database.work, "empty.example");
    const text = await read("empty.example");
    expect(text).toContain(messagesFor("en").privacy.row.madeUp);
    expect(text).toContain("Host hostname empty.example");
    expect(text).toContain(messagesFor("en").privacy.key.none);
  });

  test("tells when the salts of the site go, once a visit has made one", async () => {
    const site = await insertSite(app.database, { domain: "salted.example" });
    // A midnight in between would be another day's salt.
    const now = new Date();
    app.setNow(now);
    await sendTo(app.origin, site);
    const [{ zone = "" } = {}] = await app.database.work<{ zone: string }[]>`
      select time_zone as zone
      from sites
      where domain = 'salted.example'
    `;
    const begun = dayStart(zone, dayIn(zone, now));
    const end = new Date(begun.getTime() + saltLifeHours * 3_600_000);
    const text = await read("salted.example");
    app.setNow(null);
    expect(text).toContain(messagesFor("en").privacy.key.exists);
    expect(text).toContain(`is destroyed on ${formatMoment("en", end, zone)}`);
  });

  test("says of a salt in another server's database where it is not destroyed", async () => {
    const says = messagesFor("en").privacy.key.elsewhere;
    await makeSite(app.database.work, "embedded.example");
    expect(await read("embedded.example")).not.toContain(says);
    const served = await startTestApp({ databaseUrl: "postgres://db.internal/stats" });
    try {
      await makeSite(served.database.work, "served.example");
      const reader = await signedIn(served, { email: "admin@x.example", role: "admin" });
      expect(await textOf(await reader.get("/sites/served.example/privacy"))).toContain(says);
    } finally {
      await served.stop();
    }
  }, 20_000);

  test("is there for who may only look, and a site that is not theirs is not", async () => {
    const siteId = await makeSite(app.database.work, "seen.example");
    await makeSite(app.database.work, "its.example");
    const email = "viewer@x.example";
    const viewer = await signedIn(app, { email, role: "client", siteIds: [siteId] });
    expect((await viewer.get("/sites/seen.example/privacy")).status).toBe(200);
    const foreign = await viewer.get("/sites/its.example/privacy");
    expect(foreign.status).toBe(404);
    const missing = await viewer.get("/sites/none.example/privacy");
    expect((await foreign.text()).replaceAll("its.example", "none.example")).toBe(
      await missing.text(),
    );
  });
});

describe("how long and for whom", () => {
  test("is what the site has set, else the instance, with the date that it means", async () => {
    await makeSite(app.database.work, "kept.example");
    app.setNow(new Date("2026-11-27T12:00:00Z"));
    try {
      const usual = await read("kept.example");
      expect(usual).toContain("nothing from before 1 October 2024 is left");
      expect(usual).toContain("with 24 months it stays below, to the day");
      await change("kept.example", { retention_months: 2 });
      const two = await read("kept.example");
      expect(two).toContain("nothing from before 1 September 2026 is left");
      expect(two).toContain("This is set for this site.");
      expect(two).not.toMatch(/leaves the ground|to the day/);
      await change("kept.example", { retention_months: 26 });
      expect(await read("kept.example")).toContain("This site keeps it longer");
    } finally {
      app.setNow(null);
    }
  });

  test("is without a limit where the instance has none, which is warned of", async () => {
    const endless = await startTestApp({ retentionMonths: 0 });
    try {
      await makeSite(endless.database.work, "endless.example");
      const reader = await signedIn(endless, { email: "admin@x.example", role: "admin" });
      const text = await textOf(await reader.get("/sites/endless.example/privacy"));
      expect(text).toContain("This site sets no limit");
      expect(text).toContain("kept without a time limit");
      expect(text).toContain("sans limite de durée");
      expect(text).not.toContain("nothing from before");
    } finally {
      await endless.stop();
    }
  }, 20_000);

  test("tells of single rows that go before what was computed from them", async () => {
    const thrifty = await startTestApp({ eventRetentionMonths: 3 });
    try {
      const { work } = thrifty.database;
      await makeSite(work, "thrifty.example");
      thrifty.setNow(new Date("2026-11-27T12:00:00Z"));
      const reader = await signedIn(thrifty, {
        ...{ email: "admin@x.example", role: "admin", now: new Date("2026-11-27T12:00:00Z") },
      });
      const text = await textOf(await reader.get("/sites/thrifty.example/privacy"));
      expect(text).toContain("The rows of a visit are kept for 3 whole months");
      expect(text).toContain("no row from before 1 August 2026 is left");
      expect(text).toContain("is kept for 25 whole months");
      expect(text).toContain("only those of the current month and the 3 months before it");
      expect(text).toContain("le mois en cours et les 3\u00a0mois précédents");
      await work`update sites set retention_months = 3`;
      const even = await textOf(await reader.get("/sites/thrifty.example/privacy"));
      expect(even).toContain("nothing from before 1 August 2026 is left");
      expect(even).not.toContain("only those of the current month");
    } finally {
      await thrifty.stop();
    }
  }, 20_000);

  test("counts who can open the site and who is sent reports, without those who cannot", async () => {
    const { work } = app.database;
    const siteId = await makeSite(work, "read.example");
    const clientOf = (name: string, siteIds: number[]) =>
      signedIn(app, { email: `${name}@read.example`, role: "client", siteIds });
    await clientOf("one", [siteId]);
    await clientOf("elsewhere", []);
    const silent = await clientOf("silent", [siteId]);
    const gone = await clientOf("gone", [siteId]);
    await work`update users set weekly_mail = false, monthly_mail = false where id = ${silent.userId}`;
    await work`update users set disabled_at = now() where id = ${gone.userId}`;
    await work`
      insert into mail_refusals (address, kind)
      values ('no@x.example', 'weekly'), ('no@x.example', 'monthly'), ('half@x.example', 'weekly')
    `;
    const addresses = ["one@read.example", "no@x.example", "half@x.example", "yes@x.example"];
    await change("read.example", { report_emails: addresses });
    const { orm } = app.database;
    const site = (await listAllSites(orm)).find(({ id }) => id === siteId);
    if (!site) throw new Error("the site is gone");
    expect(await countReaders(orm, site)).toEqual({
      ...{ admins: 2, clients: 2, reported: 3, addresses: 2 },
    });
    const archived = { ...site, archivedAt: new Date() };
    expect(await countReaders(orm, archived)).toEqual({
      ...{ admins: 2, clients: 0, reported: 0, addresses: 0 },
    });
    expect(await read("read.example")).toContain("2 people who were given this site");
  });
});

describe("the text for the site's own policy", () => {
  test("is there in both languages, whatever the reader's, with blanks to fill in", async () => {
    await makeSite(app.database.work, "text.example");
    const { french, english } = await boxesOf("text.example");
    const { host } = new URL(app.origin);
    for (const text of [french, english]) {
      expect(text).toContain(host);
      expect(text).toContain("https://text.example/#tracker-off");
      expect(text).toMatch(/\[nom et coordonnées|\[name and contact/);
      // Whatever is switched off, what is marked and what the site sends itself is counted.
      expect(text).toMatch(/\[les boutons et les événements|\[the buttons and events/);
      expect(text).toMatch(/la page d’où vous venez|the page you came from/);
    }
    expect(french).toContain("Mesure d’audience");
    expect(await read("text.example", frenchAdmin)).toContain("Audience measurement");
  });

  test.each([
    ["retention_months", 7, "les 7\u00a0mois précédents", "the 7 months before it"],
    ["retention_months", 1, "le mois précédent", "the 1 month before it"],
    ["respect_dnt", true, "envoie Do Not Track", "sends Do Not Track"],
  ] as const)("with %s %p says so", async (name, value, fr, en) => {
    const { domain } = await insertSite(app.database);
    const before = await boxesOf(domain);
    await change(domain, { [name]: value });
    const after = await boxesOf(domain);
    expect([before.french.includes(fr), after.french.includes(fr)]).toEqual([false, true]);
    expect([before.english.includes(en), after.english.includes(en)]).toEqual([false, true]);
  });

  test.each([
    ["count_links", "les clics sur les liens", "clicks on links"],
    ["count_forms", "un formulaire a été envoyé", "a form was sent"],
  ] as const)("without %s does not speak of it", async (name, fr, en) => {
    const { domain } = await insertSite(app.database);
    const before = await boxesOf(domain);
    await change(domain, { [name]: false });
    const after = await boxesOf(domain);
    expect([before.french.includes(fr), after.french.includes(fr)]).toEqual([true, false]);
    expect([before.english.includes(en), after.english.includes(en)]).toEqual([true, false]);
  });

  test("names no address to opt out by where what follows # is a page of the site", async () => {
    const { domain } = await insertSite(app.database, { hashMode: true });
    const { french, english } = await boxesOf(domain);
    expect(french + english).not.toContain("#tracker-off");
    expect(french).toContain("[endroit où se trouve le bouton");
    expect(english).toContain("[where the button for it is]");
    const page = await read(domain);
    expect(page).toContain("Put this button into your privacy policy.");
    expect(page).toContain(`onclick="tracker.optOut()"`);
    expect(page).not.toContain(`href="#tracker-off"`);
  });
});
