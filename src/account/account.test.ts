import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { hashPassword } from "#src/auth/password.ts";
import { startSession } from "#src/auth/session.ts";
import { type Person, signedIn, startTestApp, stranger, type TestApp } from "#test/support/app.ts";

const password = "correct horse battery";
const wanted = "another staple entirely";
let app: TestApp;
let passwordHash: string;
beforeAll(async () => {
  app = await startTestApp({ trustedProxies: ["loopback"] });
  passwordHash = await hashPassword(password);
}, 60_000);
afterAll(() => app.stop(), 60_000);

let count = 0;
function newPerson(): Promise<Person> {
  count += 1;
  return signedIn(app, { email: `person${count}@x.example`, role: "client", passwordHash });
}

/** Another browser of the same person; returns its cookie and what the list calls it by. */
async function otherBrowser({ userId }: Person): Promise<{ cookie: string; id: number }> {
  const origin = { ip: "203.0.113.5", agent: "Safari, iOS" };
  const id = await startSession(app.database.orm, userId, new Date(), origin);
  const [row] = await app.database.work<{ id: number }[]>`
    select max(id)::int as id from sessions where user_id = ${userId}
  `;
  return { cookie: `tracker_session=${id}`, id: row?.id ?? 0 };
}

const isIn = async (cookie: string) =>
  (await stranger(app).get("/account", { cookie })).status === 200;

async function actionsOf({ userId }: Person): Promise<string[]> {
  const rows = await app.database.work<{ action: string }[]>`
    select action from audit_logs where actor_id = ${userId} order by id
  `;
  return rows.map(({ action }) => action);
}

const profile = { name: "Ben", locale: "en", theme: "system", weeklyMail: "on", monthlyMail: "on" };

describe("POST /account", () => {
  test("stores what somebody sets about themselves, and notes what has changed", async () => {
    const ben = await newPerson();
    const { weeklyMail, ...fields } = profile;
    const response = await ben.post("/account", { ...fields, locale: "fr", theme: "dark" });
    expect(response.headers.get("location")).toBe("/account?saved");
    const page = await (await ben.get("/account?saved")).text();
    expect(page).toContain('<html lang="fr" data-theme="dark">');
    expect(page).toContain("Vos modifications sont enregistrées.");
    const [log] = await app.database.work`
      select action, before, after from audit_logs where actor_id = ${ben.userId}
    `;
    expect(log).toEqual({
      action: "account.update",
      before: { name: `person${count}`, locale: "en", theme: "system", weeklyMail: true },
      after: { name: "Ben", locale: "fr", theme: "dark", weeklyMail: false },
    });
  });

  test("notes nothing where nothing has changed", async () => {
    const ben = await newPerson();
    await ben.post("/account", { ...profile, name: `person${count}` });
    expect(await actionsOf(ben)).toEqual([]);
  });

  test("says what is wrong, and takes nothing that is on no list", async () => {
    const ben = await newPerson();
    const nameless = await ben.post("/account", { ...profile, name: " " });
    expect(nameless.status).toBe(422);
    expect(await nameless.text()).toContain("Tell us what to call you");
    expect((await ben.post("/account", { ...profile, theme: "pink" })).status).toBe(404);
    expect((await ben.post("/account", { ...profile, locale: "xx" })).status).toBe(404);
    expect(await actionsOf(ben)).toEqual([]);
  });

  test("reads only the fields of the form", async () => {
    const ben = await newPerson();
    await ben.post("/account", { ...profile, role: "admin", email: "x@y.example", id: "1" });
    const [row] = await app.database.work`
      select role, email from users where id = ${ben.userId}
    `;
    expect(row).toEqual({ role: "client", email: `person${count}@x.example` });
  });
});

describe("POST /account/theme", () => {
  test("stores what the switch in the header says", async () => {
    const ben = await newPerson();
    expect((await ben.post("/account/theme", { theme: "light" })).status).toBe(204);
    expect(await (await ben.get("/sites")).text()).toContain('<html lang="en" data-theme="light">');
    await ben.post("/account/theme", { theme: "system" });
    expect(await (await ben.get("/sites")).text()).toContain('<html lang="en">');
    expect((await ben.post("/account/theme", { theme: "pink" })).status).toBe(404);
  });
});

describe("POST /account/password", () => {
  test("ends every session, gives this browser a new one, and tells by mail", async () => {
    const ben = await newPerson();
    const other = await otherBrowser(ben);
    await app.database.work`
      insert into password_reset_tokens (token_hash, user_id, expires_at)
      values ('\\x01', ${ben.userId}, now() + interval '1 hour')
    `;
    const response = await ben.post("/account/password", { password, newPassword: wanted });
    expect(response.headers.get("location")).toBe("/account?password");
    const cookie = response.headers.get("set-cookie")?.split(";")[0] ?? "";
    expect([await isIn(cookie), await isIn(ben.cookie), await isIn(other.cookie)]).toEqual([
      true,
      false,
      false,
    ]);
    const { work } = app.database;
    expect(
      await work`select 1 from password_reset_tokens where user_id = ${ben.userId}`,
    ).toHaveLength(0);
    const mails = await work`
      select kind from mails where recipient = ${`person${count}@x.example`}
    `;
    expect([...mails]).toEqual([{ kind: "password_changed" }]);
    expect(await actionsOf(ben)).toEqual(["account.password"]);
    const fields = { email: `person${count}@x.example`, password: wanted };
    expect((await stranger(app).post("/sign-in", fields)).status).toBe(303);
  }, 30_000);

  test("needs the old one, and after five wrong ones some patience", async () => {
    const ben = await newPerson();
    const headers = { "x-forwarded-for": "198.51.100.77" };
    // The wait begins with the fifth try, which a slow machine may verify for longer than it lasts.
    app.setNow(new Date());
    const send = (typed: string) =>
      ben.post("/account/password", { password: typed, newPassword: wanted }, headers);
    for (let time = 0; time < 5; time++) {
      const response = await send("wrong password");
      expect(response.status).toBe(422);
      expect(await response.text()).toContain("This is not your password");
    }
    const late = await send(password);
    app.setNow(null);
    expect(late.status).toBe(429);
    expect(await late.text()).toContain("Try again in 2 seconds");
    expect(await actionsOf(ben)).toEqual(Array(5).fill("account.refuse"));
  }, 60_000);

  test("takes no password that is guessed first", async () => {
    const ben = await newPerson();
    const response = await ben.post("/account/password", { password, newPassword: "password123" });
    expect(response.status).toBe(422);
    expect(await response.text()).toContain("among the first that are guessed");
  });
});

describe("the sessions", () => {
  test("are listed with where they were begun, and an end for each but this one", async () => {
    const ben = await newPerson();
    const other = await otherBrowser(ben);
    const page = await (await ben.get("/account")).text();
    expect(page).toContain("Safari, iOS");
    expect(page).toContain("203.0.113.5");
    expect(page.match(/\/account\/sessions\/\d+\/end/g)).toEqual([
      `/account/sessions/${other.id}/end`,
    ]);
  });

  test("end at once, one's own alone", async () => {
    const [ben, eva] = [await newPerson(), await newPerson()];
    const other = await otherBrowser(ben);
    for (const id of [String(other.id), "0", "x", "9".repeat(30), "1.5"])
      expect((await eva.post(`/account/sessions/${id}/end`)).status).toBe(404);
    expect(await isIn(other.cookie)).toBe(true);
    const response = await ben.post(`/account/sessions/${other.id}/end`);
    expect(response.headers.get("location")).toBe("/account?ended#sessions");
    expect([await isIn(other.cookie), await isIn(ben.cookie)]).toEqual([false, true]);
    expect(await actionsOf(ben)).toEqual(["account.session_end"]);
  });

  test("all end at once but the one that asks, and nobody else's", async () => {
    const [ben, eva] = [await newPerson(), await newPerson()];
    const others = [await otherBrowser(ben), await otherBrowser(ben)];
    await ben.post("/account/sessions/end-others");
    expect(await Promise.all(others.map(({ cookie }) => isIn(cookie)))).toEqual([false, false]);
    expect([await isIn(ben.cookie), await isIn(eva.cookie)]).toEqual([true, true]);
    expect(await actionsOf(ben)).toEqual(["account.sessions_end"]);
  });
});
