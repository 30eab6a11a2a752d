import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { type Person, signedIn, startTestApp, type TestApp } from "#test/support/app.ts";
import { messagesFor } from "#views/messages/catalogue.ts";

const setUpMaxMs = 60_000;
let app: TestApp;
let admin: Person;
let french: Person;
beforeAll(async () => {
  app = await startTestApp();
  admin = await signedIn(app, { email: "admin@x.example", role: "admin" });
  french = await signedIn(app, { email: "zoe@x.example", role: "admin", locale: "fr" });
  // Seven lines: five of people, one of the server's own, one of a stranger at the door.
  await app.database.work`
    insert into audit_logs (at, actor_id, actor_email, action, subject, before, after, ip)
    values ('2026-11-01 23:59:59.999999Z', 1, 'anna@x.example', 'site.create', 'shop.example',
            null, '{"name": "Shop", "hostnames": []}', '192.0.2.7'),
           ('2026-11-02 00:00:00Z', 1, 'anna@x.example', 'site.update', 'shop.example',
            '{"name": "Shop", "hashMode": false}', '{"name": "The shop", "hashMode": true}', '192.0.2.7'),
           ('2026-11-03 10:00:00Z', 2, 'ben@x.example', 'session.start', 'ben@x.example', null,
            null, '192.0.2.8'),
           ('2026-11-03 11:00:00Z', 2, 'ben@x.example', 'site.secret', '100%.example', null, null,
            '192.0.2.8'),
           ('2026-11-04 10:00:00Z', 1, 'anna@x.example', 'site.update', '=HYPERLINK("x")',
            '{"unheardOf": "<b>"}', '{"unheardOf": null}', '192.0.2.7'),
           ('2026-11-05 10:00:00Z', null, null, 'account.password', 'anna@x.example', null, null,
            null),
           ('2026-11-06 10:00:00Z', null, 'who@evil.example', 'session.refuse', 'who@evil.example',
            null, null, '198.51.100.1')
  `;
}, setUpMaxMs);
afterAll(() => app?.stop(), setUpMaxMs);

const htmlOf = async (query: string, who = admin) => (await who.get(`/admin/audit${query}`)).text();

/** The subjects of the lines of a page, the newest first. */
function subjectsOf(html: string): string[] {
  return [...html.matchAll(/<td data-label="Subject">([^<]*)</g)].map(
    ([, subject = ""]) => subject,
  );
}

describe("GET /admin/audit", () => {
  const shop = "shop.example";
  const formula = "=HYPERLINK(&quot;x&quot;)";
  test.each<[string, string[]]>([
    ["?actor=ben@x.example", ["100%.example", "ben@x.example"]],
    ["?actor=server", ["anna@x.example"]],
    ["?actor=nobody@x.example", []],
    ["?action=site.update", [formula, shop]],
    ["?action=session", ["who@evil.example", "ben@x.example"]],
    ["?action=unheard.of", []],
    ["?subject=SHOP", [shop, shop]],
    ["?subject=100%25", ["100%.example"]],
    ["?subject=%25", []],
    ["?subject=_hop", []],
    ["?subject=hop", []],
    ["?from=2026-11-02&to=2026-11-03", ["100%.example", "ben@x.example", shop]],
    ["?to=2026-11-01", [shop]],
    ["?from=2026-11-05", ["who@evil.example", "anna@x.example"]],
    ["?from=2026-02-30&to=x&actor=server", ["anna@x.example"]],
    ["?from=2026-11-05&to=2026-11-01", []],
    ["?actor=anna@x.example&action=site&subject=shop&from=2026-11-02", [shop]],
    [
      "?actor=&action=&subject=&from=&to=&actor=x",
      ["who@evil.example", "anna@x.example", formula, "100%.example", "ben@x.example", shop, shop],
    ],
  ])("shows of %s what it says", async (query, subjects) => {
    expect(subjectsOf(await htmlOf(query))).toEqual(subjects);
  });

  test("offers everybody with an account who appears, and each action in words by groups", async () => {
    const html = await htmlOf("?actor=ben@x.example&action=site");
    const choices = [...html.matchAll(/<option value="([^"]+)"( selected)?>/g)];
    const values = choices.map(([, value]) => value);
    expect(values.slice(0, 3)).toEqual(["server", "anna@x.example", "ben@x.example"]);
    const chosen = choices.filter(([, , selected]) => selected).map(([, value]) => value);
    expect(chosen).toEqual(["ben@x.example", "site"]);
    expect(html).toContain('<optgroup label="Sites">');
    expect(html).not.toContain('value="who@evil.example"');
    expect(await htmlOf("?actor=who@evil.example")).toContain('value="who@evil.example" selected');
  });

  test("keeps the filter while somebody leafs, and in the download", async () => {
    await app.database.work`
      insert into audit_logs (at, actor_id, actor_email, action, subject)
      select '2025-01-01', 9, 'busy+1@x.example', 'site.update', 'many.example'
      from generate_series(1, 45)
    `;
    const html = await htmlOf("?actor=busy%2B1@x.example&from=2025-01-01&page=2");
    const kept = "actor=busy%2B1%40x.example&amp;from=2025-01-01";
    expect(html).toContain(`href="/admin/audit?${kept}&amp;page=3"`);
    expect(html).toContain(`href="/admin/audit?${kept}&amp;page=1"`);
    expect(html).toContain(`href="/admin/audit.csv?${kept}"`);
    expect(subjectsOf(html)).toHaveLength(20);
  });

  test("tells what changed, in the words of the form or as code", async () => {
    const html = await htmlOf("?subject=shop&from=2026-11-02");
    expect(html).toContain("<dt>Name</dt><dd><del>Shop</del>");
    expect(html).toContain("<ins>The shop</ins>");
    expect(html).toContain("<dt>Pages differ by what follows #</dt><dd><del>no</del>");
    expect(await htmlOf("?to=2026-11-01&from=2026-01-01")).toContain("<ins>nothing</ins>");
    const odd = await htmlOf("?subject==");
    expect(odd).toContain("<dt><code>unheardOf</code></dt><dd><del>&lt;b></del>");
  });

  test("says that nothing matches, and how to see everything again", async () => {
    const html = await htmlOf("?actor=nobody@x.example");
    expect(html).toContain("Nothing matches this filter");
    expect(html).toContain('href="/admin/audit"');
    expect(html).not.toContain("audit.csv");
  });

  test("takes what nobody can mean without a failure", async () => {
    for (const query of [
      "?subject=%00%ED%A0%80",
      "?actor=%00",
      "?from=0000-00-00",
      "?action=__proto__",
    ])
      expect((await admin.get(`/admin/audit${query}`)).status).toBe(200);
  });
});

describe("GET /admin/audit.csv", () => {
  test("writes all that the filter leaves, words and code, and nothing that a sheet would run", async () => {
    const response = await french.get("/admin/audit.csv?action=site.update&from=2026-11-01");
    expect(response.headers.get("content-type")).toBe("text/csv; charset=utf-8");
    expect(response.headers.get("content-disposition")).toMatch(/filename="audit-[\d-]+\.csv"/);
    expect((await response.text()).split("\r\n")).toEqual([
      "time,who,action,code,subject,before,after,address",
      '2026-11-04T10:00:00.000Z,anna@x.example,A modifié un site,site.update,"\'=HYPERLINK(""x"")",' +
        '"{""unheardOf"":""<b>""}","{""unheardOf"":null}",192.0.2.7',
      "2026-11-02T00:00:00.000Z,anna@x.example,A modifié un site,site.update,shop.example," +
        '"{""name"":""Shop"",""hashMode"":false}","{""name"":""The shop"",""hashMode"":true}",192.0.2.7',
      "",
    ]);
    expect(await (await french.get("/admin/audit.csv?actor=server")).text()).toContain(
      "le serveur",
    );
  });

  test("reads a long log in portions and loses none, of whatever microsecond", async () => {
    await app.database.work`
      insert into audit_logs (at, action, subject)
      select '2024-01-01'::timestamptz + (n / 3) * interval '1 microsecond', 'site.update',
             'long' || n || '.example'
      from generate_series(1, 2500) n
    `;
    const csv = await (await admin.get("/admin/audit.csv?subject=long")).text();
    const subjects = [...csv.matchAll(/,long(\d+)\.example,/g)].map(([, n]) => Number(n));
    expect(subjects).toEqual(Array.from({ length: 2500 }, (_, at) => 2500 - at));
  });
});

describe("the words of an action", () => {
  const root = resolve(import.meta.dir, "../..");

  test("are in both languages, of each that the server writes", async () => {
    const codes = new Set<string>();
    const odd: string[] = [];
    for await (const name of new Bun.Glob("src/**/*.{ts,tsx}").scan({ cwd: root })) {
      if (/\.test\.tsx?$/.test(name)) continue;
      const text = readFileSync(join(root, name), "utf8");
      // Up to the end of the field, so that `action: isNew ? "user.create" : "user.update"` counts.
      for (const [, value = ""] of text.matchAll(/\baction:\s*([^,;}]+)/g)) {
        if (value.includes("`")) odd.push(`${name}: ${value}`);
        for (const [, code = ""] of value.matchAll(/"([a-z_]+\.[a-z_]+)"/g)) codes.add(code);
      }
    }
    expect(codes.size).toBeGreaterThan(8);
    expect(odd).toEqual([]);
    for (const locale of ["en", "fr"] as const) {
      const { actions } = messagesFor(locale).admin;
      expect([...codes].filter((code) => !(code in actions))).toEqual([]);
    }
  });
});
