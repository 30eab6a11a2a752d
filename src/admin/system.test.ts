import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { dropReasons } from "#src/collect/drop-reason.ts";
import { type Person, signedIn, startTestApp, type TestApp } from "#test/support/app.ts";
import { makeSite } from "#test/support/events.ts";
import { messagesFor } from "#views/messages/catalogue.ts";

let app: TestApp;
let admin: Person;
beforeAll(async () => {
  app = await startTestApp();
  admin = await signedIn(app, { email: "anna@agency.example", role: "admin" });
}, 60_000);
afterAll(() => app.stop(), 60_000);

describe("GET /admin/system", () => {
  test("tells how the server is", async () => {
    const html = await (await admin.get("/admin/system")).text();
    expect(html).toContain("PostgreSQL 1");
    expect(html).toContain("empty, at most 1.1 GB");
    expect(html).toContain("Nothing was left out in the last 30 days");
    expect(html).not.toContain("does not take events");
  });

  test("shows what doctor checks: what is to be done, and folded away what is well", async () => {
    const html = await (await admin.get("/admin/system")).text();
    const [open = "", well = ""] = html.split('<details class="checks-well"');
    expect(open).toContain("None can be sent: no way is set up.");
    expect(open).toContain("Set SMTP_URL or RESEND_API_KEY, and MAIL_FROM.");
    expect(open).not.toContain("Our clock agrees");
    expect(well).toMatch(/\d+ checks are well/);
    expect(well).toContain("Our clock agrees with the others.");
    const zoe = await signedIn(app, { email: "zoe@agency.example", role: "admin", locale: "fr" });
    const french = await (await zoe.get("/admin/system")).text();
    expect(french).toContain("Aucun ne peut être envoyé");
    expect(french).toMatch(/\d+\u00a0contrôles sont bons/);
  });

  test("does not wait for an address that does not answer", async () => {
    const silent = Bun.listen({ hostname: "127.0.0.1", port: 0, socket: { data() {} } });
    const own = await startTestApp({ publicUrl: `http://127.0.0.1:${silent.port}` });
    const person = await signedIn(own, { email: "a@agency.example", role: "admin" });
    const startedAt = performance.now();
    const html = await (await person.get("/admin/system")).text();
    // A second and a half, while nothing would ever come.
    expect(performance.now() - startedAt).toBeLessThan(8_000);
    expect(html).toContain("cannot be reached from this machine: no answer in time");
    await own.stop();
    silent.stop(true);
  }, 30_000);

  test("needs no data folder, where the database is elsewhere", async () => {
    const bare = await startTestApp({ dataDir: "/tmp/not-there/at/all" });
    const own = await signedIn(bare, { email: "a@agency.example", role: "admin" });
    expect((await own.get("/admin/system")).status).toBe(200);
    await bare.stop();
  }, 20_000);

  test("tells what was refused, by site and reason, in plain words", async () => {
    const site = await makeSite(app.database.work, "shop.example");
    const today = new Date();
    const ago = (days: number) =>
      new Date(today.getTime() - days * 864e5).toISOString().slice(0, 10);
    await app.database.work`
      insert into refusals (site_id, day, reason, messages)
      values (${site}, ${ago(0)}, 'bot', 12), (${site}, ${ago(10)}, 'bot', 1200),
             (${site}, ${ago(40)}, 'bot', 5), (0, ${ago(0)}, 'unknown_site', 3)
    `;
    const html = await (await admin.get("/admin/system")).text();
    const rows = [...html.matchAll(/<tr><td>(.*?)<\/tr>/g)].map(([row]) =>
      row.replace(/<[^>]+>/g, "|").replace(/\|+/g, "|"),
    );
    expect(rows).toEqual([
      "|shop.example|Bot|12|1,212|",
      "|none of yours|Key of no site, or of an archived one|3|3|",
    ]);
  });

  test.each(["en", "fr"] as const)("has words for every reason, in %s", (locale) => {
    const { reasons } = messagesFor(locale).admin.system;
    expect(Object.keys(reasons).toSorted()).toEqual([...dropReasons].toSorted());
  });
});

describe("POST /sites/{domain}/secret", () => {
  const secretIn = (html: string) => /[a-z][a-z0-9]{11}\.[\w-]{43}/.exec(html)?.[0];

  test("shows a new key once, which works, and ends the one before", async () => {
    const { work } = app.database;
    await makeSite(work, "pay.example");
    const make = async () => {
      const response = await admin.post("/sites/pay.example/secret");
      expect(response.status).toBe(200);
      return secretIn(await response.text()) ?? "";
    };
    const report = (secret: string) =>
      fetch(`${app.origin}/api/event`, {
        method: "POST",
        headers: { authorization: `Bearer ${secret}` },
        body: JSON.stringify({
          name: "paid",
          ip: "193.51.208.13",
          userAgent:
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36",
        }),
      });
    await work`update sites set key = 'paypaypaypay' where domain = 'pay.example'`;
    const first = await make();
    expect((await report(first)).status).toBe(202);
    const second = await make();
    expect(second).not.toBe(first);
    // Settings arrive within two seconds, unless the database takes its time just then.
    await Bun.sleep(2_100);
    const deadline = performance.now() + 5_000;
    while ((await report(first)).status !== 401 && performance.now() < deadline)
      await Bun.sleep(1_000);
    expect((await report(first)).status).toBe(401);
    expect((await report(second)).status).toBe(202);
    const settings = await (await admin.get("/sites/pay.example/settings")).text();
    expect(secretIn(settings)).toBeUndefined();
    const [kept] = await work`select secret_hash, key from sites where domain = 'pay.example'`;
    expect(JSON.stringify(kept)).not.toContain(second);
    const logs = await work`select action, after from audit_logs where subject = 'pay.example'`;
    expect([...logs]).toEqual([
      { action: "site.secret", after: null },
      { action: "site.secret", after: null },
    ]);
  }, 20_000);
});
