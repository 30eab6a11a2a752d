import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { makeToken } from "#src/auth/token.ts";
import { hashSecret } from "#src/sites/secret.ts";
import { settleProjections } from "#src/stats/project/settle.ts";
import { agents } from "#test/support/browser.ts";
import {
  insertSite,
  type RunningCollector,
  readRefusals,
  sendTo,
  startCollector,
} from "#test/support/collector.ts";
import { createTestDatabase, type TestDatabase } from "#test/support/database.ts";

let database: TestDatabase;
let running: RunningCollector;
let now = new Date(new Date().setUTCHours(12, 0, 0, 0));
beforeAll(async () => {
  database = await createTestDatabase();
  running = startCollector({ database, now: () => now });
}, 60_000);
afterAll(async () => {
  await running.stop();
  await database.drop();
}, 60_000);

/** A site whose server holds its secret key. */
async function siteWithSecret() {
  const site = await insertSite(database);
  const secret = `${site.key}.${makeToken()}`;
  await database.work`
    update sites
    set secret_hash = ${hashSecret(secret)}
    where id = ${site.id}
  `;
  return { ...site, secret };
}

const purchase = {
  name: "purchase",
  ip: "193.51.208.13",
  userAgent: agents.windows,
  props: { plan: "pro", price: 49 },
};

async function report(
  secret: string,
  body: unknown = purchase,
  headers: Record<string, string> = {},
) {
  const response = await fetch(`${running.origin}/api/event`, {
    method: "POST",
    headers: { authorization: `Bearer ${secret}`, ...headers },
    body: typeof body === "string" ? body : JSON.stringify(body),
  });
  return { status: response.status, json: (await response.json()) as Record<string, unknown> };
}

async function eventsOf(siteId: number) {
  const rows = await database.work`
    select day::text, visitor, kind, name, path, hostname, props, country, browser, os, referrer
    from events
    where site_id = ${siteId}
    order by ts
  `;
  return [...rows];
}

describe("POST /api/event", () => {
  test("stores the event as if the visitor's browser had told of it, without a pageview", async () => {
    const site = await siteWithSecret();
    const url = `https://${site.domain}/thanks?token=secret`;
    expect(
      await report(site.secret, { ...purchase, url, referrer: "https://pay.example/x" }),
    ).toEqual({
      status: 202,
      json: { status: "stored" },
    });
    expect(await eventsOf(site.id)).toMatchObject([
      {
        kind: "custom",
        name: "purchase",
        path: "/thanks",
        hostname: site.domain,
        props: { plan: "pro", price: 49 },
        country: "FR",
        browser: "Chrome",
        os: "Windows",
        referrer: "https://pay.example/x",
      },
    ]);
  });

  test("belongs to the visit of the browser with that address and user agent", async () => {
    const site = await siteWithSecret();
    await sendTo(running.origin, site, { headers: { "x-forwarded-for": purchase.ip } });
    await report(site.secret);
    const [view, event] = await eventsOf(site.id);
    expect(event?.visitor).toBe(view?.visitor);
    await settleProjections(database.work);
    const visits = await database.work`
      select pageviews, events from visits where site_id = ${site.id}
    `;
    expect([...visits]).toEqual([{ pageviews: 1, events: 1 }]);
  });

  test("is a visit of its own when nobody was there", async () => {
    const site = await siteWithSecret();
    await report(site.secret);
    await settleProjections(database.work);
    const visits = await database.work`
      select pageviews, events from visits where site_id = ${site.id}
    `;
    expect([...visits]).toEqual([{ pageviews: 0, events: 1 }]);
  });

  test("stores a retry under one Idempotency-Key once, after midnight too", async () => {
    const site = await siteWithSecret();
    const before = now;
    now = new Date(new Date(before).setUTCHours(23, 59, 30));
    const key = { "idempotency-key": "order 4711" };
    const answers = await Promise.all([1, 2, 3].map(() => report(site.secret, purchase, key)));
    now = new Date(now.getTime() + 60_000);
    answers.push(await report(site.secret, purchase, key));
    now = before;
    expect(answers.map(({ status }) => status)).toEqual([202, 202, 202, 202]);
    expect(await eventsOf(site.id)).toHaveLength(1);
    expect((await report(site.secret, purchase)).status).toBe(202);
    expect((await report(site.secret, purchase)).status).toBe(202);
    expect(await eventsOf(site.id)).toHaveLength(3);
  });

  test("keeps nothing in the event by which a guessed key could be recognised", async () => {
    const [first, second] = [await siteWithSecret(), await siteWithSecret()];
    const key = { "idempotency-key": "order 4711" };
    for (const { secret } of [first, second]) await report(secret, purchase, key);
    const ids = await database.work<{ id: string; hash: string }[]>`
      select events.id::text, key_hash::text as hash
      from events
      join idempotency_keys using (site_id)
      where site_id in (${first.id}, ${second.id})
    `;
    expect(ids).toHaveLength(2);
    expect(ids[0]?.hash).toBe(ids[1]?.hash);
    expect(new Set(ids.flatMap(({ id, hash }) => [id, hash])).size).toBe(3);
  });

  test("is not bound to the rate of one address", async () => {
    const own = startCollector({ database, rateLimit: 5 });
    const site = await siteWithSecret();
    const post = () =>
      fetch(`${own.origin}/api/event`, {
        method: "POST",
        headers: { authorization: `Bearer ${site.secret}` },
        body: JSON.stringify(purchase),
      });
    const answers = await Promise.all(Array.from({ length: 20 }, post));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([202]));
    await own.stop();
  });

  test("needs the present secret key of the site", async () => {
    const site = await siteWithSecret();
    const other = await siteWithSecret();
    const wrong = [
      "",
      "nonsense",
      site.key,
      `${site.key}.`,
      `${site.key}.${makeToken()}`,
      `${other.key}.${site.secret.split(".")[1]}`,
      `nobodynobody.${makeToken()}`,
    ];
    for (const secret of wrong) {
      const { status, json } = await report(secret);
      expect([secret, status, json.error]).toEqual([secret, 401, "unauthorized"]);
    }
    expect(await eventsOf(site.id)).toEqual([]);
    // Counted for the site that a whole key names.
    expect(await readRefusals(running, database, site.id)).toEqual({ unauthorized: 1 });
    // A site without a secret key has no door here.
    const bare = await insertSite(database);
    expect((await report(`${bare.key}.${makeToken()}`)).status).toBe(401);
  });

  test.each([
    ["[]", 400],
    ["{", 400],
    ['"text"', 400],
    [{ ...purchase, name: "" }, 400],
    [{ ...purchase, name: 5 }, 400],
    [{ ...purchase, ip: "here" }, 400],
    [{ ...purchase, ip: undefined }, 400],
    [{ ...purchase, userAgent: undefined }, 400],
    [{ ...purchase, url: "/thanks" }, 400],
    [{ ...purchase, props: "pro" }, 400],
    [{ ...purchase, props: { text: "x".repeat(1_100) } }, 413],
    [{ ...purchase, props: { text: "x".repeat(20_000) } }, 413],
    [{ ...purchase, url: "https://foreign.example/" }, 403],
  ])("refuses %j and says why", async (body, status) => {
    const site = await siteWithSecret();
    const answer = await report(site.secret, body);
    expect(answer.status).toBe(status);
    expect(String(answer.json.message).length).toBeGreaterThan(10);
    expect(await eventsOf(site.id)).toEqual([]);
  });

  test("does not count bots", async () => {
    const site = await siteWithSecret();
    const answer = await report(site.secret, { ...purchase, userAgent: "curl/8.1" });
    expect(answer).toEqual({ status: 202, json: { status: "dropped", reason: "bot" } });
  });
});

describe("GET /{key}.gif", () => {
  const ask = (key: string, query: string, headers: Record<string, string>) =>
    fetch(`${running.origin}/${key}.gif${query}`, {
      headers: { "user-agent": agents.windows, "x-forwarded-for": purchase.ip, ...headers },
    });

  test("counts the page that shows it, and is a picture", async () => {
    const site = await insertSite(database);
    const referer = `https://${site.domain}/menu?utm_source=letter&token=secret`;
    const response = await ask(site.key, "", { referer });
    expect(response.status).toBe(200);
    expect(response.headers.get("content-type")).toBe("image/gif");
    expect(response.headers.get("cache-control")).toBe("no-store");
    expect(response.headers.get("set-cookie")).toBeNull();
    expect(Buffer.from(await response.arrayBuffer()).toString("latin1")).toStartWith("GIF89a");
    expect(await eventsOf(site.id)).toMatchObject([
      { kind: "pageview", path: "/menu", hostname: site.domain, browser: "Chrome" },
    ]);
  });

  test("takes the page from ?u= where the Referer is cut to its origin", async () => {
    const site = await insertSite(database);
    const page = encodeURIComponent(`https://${site.domain}/letter`);
    const from = encodeURIComponent("https://www.google.com/");
    await ask(site.key, `?u=${page}&r=${from}`, { referer: `https://${site.domain}/` });
    expect(await eventsOf(site.id)).toMatchObject([
      { path: "/letter", referrer: "https://www.google.com/" },
    ]);
  });

  test.each([
    ["no page", {}, "malformed"],
    ["a page of somebody else", { referer: "https://foreign.example/" }, "foreign_page"],
    ["a bot", { "user-agent": "curl/8.1" }, "bot"],
  ])("is a picture for %s as well", async (_, headers, reason) => {
    const site = await insertSite(database);
    const response = await ask(site.key, "", headers as Record<string, string>);
    expect(response.status).toBe(200);
    expect(response.headers.get("x-dropped")).toBe(reason);
    expect(await eventsOf(site.id)).toEqual([]);
  });

  test("is no page's name", async () => {
    expect((await ask("favicon", "", {})).status).toBe(404);
  });
});
