import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { prepareSetup } from "#src/auth/setup.ts";
import { signedIn, startTestApp, stranger, type TestApp } from "#test/support/app.ts";
import { makeSite } from "#test/support/events.ts";

const maxMs = 30_000;
let app: TestApp;
let mailing: TestApp;
beforeAll(async () => {
  app = await startTestApp();
  mailing = await startTestApp({
    ...{ publicUrl: "https://stats.example", mailFrom: "stats@x.example" },
    smtpUrl: "smtp://127.0.0.1:1",
  });
}, maxMs);
afterAll(async () => {
  await app?.stop();
  await mailing?.stop();
}, maxMs);

const readStart = async (of: TestApp, path = "/") => await (await stranger(of).get(path)).text();

describe("GET / for a stranger", () => {
  test("says before there is an admin where the link is that makes one, and not the link", async () => {
    const token = await prepareSetup(app.database);
    const html = await readStart(app);
    expect(html).toContain("Almost ready");
    expect(html).toContain("“Create your account:”");
    expect(token).not.toBeNull();
    expect(html).not.toContain(token ?? "");
    expect(html).not.toContain('href="/sign-in"');
    expect(await readStart(app, "/?lang=fr")).toContain("«\u202fCreate your account:\u202f»");
  });

  test("then says what this is and leads to the sign-in, in either language", async () => {
    await signedIn(app, { email: "first@x.example", role: "admin" });
    const html = await readStart(app);
    expect(html).toContain("Web analytics without cookies");
    expect(html).toContain(`At ${new URL(app.origin).host}, `);
    expect(html).not.toContain("Create your account");
    for (const path of ["/sign-in", "/docs", "/docs/privacy", "/?lang=fr"])
      expect(html).toContain(`href="${path}"`);
    const french = await readStart(app, "/?lang=fr");
    expect(french).toContain('<html lang="fr">');
    for (const path of ["/sign-in?lang=fr", "/docs/privacy?lang=fr", "/?lang=en"])
      expect(french).toContain(`href="${path}"`);
  });

  test("offers a new password where mails can be sent, under the server's public name", async () => {
    await signedIn(mailing, { email: "first@x.example", role: "admin" });
    expect(await readStart(app)).not.toContain("/forgot-password");
    const html = await readStart(mailing);
    expect(html).toContain('href="/forgot-password"');
    expect(html).toContain("At stats.example, ");
  });
});

describe("GET / for who has signed in", () => {
  const startOf = async (fields: Parameters<typeof signedIn>[1]) =>
    (await (await signedIn(app, fields)).get("/")).headers.get("location");

  test("leads to the sites, a client with a single one to its figures", async () => {
    const { work } = app.database;
    const siteIds = [await makeSite(work, "one.example"), await makeSite(work, "two.example")];
    const role = "client";
    expect(await startOf({ email: "boss@x.example", role: "admin" })).toBe("/sites");
    expect(await startOf({ email: "both@x.example", role, siteIds })).toBe("/sites");
    expect(await startOf({ email: "none@x.example", role })).toBe("/sites");
    const [only = 0] = siteIds;
    expect(await startOf({ email: "only@x.example", role, siteIds: [only] })).toBe(
      "/sites/one.example",
    );
  });
});
