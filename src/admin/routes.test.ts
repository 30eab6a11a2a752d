import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { startProjector } from "#src/stats/project/projector.ts";
import { type Person, signedIn, startTestApp, type TestApp } from "#test/support/app.ts";
import { eventOf, makeSite, storeEvents } from "#test/support/events.ts";

let app: TestApp;
let admin: Person;
beforeAll(async () => {
  app = await startTestApp();
  admin = await signedIn(app, { email: "admin@x.example", role: "admin", locale: "fr" });
}, 60_000);
afterAll(() => app.stop(), 60_000);

async function settle(): Promise<void> {
  const projector = startProjector({ database: app.database, log: () => {} });
  await projector.settle();
  await projector.stop();
}

/** The text of a page without its tags, for what a person reads. */
async function textOf(response: Response): Promise<string> {
  return (await response.text()).replaceAll(/<[^>]+>/g, " ").replaceAll(/\s+/g, " ");
}

const site = {
  ...{ name: "", domain: "https://www.Shop.example/menu" },
  ...{ timeZone: "Europe/Paris", locale: "fr" },
};

describe("POST /sites", () => {
  test("creates a site from what a person types, and leads to its snippet", async () => {
    const response = await admin.post("/sites", { ...site, hostnames: "b.example" });
    expect(response.headers.get("location")).toBe("/sites/shop.example/install");
    const [row] = await app.database.work`select * from sites where domain = 'shop.example'`;
    expect(row).toMatchObject({
      name: "shop.example",
      hostnames: ["b.example"],
      time_zone: "Europe/Paris",
      locale: "fr",
      count_test_traffic: false,
    });
    const page = await (await admin.get("/sites/shop.example/install")).text();
    expect(page).toContain(`src=&quot;${app.origin}/${row?.key}.js&quot;`);
  });

  test("counts test traffic of a site on this machine, which has no other", async () => {
    await admin.post("/sites", { ...site, domain: "localhost:8080" });
    const [row] = await app.database.work`select * from sites where domain = 'localhost'`;
    expect(row).toMatchObject({ count_test_traffic: true });
  });

  test("takes no field that the form does not have", async () => {
    await admin.post("/sites", {
      ...site,
      domain: "mass.example",
      key: "chosen000000",
      id: "9999",
    });
    const [row] = await app.database.work`select * from sites where domain = 'mass.example'`;
    expect(row?.key).not.toBe("chosen000000");
    expect(row?.id).not.toBe(9999);
  });

  test.each([
    [{ domain: "no domain" }, "Ce n’est pas un domaine."],
    [{ domain: "shop.example" }, "Ce domaine est déjà celui d’un autre site."],
    [{ domain: "c.example", hostnames: "a b" }, "L’un de ces noms n’est pas un nom d’hôte."],
    [{ domain: "c.example", timeZone: "Mars/Base" }, "Choisissez un fuseau horaire"],
    // Intl knows these, PostgreSQL does not or reads them otherwise.
    [{ domain: "c.example", timeZone: "US/Pacific-New" }, "Choisissez un fuseau horaire"],
    [{ domain: "c.example", timeZone: "+05:30" }, "Choisissez un fuseau horaire"],
    [{ domain: "c.example", timeZone: "europe/paris" }, "Choisissez un fuseau horaire"],
    [{ domain: "c.example", locale: "tlh" }, "Choisissez une langue"],
    [{ domain: "c.example", retentionMonths: "0" }, "Indiquez un nombre entier de mois"],
    [{ domain: "c.example", retentionMonths: "1201" }, "Indiquez un nombre entier de mois"],
    [{ domain: "c.example", retentionMonths: "1.5" }, "Indiquez un nombre entier de mois"],
  ])("says what is wrong with %p, and keeps what was typed", async (fields, says) => {
    const response = await admin.post("/sites", { ...site, name: "Typed", ...fields });
    expect(response.status).toBe(422);
    const html = await response.text();
    expect(html).toContain(says);
    expect(html).toContain('value="Typed"');
  });
});

describe("/sites/{domain}/settings", () => {
  test("shows what is set and stores what is changed", async () => {
    await admin.post("/sites", { ...site, domain: "set.example", hashMode: "on" });
    expect(await (await admin.get("/sites/set.example/settings")).text()).toMatch(
      /id="hashMode" [^>]*checked/,
    );
    const response = await admin.post("/sites/set.example/settings", {
      ...site,
      name: "New name",
      domain: "renamed.example",
      respectDnt: "on",
    });
    expect(response.headers.get("location")).toBe("/sites/renamed.example/settings?saved");
    const [row] = await app.database.work`select * from sites where domain = 'renamed.example'`;
    expect(row).toMatchObject({ name: "New name", hash_mode: false, respect_dnt: true });
    expect(await textOf(await admin.get("/sites/renamed.example/settings?saved"))).toContain(
      "Enregistré.",
    );
  });

  test("keeps a zone that is on the list no more, and takes no other such", async () => {
    const domain = "zoned.example";
    await makeSite(app.database.work, domain, "US/Pacific-New");
    const path = `/sites/${domain}/settings`;
    expect(await (await admin.get(path)).text()).toMatch(
      /<option value="US\/Pacific-New" selected[^>]*>US\/Pacific-New</,
    );
    const send = (timeZone: string) => admin.post(path, { ...site, domain, timeZone });
    expect((await send("US/Pacific-New")).headers.get("location")).toBe(`${path}?saved`);
    expect((await send("+05:30")).status).toBe(422);
    expect((await send("Asia/Tokyo")).headers.get("location")).toBe(`${path}?saved=zone`);
    expect((await send("US/Pacific-New")).status).toBe(422);
  });

  test("refuses another site's domain and shows the form under the old one", async () => {
    const response = await admin.post("/sites/renamed.example/settings", {
      ...site,
      domain: "shop.example",
    });
    expect(response.status).toBe(422);
    expect(await response.text()).toContain('action="/sites/renamed.example/settings"');
  });
});

describe("/sites/{domain}/install/status", () => {
  test("waits, and turns when something has arrived", async () => {
    const id = await makeSite(app.database.work, "wait.example");
    const status = () => admin.get("/sites/wait.example/install/status").then((r) => r.text());
    expect(await status()).toContain('hx-trigger="every 1s"');
    await storeEvents(app.database.work, [
      eventOf({ site_id: id, ts: new Date().toISOString(), visitor: 1 }),
    ]);
    const turned = await status();
    expect(turned).not.toContain("hx-trigger");
    expect(turned).toContain('href="/sites/wait.example"');
  });
});

describe("GET /sites", () => {
  test("lists the reader's sites, the busiest first, with who is there now", async () => {
    const { work } = app.database;
    const quiet = await makeSite(work, "quiet.example");
    const busy = await makeSite(work, "busy.example");
    const now = Date.now();
    const ago = (ms: number) => new Date(now - ms).toISOString();
    // Three visitors of the last thirty days, one of them within five minutes, and an older one.
    await storeEvents(work, [
      eventOf({ site_id: busy, ts: ago(60_000), visitor: 1 }),
      eventOf({ site_id: busy, ts: ago(3 * 86_400_000), visitor: 2 }),
      eventOf({ site_id: busy, ts: ago(3 * 86_400_000), visitor: 3 }),
      eventOf({ site_id: busy, ts: ago(31 * 86_400_000), visitor: 4 }),
    ]);
    await settle();
    const client = await signedIn(app, {
      email: "client@x.example",
      role: "client",
      siteIds: [quiet, busy],
    });
    const text = await textOf(await client.get("/sites"));
    expect(text).toMatch(
      /busy\.example 1 visitor on the site now 1 now busy\.example 3 visitors in 30 days \+ 200% quiet\.example quiet\.example No visit yet 0 /,
    );
    expect(text).not.toContain("shop.example");
    expect(text).not.toContain("Add a site");
    expect(text).not.toContain("How to install it");
  });

  test("tells a client without sites whom to ask", async () => {
    const client = await signedIn(app, { email: "none@x.example", role: "client" });
    expect(await textOf(await client.get("/sites"))).toContain("No site has been assigned to you");
  });
});

describe("GET /admin/audit", () => {
  test("shows twenty lines a page, the newest first, with time and address", async () => {
    const { work } = app.database;
    await work`truncate audit_logs`;
    await work`
      insert into audit_logs (at, actor_email, action, subject, ip)
      select '2026-11-01 12:00:00Z'::timestamptz + n * interval '1 minute', 'anna@x.example',
             'site.update', 'subject-' || n || '-', '192.0.2.7'
      from generate_series(1, 45) n
    `;
    const pageOf = (query: string) => admin.get(`/admin/audit${query}`).then(textOf);
    const subjects = (text: string) =>
      [...text.matchAll(/subject-(\d+)-/g)].map(([, number]) => Number(number));
    const first = await pageOf("");
    expect(subjects(first)).toEqual(Array.from({ length: 20 }, (_, index) => 45 - index));
    expect(first).toContain("1 nov. 2026, 12:45:00 UTC anna@x.example A modifié un site");
    expect(first).toContain("192.0.2.7");
    expect(subjects(await pageOf("?page=3"))).toEqual([5, 4, 3, 2, 1]);
    for (const odd of ["?page=0", "?page=-1", "?page=x", "?page=1e99"])
      expect(subjects(await pageOf(odd))[0]).toBe(45);
    expect(subjects(await pageOf("?page=99"))).toEqual([]);
  });
});
