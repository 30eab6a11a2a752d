import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import {
  insertSite,
  messageOf,
  type RunningCollector,
  type Sent,
  sendTo,
  startCollector,
} from "#test/support/collector.ts";
import { createTestDatabase, type TestDatabase } from "#test/support/database.ts";

let database: TestDatabase;
let running: RunningCollector;
let site: Awaited<ReturnType<typeof insertSite>>;
// Noon, so that a view which began a day ago still has its salt at whatever hour this runs.
let now = new Date(new Date().setUTCHours(12, 0, 0, 0));

beforeAll(async () => {
  database = await createTestDatabase();
  running = startCollector({ database, now: () => now });
  site = await insertSite(database, { timeZone: "Europe/Paris" });
}, 60_000);
afterAll(async () => {
  await running.stop();
  await database.drop();
}, 60_000);

function send({ key = site.key, ...sent }: Sent & { key?: string } = {}): Promise<Response> {
  return sendTo(running.origin, { key, domain: site.domain }, sent);
}

async function countRows(siteId = site.id): Promise<number> {
  const [row] = await database.work<{ rows: number }[]>`
    select count(*)::int as rows from events where site_id = ${siteId}
  `;
  return row?.rows ?? 0;
}

describe("POST /{key}", () => {
  test("answers 202 when the event is in the database, with all that is known of it", async () => {
    const own = await insertSite(database, { timeZone: "Europe/Paris" });
    const commits = running.commits();
    const response = await send({
      key: own.key,
      headers: { origin: `https://www.${own.domain}` },
      message: {
        u: `https://www.${own.domain}/caf%C3%A9/jane@mail.example`,
        q: "?utm_source=letter&utm_medium=email&utm_campaign=november",
        r: "https://www.google.com/",
        a: 5_000,
        e: 9_999,
        y: 40,
      },
    });
    expect(response.status).toBe(202);
    expect(response.headers.get("access-control-allow-origin")).toBe("*");
    expect(response.headers.get("cross-origin-resource-policy")).toBe("cross-origin");
    expect(response.headers.get("set-cookie")).toBeNull();
    const rows = await database.work`
      select *, last_seen_at - ts as age, (ts at time zone 'Europe/Paris')::date = day as fits
      from events
      where site_id = ${own.id}
    `;
    expect(rows).toHaveLength(1);
    expect(rows[0]).toMatchObject({
      kind: "pageview",
      path: "/café/[email]",
      hostname: `www.${own.domain}`,
      age: "00:00:05",
      fits: true,
      engaged_ms: 5_000,
      scroll: 40,
      referrer: "https://www.google.com/",
      source: "letter",
      channel: "email",
      utm_campaign: "november",
      country: "FR",
      device: "desktop",
      browser: "Chrome",
      os: "Windows",
      language: "fr",
      screen: "",
    });
    const pending = await database.work`select * from pending where site_id = ${own.id}`;
    expect(pending).toHaveLength(1);
    expect(running.commits()).toBe(commits + 1);
  });

  test("stores an event beside its view, and both once however often it is sent", async () => {
    const own = await insertSite(database);
    const message = {
      i: 0.25,
      u: `https://${own.domain}/`,
      k: 3,
      a: 1_000,
      t: "c",
      p: { url: "tel:+331" },
    };
    const sent = { key: own.key, message, headers: { origin: null } };
    const answers = await Promise.all(Array.from({ length: 9 }, () => send(sent)));
    expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 9 }, () => 202));
    const rows = await database.work`
      select kind, target from events where site_id = ${own.id} order by kind
    `;
    expect([...rows]).toEqual([
      { kind: "pageview", target: "" },
      { kind: "tel", target: "tel:+331" },
    ]);
  });

  test.each([
    ["no such site", 404, "unknown_site", { key: "zzzzzzzzzzzz" }],
    ["another site's page", 403, "foreign_page", { message: { u: "https://evil.example/" } }],
    ["a browser's own page", 403, "foreign_page", { message: { u: "chrome://settings/" } }],
    ["another site", 403, "foreign_origin", { headers: { origin: "https://evil.example" } }],
    ["a frame of nobody", 403, "foreign_origin", { headers: { origin: "null" } }],
    ["nonsense", 400, "malformed", { message: "nonsense" }],
    ["no address", 400, "malformed", { message: { u: "not an address" } }],
    ["a path of nobody", 400, "malformed", { message: { u: "/a" }, headers: { origin: null } }],
    ["a path that leads away", 403, "foreign_page", { message: { u: "//evil.example/a" } }],
    ["a long body", 413, "too_large", { message: "x".repeat(16 * 1024 + 1) }],
    ["a bot", 202, "bot", { headers: { "user-agent": "Googlebot/2.1" } }],
    ["no user agent", 202, "bot", { headers: { "user-agent": "" } }],
    ["a view of last week", 410, "too_old", { message: { a: 6 * 86_400_000 } }],
  ])("refuses %s by %d and says why", async (_name, status, reason, sent) => {
    const before = [await countRows(), running.collector.stats().dropped[reason as "bot"]] as const;
    const response = await send(sent as Sent);
    expect(response.status).toBe(status);
    expect(response.headers.get("x-dropped")).toBe(reason);
    expect(response.headers.get("access-control-allow-origin")).toBe("*");
    expect(await response.text()).toBe("");
    expect(await countRows()).toBe(before[0]);
    expect(running.collector.stats().dropped[reason as "bot"]).toBe(Number(before[1]) + 1);
  });

  test("counts whoever asks not to be tracked only where the site does not mind", async () => {
    const own = await insertSite(database, { respectDnt: true });
    const headers = { origin: `https://${own.domain}`, "sec-gpc": "1" };
    const message = { u: `https://${own.domain}/` };
    const refused = await send({ key: own.key, headers, message });
    expect([refused.status, refused.headers.get("x-dropped")]).toEqual([202, "do_not_track"]);
    expect(await countRows(own.id)).toBe(0);
    expect((await send({ headers: { dnt: "1" } })).headers.get("x-dropped")).toBeNull();
  });

  test("takes local pages only where test traffic is counted", async () => {
    const own = await insertSite(database, { countTestTraffic: true });
    const headers = { origin: "http://localhost:8080" };
    const message = { u: "http://localhost:8080/a" };
    expect((await send({ key: own.key, headers, message })).status).toBe(202);
    expect((await send({ headers, message })).status).toBe(403);
    const file = { headers: { origin: "null" }, message: { u: "file:///home/jane/shop/a.html" } };
    expect((await send({ key: own.key, ...file })).status).toBe(202);
    const rows = await database.work`
      select path from events where site_id = ${own.id} order by path
    `;
    expect(rows.map(({ path }) => path)).toEqual(["/a", "/a.html"]);
  });

  test("has the fragment in a path only in hash mode", async () => {
    const own = await insertSite(database, { hashMode: true });
    const { key, domain } = own;
    const u = `https://${domain}/app#/orders/12?token=secret`;
    await send({ key, headers: { origin: null }, message: { u } });
    await send({ message: { u: `https://${site.domain}/hash#/orders` } });
    const rows = await database.work`
      select path from events where path like '%orders%' or path like '/hash%' order by path
    `;
    expect(rows.map(({ path }) => path)).toEqual(["/app#/orders/12", "/hash"]);
  });

  test("gives one visitor one key a day, and another one the day after", async () => {
    const own = await insertSite(database, { timeZone: "Asia/Tokyo" });
    const message = { u: `https://${own.domain}/` };
    const visit = (ip: string) =>
      send({ key: own.key, message, headers: { origin: null, "x-forwarded-for": ip } });
    const today = now;
    try {
      now = new Date("2026-11-23T14:59:00Z");
      await visit("193.51.208.13");
      await visit("193.51.208.13");
      await visit("193.51.208.14");
      now = new Date("2026-11-23T15:01:00Z");
      await visit("193.51.208.13");
    } finally {
      now = today;
    }
    const days = await database.work`
      select day::text, count(distinct visitor)::int as visitors, count(*)::int as rows
      from events where site_id = ${own.id} group by day order by day
    `;
    expect([...days]).toEqual([
      { day: "2026-11-23", visitors: 2, rows: 3 },
      { day: "2026-11-24", visitors: 1, rows: 1 },
    ]);
    const keys = await database.work`
      select distinct visitor from events where site_id = ${own.id}
    `;
    expect(keys).toHaveLength(3);
  });

  test("puts a beat after midnight to the day on which its page was opened", async () => {
    const own = await insertSite(database);
    const today = now;
    const view = { i: 0.75, u: `https://${own.domain}/` };
    const sent = (message: object) => ({ key: own.key, message, headers: { origin: null } });
    try {
      now = new Date("2026-11-22T23:50:00Z");
      await send(sent(view));
      now = new Date("2026-11-23T00:20:00Z");
      await send(sent({ ...view, t: "b", k: 1, a: 1_800_000, e: 600_000 }));
    } finally {
      now = today;
    }
    const rows = await database.work`
      select day::text, engaged_ms, ts::text, last_seen_at::text
      from events where site_id = ${own.id}
    `;
    expect([...rows]).toEqual([
      {
        day: "2026-11-22",
        engaged_ms: 600_000,
        ts: "2026-11-22 23:50:00+00",
        last_seen_at: "2026-11-23 00:20:00+00",
      },
    ]);
  });

  test("stores what PostgreSQL would refuse as it stands", async () => {
    const { status } = await send({
      message: { t: "x", k: 1, n: "a\u0000\ud83d", p: { "\u0000": ["\udc00"] }, q: "?ref=\u0000" },
    });
    expect(status).toBe(202);
  });

  test("answers every body there is, and stores every one that it says it did", async () => {
    const bodies = [
      "",
      "{}",
      "[]",
      '{"v":1e400}',
      '{"__proto__":{"v":1}}',
      "[".repeat(10_000),
      "\u0000",
      JSON.stringify(messageOf(site.domain, { t: [], u: {} })),
      JSON.stringify(messageOf(site.domain, { n: "x".repeat(9_000), t: "x" })),
      JSON.stringify(messageOf(site.domain, { u: `https://${site.domain}/${"%".repeat(500)}` })),
      JSON.stringify(messageOf(site.domain, { u: `https://${site.domain}/${"😀".repeat(900)}` })),
      JSON.stringify(messageOf(site.domain, { i: 1e308, k: 1e308, a: 1e8, e: 1e308, y: -1e308 })),
    ];
    const before = await countRows();
    const answers = await Promise.all(bodies.map((message) => send({ message })));
    const statuses = answers.map(({ status }) => status);
    expect(statuses.filter((status) => status !== 202 && status !== 400)).toEqual([]);
    const stored = answers.filter((one) => !one.headers.has("x-dropped"));
    // The event of a name that is too long is cut, and stands beside its view.
    expect(await countRows()).toBe(before + stored.length + 1);
  });

  test("keeps nobody's address or browser in what it writes", async () => {
    const canary = { ip: "193.51.208.99", agent: "Mozilla/5.0 (Windows NT 10.0) Canary/7.7" };
    const headers = { "user-agent": canary.agent, "x-forwarded-for": canary.ip };
    expect((await send({ headers })).status).toBe(202);
    expect((await send({ headers, message: { u: "https://evil.example/" } })).status).toBe(403);
    const [found] = await database.work`
      select (select count(*)::int from events e where e::text like any (${[`%${canary.ip}%`, "%Canary/7%"]})) as events,
             (select count(*)::int from salts s where s::text like any (${[`%${canary.ip}%`, "%Canary/7%"]})) as salts
    `;
    expect(found).toEqual({ events: 0, salts: 0 });
    expect(running.lines.join()).not.toMatch(/193\.51|Canary/);
  });
});
