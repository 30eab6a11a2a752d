import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { settleProjections } from "#src/stats/project/settle.ts";
import { type Person, signedIn, startTestApp, type TestApp } from "#test/support/app.ts";
import { sendTo } from "#test/support/collector.ts";
import { eventOf, makeSite, storeEvents } from "#test/support/events.ts";

let app: TestApp;
let admin: Person;
/** May change the settings of the site, and may only look at it. */
let editor: Person;
let viewer: Person;
let siteId: number;

const domain = "shop.example";
const settings = { name: "Shop", domain, timeZone: "UTC", locale: "en" };

beforeAll(async () => {
  app = await startTestApp({ trustedProxies: ["loopback"], rateLimit: 0 });
  siteId = await makeSite(app.database.work, domain);
  admin = await signedIn(app, { email: "admin@x.example", role: "admin" });
  const client = { role: "client" as const };
  editor = await signedIn(app, { ...client, email: "ed@x.example", editableSiteIds: [siteId] });
  viewer = await signedIn(app, { ...client, email: "vi@x.example", siteIds: [siteId] });
}, 60_000);
afterAll(() => app.stop(), 60_000);

async function siteRow(id = siteId) {
  const [row] = await app.database.work`select * from sites where id = ${id}`;
  return row;
}

async function lastLog() {
  const [row] = await app.database.work`
    select action, actor_email, before, after from audit_logs order by id desc limit 1
  `;
  return row;
}

/** A site with so many visits of 1 November, counted. */
async function filledSite(name: string, visits: number): Promise<{ id: number; key: string }> {
  const { work } = app.database;
  const id = await makeSite(work, name);
  const ts = "2026-11-01T10:00:00Z";
  if (visits > 0)
    await storeEvents(
      work,
      Array.from({ length: visits }, (_, visitor) => eventOf({ site_id: id, ts, visitor })),
    );
  await settleProjections(work);
  const key = `key${String(id).padStart(9, "0")}`;
  await work`update sites set key = ${key} where id = ${id}`;
  return { id, key };
}

describe("subdomains", () => {
  test("are counted from the moment on that the settings say so, and nothing that looks like one", async () => {
    const { key } = await filledSite("sub.example", 0);
    const statusOf = (host: string) =>
      sendTo(app.origin, { key, domain: host }).then(({ status }) => status);
    expect(await statusOf("blog.sub.example")).toBe(403);
    const sent = { ...settings, domain: "sub.example", includeSubdomains: "on" };
    await admin.post("/sites/sub.example/settings", sent);
    while ((await statusOf("blog.sub.example")) !== 202) await Bun.sleep(50);
    for (const host of ["evil-sub.example", "sub.example.evil", "blog.sub.example.evil"])
      expect([host, await statusOf(host)]).toEqual([host, 403]);
  }, 20_000);
});

describe("the settings of a site", () => {
  test("hold its language, its months and whether subdomains count", async () => {
    const sent = { ...settings, locale: "fr", retentionMonths: "13", includeSubdomains: "on" };
    const response = await admin.post(`/sites/${domain}/settings`, sent);
    expect(response.headers.get("location")).toBe(`/sites/${domain}/settings?saved`);
    const stored = { locale: "fr", retention_months: 13, include_subdomains: true };
    expect(await siteRow()).toMatchObject(stored);
    const html = await (await admin.get(`/sites/${domain}/settings`)).text();
    expect(html).toMatch(/id="includeSubdomains" [^>]*checked/);
    expect(html).toMatch(/value="13"/);
    await admin.post(`/sites/${domain}/settings`, { ...settings, retentionMonths: "" });
    expect(await siteRow()).toMatchObject({ retention_months: null, include_subdomains: false });
  });

  test("say how long the instance keeps visits", async () => {
    expect(await (await admin.get(`/sites/${domain}/settings`)).text()).toContain(
      "If you leave it empty, this server decides: 25 months.",
    );
  });

  test("are open to a client who may change them, but for what only an admin sets", async () => {
    await app.database.work`update sites set retention_months = 7 where id = ${siteId}`;
    const before = await siteRow();
    const response = await editor.post(`/sites/${domain}/settings`, {
      ...settings,
      name: "Renamed",
      respectDnt: "on",
      // None of these is theirs to set, or in the form at all.
      ...{ domain: "stolen.example", retentionMonths: "1200", key: "chosen000000" },
      ...{ id: "9999", archivedAt: "2026-01-01", deletedAt: "2026-01-01", secretHash: "x" },
      ...{ archived_at: "2026-01-01", createdAt: "2020-01-01", siteId: "1" },
    });
    expect(response.headers.get("location")).toBe(`/sites/${domain}/settings?saved`);
    expect(await siteRow()).toEqual({ ...before, name: "Renamed", respect_dnt: true } as never);
    expect(await lastLog()).toMatchObject({
      action: "site.update",
      actor_email: "ed@x.example",
      after: { name: "Renamed", respectDnt: true },
    });
  });

  test("show such a client neither the danger zone nor the secret key", async () => {
    const html = await (await editor.get(`/sites/${domain}/settings`)).text();
    expect(html).not.toContain("/delete");
    expect(html).not.toContain("/archive");
    expect(html).not.toContain("/secret");
    expect(html).not.toContain('name="retentionMonths"');
    expect(html).toContain("How long visits are kept: 7 months.");
    for (const door of ["secret", "archive", "restore", "delete"])
      expect((await editor.post(`/sites/${domain}/${door}`, { domain })).status).toBe(404);
    expect(await siteRow()).toMatchObject({ secret_hash: null, archived_at: null });
  });

  test("do not exist for a client who may only look", async () => {
    expect((await viewer.get(`/sites/${domain}`)).status).toBe(200);
    for (const door of ["settings", "install", "rebuild"])
      expect((await viewer.get(`/sites/${domain}/${door}`)).status).toBe(404);
    expect((await viewer.post(`/sites/${domain}/settings`, settings)).status).toBe(404);
  });

  test("escape whatever a site is called", async () => {
    const name = `<img src=x onerror="alert(1)">`;
    await admin.post(`/sites/${domain}/settings`, { ...settings, name });
    for (const path of [`/sites/${domain}/settings`, `/sites/${domain}/delete`, "/admin/sites"]) {
      const html = await (await admin.get(path)).text();
      expect(html).not.toContain("<img src=x");
      expect(html).toContain("&lt;img src=x");
    }
  });
});

describe("another time zone", () => {
  test("is followed by the offer to count the past by it, and that is done", async () => {
    const { id } = await filledSite("zone.example", 0);
    await storeEvents(app.database.work, [
      eventOf({ site_id: id, ts: "2026-11-05T23:30:00Z", visitor: 1 }),
    ]);
    await settleProjections(app.database.work);
    const base = "/sites/zone.example";
    const sent = { ...settings, domain: "zone.example", timeZone: "Asia/Tokyo" };
    const response = await admin.post(`${base}/settings`, sent);
    expect(response.headers.get("location")).toBe(`${base}/settings?saved=zone`);
    const offer = await (await admin.get(`${base}/settings?saved=zone`)).text();
    expect(offer).toContain("Count the past by the new time zone?");
    expect((await admin.post(`${base}/rebuild`)).headers.get("location")).toBe(`${base}/settings`);
    expect(await lastLog()).toMatchObject({
      action: "site.rebuild",
      after: { timeZone: "Asia/Tokyo" },
    });
    const status = () => admin.get(`${base}/rebuild`).then((answer) => answer.text());
    while (!(await status()).includes("The past was counted anew.")) await Bun.sleep(50);
    const days = await app.database.work<{ day: string }[]>`
      select distinct day::text from events where site_id = ${id}
    `;
    expect(days.map(({ day }) => day)).toEqual(["2026-11-06"]);
  }, 20_000);

  test("is followed by no offer where there is no past, or the zone is the old one", async () => {
    await filledSite("new.example", 0);
    const page = (query: string) => admin.get(`/sites/new.example/settings?${query}`);
    for (const query of ["saved", "saved=zone"])
      expect(await (await page(query)).text()).not.toContain("Count the past");
  });
});

describe("POST /sites/{domain}/archive and /restore", () => {
  test("take a site from clients, lists and the collector, and give it back", async () => {
    const { id, key } = await filledSite("rest.example", 2);
    const { work } = app.database;
    await work`insert into user_sites values (${viewer.userId}, ${id})`;
    const site = { key, domain: "rest.example" };
    const collect = () => sendTo(app.origin, site).then(({ status }) => status);
    expect(await collect()).toBe(202);

    await admin.post("/sites/rest.example/archive");
    expect(await lastLog()).toMatchObject({ action: "site.archive" });
    const archivedAt = performance.now();
    while ((await collect()) !== 404) await Bun.sleep(50);
    // It is asked for again once a second, whatever else the machine does.
    expect(performance.now() - archivedAt).toBeLessThan(5_000);
    expect((await viewer.get("/sites/rest.example")).status).toBe(404);
    for (const person of [viewer, admin])
      expect(await (await person.get("/sites")).text()).not.toContain("rest.example");
    const other = await (await admin.get(`/sites/${domain}`)).text();
    expect(other).not.toContain("rest.example");
    // Who runs the server still sees what it is.
    expect(await (await admin.get("/sites/rest.example")).text()).toContain("Archived");
    expect(await (await admin.get("/sites/rest.example/settings")).text()).toContain(
      "This site is archived",
    );

    await admin.post("/sites/rest.example/restore");
    expect(await lastLog()).toMatchObject({ action: "site.restore" });
    expect((await viewer.get("/sites/rest.example")).status).toBe(200);
    while ((await collect()) !== 202) await Bun.sleep(50);
  }, 20_000);
});

describe("/sites/{domain}/delete", () => {
  test("says what is lost, and asks for the domain", async () => {
    await filledSite("lose.example", 3);
    const page = await (await admin.get("/sites/lose.example/delete")).text();
    expect(page).toContain("3 events since 1 Nov 2026 would be lost.");
    expect(page).toContain("/sites/lose.example/raw/events.csv");
    for (const typed of ["", "lose", "other.example", "lose.example.evil"]) {
      const response = await admin.post("/sites/lose.example/delete", { domain: typed });
      expect(response.status).toBe(422);
      expect(await response.text()).toContain("This is not lose.example.");
    }
    expect((await admin.get("/sites/lose.example")).status).toBe(200);
  });

  test("counts nothing for that, which takes minutes of a large site: its figures say it", async () => {
    const { id } = await filledSite("large.example", 3);
    await app.database.work`delete from events where site_id = ${id}`;
    const page = await (await admin.get("/sites/large.example/delete")).text();
    expect(page).toContain("3 events since 1 Nov 2026 would be lost.");
  });

  test("says that all is lost of a site that is not counted yet", async () => {
    const { id } = await filledSite("early.example", 0);
    await storeEvents(app.database.work, [eventOf({ site_id: id, ts: "2026-11-01T10:00:00Z" })]);
    const page = await (await admin.get("/sites/early.example/delete")).text();
    expect(page).toContain("All events since 1 Nov 2026 would be lost.");
  });

  test("hides the site at once, frees its domain, and erases it", async () => {
    const { id, key } = await filledSite("gone.example", 3);
    await app.database.work`insert into user_sites values (${viewer.userId}, ${id})`;
    expect(await (await admin.get("/admin/sites")).text()).toContain("Visitors, 30 days");
    const response = await admin.post("/sites/gone.example/delete", { domain: " Gone.example " });
    expect(response.headers.get("location")).toBe("/admin/sites");
    for (const person of [admin, viewer])
      expect((await person.get("/sites/gone.example")).status).toBe(404);
    expect((await admin.post("/sites", { ...settings, domain: "gone.example" })).status).toBe(303);
    expect((await viewer.get("/sites/gone.example")).status).toBe(404);

    const status = () => admin.get(`/admin/sites/${id}/deletion`).then((answer) => answer.text());
    while (!(await status()).includes("Deleted")) await Bun.sleep(50);
    expect(await status()).not.toContain("hx-get");
    expect(await siteRow(id)).toBeUndefined();
    const site = { key, domain: "gone.example" };
    while ((await sendTo(app.origin, site)).status !== 404) await Bun.sleep(50);
  }, 20_000);
});

describe("GET /admin/sites", () => {
  test("lists every site with who sees it, its last visit and its state", async () => {
    await filledSite("listed.example", 2);
    const { id } = await filledSite("old.example", 0);
    await app.database.work`update sites set archived_at = now() where id = ${id}`;
    await app.database.work`insert into user_sites values (${viewer.userId}, ${id})`;
    // It counts the visitors of thirty days.
    app.setNow(new Date("2026-11-20T12:00:00Z"));
    const html = await (await admin.get("/admin/sites")).text();
    app.setNow(null);
    const rowOf = (name: string) =>
      [...html.matchAll(/<tr data-search[\s\S]*?<\/tr>/g)]
        .map(([row]) => row.replaceAll(/<[^>]+>/g, " ").replaceAll(/\s+/g, " "))
        .find((row) => row.includes(name));
    expect(rowOf("listed.example")).toMatch(/Counted 2 1 Nov 2026, 10:00:00 UTC – Settings/);
    expect(rowOf("old.example")).toMatch(/Archived 0 – vi Settings/);
  });

  test("finds those with some letters", async () => {
    const html = await (await admin.get("/admin/sites?q=LISTED")).text();
    const shown = [...html.matchAll(/<tr data-search="([^"]*)">/g)].map(([, text]) => text);
    expect(shown).toEqual(["listed.example listed.example"]);
  });

  test("is what the list of sites leads an admin to, and nobody else", async () => {
    expect(await (await admin.get("/sites")).text()).toContain('href="/admin/sites"');
    expect(await (await viewer.get("/sites")).text()).not.toContain('href="/admin/sites"');
  });
});
