import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { hashPassword } from "#src/auth/password.ts";
import { codeAt } from "#src/auth/totp.ts";
import { type Person, signedIn, startTestApp, stranger, type TestApp } from "#test/support/app.ts";

const password = "correct horse battery";
const halfMinuteMs = 30_000;
let app: TestApp;
let passwordHash: string;
beforeAll(async () => {
  app = await startTestApp({ trustedProxies: ["loopback"] });
  passwordHash = await hashPassword(password);
}, 60_000);
afterAll(() => app.stop(), 60_000);

let count = 0;
const emailNow = () => `person${count}@x.example`;
async function newPerson(): Promise<Person> {
  count += 1;
  return await signedIn(app, { email: emailNow(), role: "client", passwordHash });
}

async function offeredTo({ userId }: Person): Promise<Uint8Array> {
  const [row] = await app.database.work<{ totp_offer: Uint8Array }[]>`
    select totp_offer from sessions where user_id = ${userId} and stage = 'full'
  `;
  return row?.totp_offer ?? new Uint8Array();
}

/** The recovery codes that a page shows. */
function codesOf(page: string): string[] {
  return /<code[^>]*>([^<]*)</.exec(page)?.[1]?.split("\n") ?? [];
}

/** Sets a second factor up; `later` gives a code that was not used yet. */
async function setUp(person: Person) {
  const secret = await offeredTo(person);
  const code = codeAt(secret, new Date());
  const page = await (await person.post("/account/two-factor", { code })).text();
  const codes = codesOf(page);
  return { code, codes, later: () => codeAt(secret, new Date(Date.now() + halfMinuteMs)) };
}

const cookieOf = (response: Response) => response.headers.get("set-cookie")?.split(";")[0] ?? "";

/** Gives the password; returns the cookie of the session that waits, and its token. */
async function givePassword(next = "/sites"): Promise<{ cookie: string; _csrf: string }> {
  const fields = { email: emailNow(), password, next };
  const cookie = cookieOf(await stranger(app).post("/sign-in", fields));
  const page = await (await stranger(app).get("/sign-in/code", { cookie })).text();
  return { cookie, _csrf: /name="_csrf" value="([\w-]+)"/.exec(page)?.[1] ?? "" };
}

type Waiting = Awaited<ReturnType<typeof givePassword>>;
const giveCode = ({ cookie, _csrf }: Waiting, code: string, next = "/sites") =>
  stranger(app).post("/sign-in/code", { _csrf, code, next }, { cookie });

async function actionsOf({ userId }: Person): Promise<string[]> {
  const rows = await app.database.work<{ action: string }[]>`
    select action from audit_logs where actor_id = ${userId} order by id
  `;
  return rows.map(({ action }) => action);
}

describe("/account/two-factor", () => {
  test("shows the secret as a picture and as text, the same each time", async () => {
    const ben = await newPerson();
    const [page, again] = [
      await ben.get("/account/two-factor"),
      await ben.get("/account/two-factor"),
    ];
    const html = await page.text();
    expect(html).toBe(await again.text());
    expect(html).toMatch(/<code[^>]*>([A-Z2-7]{4} ){7}[A-Z2-7]{4}<\/code>/);
    expect(html).toContain('class="qr-code"');
    expect(html).not.toContain("style=");
  });

  test("is switched on by the first right code, and shows ten codes once", async () => {
    const ben = await newPerson();
    const wrong = await ben.post("/account/two-factor", { code: "000000" });
    expect(wrong.status).toBe(422);
    const { codes } = await setUp(ben);
    expect(codes).toHaveLength(10);
    const page = await (await ben.get("/account/two-factor")).text();
    expect(page).toContain("10 codes are left");
    for (const code of codes) expect(page).not.toContain(code);
    expect(await actionsOf(ben)).toEqual(["account.totp_on"]);
    const [row] = await app.database.work<{ text: string }[]>`
      select audit_logs::text as text from audit_logs where actor_id = ${ben.userId}
    `;
    for (const code of codes) expect(row?.text).not.toContain(code);
  });

  test("ignores a secret that the browser sends", async () => {
    const ben = await newPerson();
    const own = new Uint8Array(20).fill(7);
    const fields = { code: codeAt(own, new Date()), secret: "A".repeat(32), totpSecret: "A" };
    expect((await ben.post("/account/two-factor", fields)).status).toBe(422);
  });

  test("gives new codes for the password alone, and the old ones are over", async () => {
    const ben = await newPerson();
    const { codes } = await setUp(ben);
    const refused = await ben.post("/account/two-factor/codes", { codesPassword: "wrong one" });
    expect(refused.status).toBe(422);
    const page = await (
      await ben.post("/account/two-factor/codes", { codesPassword: password })
    ).text();
    const renewed = codesOf(page);
    expect(renewed).toHaveLength(10);
    expect(renewed.filter((code) => codes.includes(code))).toEqual([]);
    const waiting = await givePassword();
    expect((await giveCode(waiting, codes[0] ?? "")).status).toBe(422);
    expect((await giveCode(waiting, renewed[0] ?? "")).status).toBe(303);
  }, 30_000);

  test("is switched off by the password, unless an admin asks for it", async () => {
    const ben = await newPerson();
    await setUp(ben);
    const off = (offPassword: string) => ben.post("/account/two-factor/off", { offPassword });
    expect((await off("wrong one")).status).toBe(422);
    const { work } = app.database;
    await work`update users set requires_totp = true where id = ${ben.userId}`;
    const refused = await off(password);
    expect(refused.status).toBe(422);
    expect(await refused.text()).toContain("so it stays on");
    await work`update users set requires_totp = false where id = ${ben.userId}`;
    expect((await off(password)).headers.get("location")).toBe("/account?factor_off");
    const fields = { email: emailNow(), password, next: "/sites" };
    const response = await stranger(app).post("/sign-in", fields);
    expect(response.headers.get("location")).toBe("/sites");
    expect((await actionsOf(ben)).slice(0, 3)).toEqual([
      "account.totp_on",
      "account.refuse",
      "account.totp_off",
    ]);
  }, 30_000);
});

describe("the second step of the sign-in", () => {
  test("follows the password, and opens nothing before the code", async () => {
    const ben = await newPerson();
    await setUp(ben);
    const fields = { email: emailNow(), password, next: "/sites?a=1" };
    const response = await stranger(app).post("/sign-in", fields);
    expect(response.headers.get("location")).toBe("/sign-in/code?next=%2Fsites%3Fa%3D1");
    expect(response.headers.get("set-cookie")).toContain("Max-Age=600");
    const cookie = cookieOf(response);
    for (const path of ["/sites", "/account", "/account/two-factor"])
      expect((await stranger(app).get(path, { cookie })).headers.get("location")).toStartWith(
        "/sign-in?next=",
      );
  }, 30_000);

  test("a right code begins another session, and the waiting one is over", async () => {
    const ben = await newPerson();
    const { later } = await setUp(ben);
    const waiting = await givePassword();
    const response = await giveCode(waiting, later(), "/sites?a=1");
    expect(response.headers.get("location")).toBe("/sites?a=1");
    expect(response.headers.get("set-cookie")).toContain("Max-Age=28800");
    const cookie = cookieOf(response);
    expect(cookie).not.toBe(waiting.cookie);
    expect((await stranger(app).get("/sites", { cookie })).status).toBe(200);
    const over = await stranger(app).get("/sign-in/code", { cookie: waiting.cookie });
    expect(over.headers.get("location")).toStartWith("/sign-in?next=");
    expect(await actionsOf(ben)).toEqual(["account.totp_on", "session.code_ask", "session.start"]);
  }, 30_000);

  test("refuses a code that was used, and says so in the person's own language", async () => {
    const ben = await newPerson();
    const { code, codes } = await setUp(ben);
    await app.database.work`update users set locale = 'fr' where id = ${ben.userId}`;
    const waiting = await givePassword();
    const refused = await giveCode(waiting, code);
    expect(refused.status).toBe(422);
    expect(await refused.text()).toContain("a déjà servi");
    expect((await giveCode(waiting, codes[3]?.toUpperCase() ?? "")).status).toBe(303);
    expect((await actionsOf(ben)).slice(2)).toEqual(["session.code_refuse", "session.start"]);
  }, 30_000);

  test("makes who guesses wait after five wrong codes, from whichever address", async () => {
    const ben = await newPerson();
    const { later } = await setUp(ben);
    const waiting = await givePassword();
    // Before, as to verify a password may take as long as the wait.
    const elsewhere = await givePassword();
    for (let time = 0; time < 5; time++)
      expect((await giveCode(waiting, "aaaaa-aaaaa")).status).toBe(422);
    const refused = await giveCode(elsewhere, later());
    expect(refused.status).toBe(429);
    expect(await refused.text()).toContain("Too many wrong codes");
  }, 30_000);

  test("of twenty that send one code at once one comes in", async () => {
    const ben = await newPerson();
    const { later } = await setUp(ben);
    const waiting = await givePassword();
    const code = later();
    const answers = await Promise.all(Array.from({ length: 20 }, () => giveCode(waiting, code)));
    expect(answers.filter((answer) => answer.headers.get("set-cookie"))).toHaveLength(1);
    const [row] = await app.database.work<{ sessions: number }[]>`
      select count(*)::int as sessions from sessions
      where user_id = ${ben.userId} and stage = 'full'
    `;
    // The one that set it up, and the new one.
    expect(row?.sessions).toBe(2);
  }, 30_000);

  test("needs its own token, ends after ten minutes, and leads nowhere else", async () => {
    const ben = await newPerson();
    const { later } = await setUp(ben);
    const waiting = await givePassword();
    expect((await giveCode({ ...waiting, _csrf: "" }, later())).status).toBe(403);
    expect((await giveCode({ ...waiting, _csrf: ben.csrf }, later())).status).toBe(403);
    app.setNow(new Date(Date.now() + 601_000));
    const late = await giveCode(waiting, later());
    app.setNow(null);
    expect(late.headers.get("location")).toStartWith("/sign-in?next=");
    const evil = await giveCode(waiting, later(), "//evil.example");
    expect(evil.headers.get("location")).toBe("/");
  }, 30_000);
});
