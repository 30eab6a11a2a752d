import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { type Person, signedIn, startTestApp, type TestApp } from "#test/support/app.ts";
import { insertSite, sendTo } from "#test/support/collector.ts";
import { platforms } from "#views/sites/platforms.ts";

const maxMs = 60_000;
let app: TestApp;
let admin: Person;
beforeAll(async () => {
  app = await startTestApp({ trustedProxies: ["loopback"] });
  admin = await signedIn(app, { email: "admin@x.example", role: "admin" });
}, maxMs);
afterAll(() => app?.stop(), maxMs);

/** The text of an answer as a person reads it. */
async function textOf(response: Response): Promise<string> {
  const html = (await response.text()).replaceAll(/<[^>]+>/g, " ");
  return html.replaceAll("&quot;", '"').replaceAll("&lt;", "<").replaceAll(/\s+/g, " ");
}

const statusOf = (domain: string, query = "") =>
  admin.get(`/sites/${domain}/install/status${query}`);

/** Asks until the counts of what was refused are written, which takes two seconds. */
async function textWith(domain: string, words: string): Promise<string> {
  const deadline = performance.now() + 10_000;
  for (;;) {
    const text = await textOf(await statusOf(domain));
    if (text.includes(words) || performance.now() > deadline) return text;
    await Bun.sleep(100);
  }
}

describe("GET /sites/{domain}/install", () => {
  test.each(platforms)("has a guide for %s, with the site's own code", async (platform) => {
    const { domain, key } = await insertSite(app.database);
    const response = await admin.get(`/sites/${domain}/install?platform=${platform}`);
    const html = await response.text();
    expect(html).toContain(`?platform=${platform}" aria-current="page"`);
    expect(html).toContain(`src=&quot;${app.origin}/${key}.js&quot;`);
    expect(html).toContain(`script-src ${app.origin}; connect-src ${app.origin}`);
  });

  test("shows plain HTML to whoever asks for a platform that nobody knows", async () => {
    const { domain } = await insertSite(app.database);
    const html = await (await admin.get(`/sites/${domain}/install?platform=<b>`)).text();
    expect(html).toContain('?platform=html" aria-current="page"');
  });
});

describe("GET /sites/{domain}/install/status", () => {
  test(
    "tells what was refused and what to do, and turns with the first view",
    async () => {
      const site = await insertSite(app.database);
      const foreign = { origin: "https://preview.elsewhere.example" };
      expect((await sendTo(app.origin, site, { headers: foreign })).status).toBe(403);
      const text = await textWith(site.domain, "1 ×");
      expect(text).toContain(`1 × sent from another address than ${site.domain}.`);
      expect(text).toContain("Other host names");

      expect((await sendTo(app.origin, site, { headers: { "user-agent": "curl/8" } })).status).toBe(
        202,
      );
      expect(await textWith(site.domain, "a program")).toContain("1 × sent by a program");

      expect((await sendTo(app.origin, site)).status).toBe(202);
      const arrived = await textWith(site.domain, "has arrived");
      expect(arrived).toContain("The first visit has arrived.");
      expect(arrived).not.toContain("×");
    },
    maxMs,
  );

  test("says nothing of another site's refusals", async () => {
    const [own, its] = [await insertSite(app.database), await insertSite(app.database)];
    await app.database.work`
      insert into refusals (site_id, day, reason, messages)
      values (${its.id}, (now() at time zone 'UTC')::date, 'bot', 1),
             (${own.id}, (now() at time zone 'UTC')::date - 2, 'bot', 1),
             (${own.id}, (now() at time zone 'UTC')::date, 'unheard_of', 1)
    `;
    expect(await textOf(await statusOf(own.domain))).not.toContain("not counted");
    expect(await textOf(await statusOf(its.domain))).toContain("1 × sent by a program");
  });

  test("has a list of things to look at after a minute, not before", async () => {
    const { domain, key } = await insertSite(app.database);
    const now = new Date();
    app.setNow(now);
    const ago = (ms: number) => `?since=${now.getTime() - ms}`;
    expect(await textOf(await statusOf(domain, ago(59_999)))).not.toContain("Nothing yet?");
    const late = await textOf(await statusOf(domain, ago(60_000)));
    expect(late).toContain("Nothing yet?");
    expect(late).toContain(key);
    for (const odd of [
      "?since=x",
      "?since=-1",
      "?since=0",
      `?since=${now.getTime() + 9e9}`,
      "?since=1e99",
    ])
      expect(await textOf(await statusOf(domain, odd))).not.toContain("Nothing yet?");
    app.setNow(null);
  });

  test("answers only when it says something else than what is shown", async () => {
    const { id, domain } = await insertSite(app.database);
    const html = await (await statusOf(domain)).text();
    const again = /hx-get="([^"]+)"/.exec(html)?.[1]?.replaceAll("&amp;", "&") ?? "";
    expect((await admin.get(again)).status).toBe(204);
    await app.database.work`
      insert into refusals (site_id, day, reason, messages)
      values (${id}, (now() at time zone 'UTC')::date, 'bot', 1)
    `;
    expect((await admin.get(again)).status).toBe(200);
  });
});
