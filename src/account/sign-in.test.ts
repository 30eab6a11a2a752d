import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { hashPassword } from "#src/auth/password.ts";
import { signedIn, startTestApp, stranger, type TestApp } from "#test/support/app.ts";

const password = "correct horse battery";
let app: TestApp;
let passwordHash: string;

beforeAll(async () => {
  app = await startTestApp({ trustedProxies: ["loopback"] });
  passwordHash = await hashPassword(password);
  await signedIn(app, { email: "anna@x.example", role: "admin", passwordHash });
}, 60_000);
afterAll(() => app.stop(), 60_000);

let lastIp = 0;
/** A new address each time, so that no test waits for another's wrong passwords. */
function newAddress(): Record<string, string> {
  lastIp += 1;
  return { "x-forwarded-for": `198.51.100.${lastIp}` };
}

function signIn(fields: Record<string, string>, headers = newAddress()): Promise<Response> {
  return stranger(app).post("/sign-in", { email: "anna@x.example", password, ...fields }, headers);
}

describe("POST /sign-in", () => {
  test("starts a session of eight hours and goes where one wanted to go", async () => {
    const response = await signIn({ email: " Anna@X.example ", next: "/sites/new?a=1" });
    expect(response.status).toBe(303);
    expect(response.headers.get("location")).toBe("/sites/new?a=1");
    expect(response.headers.get("set-cookie")).toMatch(
      /^tracker_session=[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax; Max-Age=28800$/,
    );
    const cookie = response.headers.get("set-cookie")?.split(";")[0] ?? "";
    expect((await stranger(app).get("/sites", { cookie })).status).toBe(200);
  });

  test.each(["//evil.example", "https://evil.example/", "/\\evil.example", "javascript:alert(1)"])(
    "never leads away from this server: %p",
    async (next) => {
      expect((await signIn({ next })).headers.get("location")).toBe("/");
    },
  );

  test("says the same of a wrong password and of an address that nobody has", async () => {
    const bodyOf = async (email: string) => {
      const response = await signIn({ email, password: "wrong password" });
      expect(response.status).toBe(422);
      expect(response.headers.get("set-cookie")).toBeNull();
      return (await response.text()).replaceAll(email, "address");
    };
    expect(await bodyOf("anna@x.example")).toBe(await bodyOf("nobody@x.example"));
  }, 30_000);

  test("takes the same time for both", async () => {
    const timeOf = async (email: string) => {
      const startedAt = performance.now();
      await signIn({ email, password: "wrong password" });
      return performance.now() - startedAt;
    };
    let [known, unknown] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
    const isAlike = () => known / unknown > 0.6 && known / unknown < 1.7;
    // The more are timed, the less of what else the machine does is in the least of them.
    for (let run = 0; run < 5 || (run < 30 && !isAlike()); run++) {
      known = Math.min(known, await timeOf("anna@x.example"));
      unknown = Math.min(unknown, await timeOf("nobody@x.example"));
    }
    expect(known / unknown).toBeGreaterThan(0.6);
    expect(known / unknown).toBeLessThan(1.7);
  }, 120_000);

  test("lets nobody try a sixth time at once, and says how long to wait", async () => {
    const headers = newAddress();
    // The wait begins with the fifth try, which a slow machine may verify for longer than it lasts.
    app.setNow(new Date());
    for (let time = 0; time < 5; time++)
      expect((await signIn({ password: "wrong password" }, headers)).status).toBe(422);
    const refused = await signIn({}, headers);
    app.setNow(null);
    expect(refused.status).toBe(429);
    expect(await refused.text()).toContain("second");
    // The owner, elsewhere, is not held up.
    expect((await signIn({})).status).toBe(303);
  }, 30_000);

  test("verifies no more than five of 21 wrong passwords that come at once", async () => {
    const headers = newAddress();
    app.setNow(new Date());
    const tries = Array.from({ length: 21 }, () =>
      signIn({ password: "wrong password" }, headers).then(({ status }) => status),
    );
    const statuses = await Promise.all(tries);
    app.setNow(null);
    expect(statuses.toSorted()).toEqual([...Array(5).fill(422), ...Array(16).fill(429)]);
    const audit = await app.database.work`
      select from audit_logs
      where action = 'session.refuse' and ip = ${headers["x-forwarded-for"] ?? ""}
    `;
    expect(audit).toHaveLength(5);
    // The owner, elsewhere, is not held up.
    expect((await signIn({})).status).toBe(303);
  }, 60_000);

  test("refuses who is disabled", async () => {
    const ben = await signedIn(app, { email: "ben@x.example", role: "client", passwordHash });
    await app.database.work`update users set disabled_at = now() where id = ${ben.userId}`;
    expect((await signIn({ email: "ben@x.example" })).status).toBe(422);
  }, 30_000);

  test("ends the session that the browser still had", async () => {
    const old = await signedIn(app, { email: "eva@x.example", role: "admin", passwordHash });
    const response = await old.post("/sign-in", { email: "eva@x.example", password }, newAddress());
    expect(response.status).toBe(303);
    expect((await old.get("/sites")).status).toBe(303);
  }, 30_000);

  test("hashes a password anew when the cost has changed", async () => {
    const weak = await signedIn(app, { email: "old@x.example", role: "admin" });
    const { scryptSync } = await import("node:crypto");
    const salt = Buffer.from("0123456789abcdef");
    const key = scryptSync(password, salt, 32, { N: 1024, r: 8, p: 1 });
    const hash = `scrypt$1024$8$1$${salt.toString("base64")}$${key.toString("base64")}`;
    await app.database.work`update users set password_hash = ${hash} where id = ${weak.userId}`;
    expect((await signIn({ email: "old@x.example" })).status).toBe(303);
    const [row] = await app.database.work<{ password_hash: string }[]>`
      select password_hash from users where id = ${weak.userId}
    `;
    expect(row?.password_hash).toStartWith("scrypt$32768$8$3$");
    expect((await signIn({ email: "old@x.example" })).status).toBe(303);
  }, 30_000);

  test("writes what was tried into the audit log, with the address and without the password", async () => {
    await signIn({ password: "a secret that is wrong" }, { "x-forwarded-for": "203.0.113.9" });
    const [row] = await app.database.work<{ text: string }[]>`
      select audit_logs::text as text from audit_logs where ip = '203.0.113.9'
    `;
    expect(row?.text).toContain("session.refuse");
    expect(row?.text).not.toContain("secret");
  });
});

describe("the language of the sign-in", () => {
  test("is that of its address, and goes on by its form and its links", async () => {
    const page = await stranger(app).get("/sign-in?next=%2Fsites&lang=fr");
    const html = await page.text();
    expect(html).toContain('<html lang="fr">');
    expect(html).toContain('action="/sign-in?lang=fr"');
    expect(html).toContain('href="/forgot-password?lang=fr"');
    expect(html).toContain('href="/sign-in?next=%2Fsites&amp;lang=en"');
    const refused = await stranger(app).post("/sign-in?lang=fr", { email: "l@x.example" });
    expect(refused.status).toBe(422);
    expect(await refused.text()).toContain("L’adresse ou le mot de passe est incorrect");
  });
});

describe("POST /sign-out", () => {
  test("ends the session, takes the cookie away and leads to the door", async () => {
    const zoe = await signedIn(app, { email: "zoe@x.example", role: "client" });
    const response = await zoe.post("/sign-out");
    expect(response.headers.get("location")).toBe("/sign-in");
    expect(response.headers.get("set-cookie")).toMatch(/^tracker_session=; .*Max-Age=0/);
    expect((await zoe.get("/sites")).status).toBe(303);
  });
});

describe("POST /account/language", () => {
  test("changes the language of every page from then on", async () => {
    const lea = await signedIn(app, { email: "lea@x.example", role: "client" });
    expect(await (await lea.get("/sites")).text()).toContain('<html lang="en">');
    const response = await lea.post("/account/language", { locale: "fr", next: "/sites" });
    expect(response.headers.get("location")).toBe("/sites");
    expect(await (await lea.get("/sites")).text()).toContain('<html lang="fr">');
    expect((await lea.post("/account/language", { locale: "xx" })).status).toBe(404);
  });
});
