import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import {
  insertSite,
  messageOf,
  type RunningCollector,
  readRefusals,
  type Sent,
  sendTo,
  startCollector,
} from "#test/support/collector.ts";
import { createTestDatabase, type TestDatabase } from "#test/support/database.ts";

let database: TestDatabase;
let running: RunningCollector;
// What is counted of a day is not to be divided by a midnight.
const noon = new Date(new Date().setUTCHours(12, 0, 0, 0));
beforeAll(async () => {
  database = await createTestDatabase();
  running = startCollector({ database, now: () => noon });
}, 60_000);
afterAll(async () => {
  await running.stop();
  await database.drop();
}, 60_000);

type TestSite = Awaited<ReturnType<typeof insertSite>>;

/** The answer to a message: its status, and the reason if it was dropped. */
async function outcome(site: TestSite, sent: Sent = {}): Promise<string> {
  const response = await sendTo(running.origin, site, sent);
  return `${response.status} ${response.headers.get("x-dropped") ?? "stored"}`;
}

async function stored<T extends object>(site: TestSite): Promise<T[]> {
  return await database.work<T[]>`
    select path, kind, name, props
    from events
    where site_id = ${site.id}
    order by ts, kind
  `;
}

describe("what a site leaves out", () => {
  test("are addresses and ranges of its list", async () => {
    const site = await insertSite(database, { excludedIps: ["193.51.208.13", "2001:db8::/32"] });
    const from = (ip: string) => outcome(site, { headers: { "x-forwarded-for": ip } });
    expect(await from("193.51.208.13")).toBe("202 excluded_ip");
    expect(await from("::ffff:193.51.208.13")).toBe("202 excluded_ip");
    expect(await from("2001:db8:5::1")).toBe("202 excluded_ip");
    expect(await from("193.51.208.14")).toBe("202 stored");
    expect(await stored(site)).toHaveLength(1);
    expect(await readRefusals(running, database, site.id)).toEqual({ excluded_ip: 3 });
  });

  test("are pages of its list, as the dashboard shows them", async () => {
    const site = await insertSite(database, { excludedPaths: ["/admin/*", "/café"] });
    const of = (path: string) => outcome(site, { message: { u: `https://${site.domain}${path}` } });
    expect(await of("/admin/users")).toBe("202 excluded_path");
    expect(await of("/caf%C3%A9")).toBe("202 excluded_path");
    expect(await of("/menu")).toBe("202 stored");
    expect(await stored(site)).toMatchObject([{ path: "/menu" }]);
  });
});

describe("a site that respects Do Not Track and Global Privacy Control", () => {
  test.each([{ "sec-gpc": "1" }, { dnt: "1" }])("counts %o as one number", async (headers) => {
    const site = await insertSite(database, { respectDnt: true });
    expect(await outcome(site, { headers })).toBe("202 do_not_track");
    // What the script sends for it says nothing at all.
    expect(await outcome(site, { headers, message: "" as never })).toBe("202 do_not_track");
    expect(await stored(site)).toEqual([]);
    expect(await readRefusals(running, database, site.id)).toEqual({ do_not_track: 2 });
  });

  test("is not what a site does by itself", async () => {
    const site = await insertSite(database);
    expect(await outcome(site, { headers: { "sec-gpc": "1" } })).toBe("202 stored");
  });
});

describe("the counters of refusals", () => {
  test("go by the site's own day, and by no site for a key that nobody has", async () => {
    const at = new Date("2026-11-20T23:30:00Z");
    const own = startCollector({ database, now: () => at });
    const site = await insertSite(database, { timeZone: "Europe/Paris" });
    const headers = { "user-agent": "Googlebot/2.1 (+http://www.google.com/bot.html)" };
    await sendTo(own.origin, site, { headers });
    await sendTo(own.origin, { key: "nobodynobody", domain: "x.example" });
    await own.stop();
    const rows = await database.work`
      select site_id, day::text, reason, messages::int
      from refusals
      where (site_id = ${site.id} or reason = 'unknown_site')
    `;
    expect([...rows]).toContainEqual({
      site_id: site.id,
      day: "2026-11-21",
      reason: "bot",
      messages: 1,
    });
    expect([...rows]).toContainEqual({
      site_id: 0,
      day: "2026-11-20",
      reason: "unknown_site",
      messages: 1,
    });
  });

  test("outlast a database that is away", async () => {
    const site = await insertSite(database);
    const headers = { origin: "https://foreign.example" };
    const work = Object.assign(() => Promise.reject(new Error("away")), database.work);
    let isAway = true;
    const switched = new Proxy(database.work, {
      apply: (target, self, args) => (isAway ? work() : Reflect.apply(target as never, self, args)),
    });
    const own = startCollector({ database: { ...database, work: switched } });
    await sendTo(own.origin, site, { headers });
    expect(await readRefusals(own, database, site.id)).toEqual({});
    isAway = false;
    await sendTo(own.origin, site, { headers });
    expect(await readRefusals(own, database, site.id)).toEqual({ foreign_origin: 2 });
    await own.stop();
  });
});

describe("too much variety", () => {
  test("is counted as (other): event names and property keys", async () => {
    const site = await insertSite(database);
    const send = (name: string, props: object) =>
      outcome(site, { message: { ...messageOf(site.domain), t: "x", k: 1, n: name, p: props } });
    for (let at = 0; at < 500; at++) await send(`name ${at}`, {});
    expect(await send("one more", { plan: "pro" })).toBe("202 stored");
    for (let at = 0; at < 5; at++) {
      const keys = Array.from({ length: 10 }, (_, key) => [`key ${at}-${key}`, 1]);
      await send("name 1", Object.fromEntries(keys));
    }
    const rows = await stored<{ name: string; props: object | null }>(site);
    expect(rows.filter(({ name }) => name === "(other)")).toMatchObject([
      { props: { plan: "pro" } },
    ]);
    expect(rows.filter(({ props }) => props && "(other)" in props)).toHaveLength(1);
  }, 20_000);
});
