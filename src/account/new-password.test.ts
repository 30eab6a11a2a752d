import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { eq } from "drizzle-orm";
import { type LinkPurpose, makeLink } from "#src/auth/link.ts";
import { hashPassword } from "#src/auth/password.ts";
import { makeTotpSecret } from "#src/auth/totp.ts";
import { mails, users } from "#src/db/schema/tables.ts";
import { type Person, signedIn, startTestApp, stranger, type TestApp } from "#test/support/app.ts";
import { startSmtp, type TestSmtp } from "#test/support/smtp.ts";

const password = "a quiet river bend";
let app: TestApp;
let smtp: TestSmtp;
let oldHash: string;
let count = 0;

beforeAll(async () => {
  smtp = await startSmtp();
  app = await startTestApp(smtp.config);
  oldHash = await hashPassword("correct horse battery");
}, 60_000);
afterAll(async () => {
  await app?.stop();
  await smtp?.stop();
}, 60_000);

interface Guest {
  person: Person;
  email: string;
  token: string;
  path: string;
}

/** Somebody who is signed in somewhere, and has a link. */
async function guest(purpose: LinkPurpose = "reset", now = new Date()): Promise<Guest> {
  count += 1;
  const email = `user${count}@x.example`;
  const person = await signedIn(app, { email, role: "client", passwordHash: oldHash });
  if (purpose === "invitation")
    await app.database.orm
      .update(users)
      .set({ passwordHash: null })
      .where(eq(users.id, person.userId));
  const token = await makeToken(person.userId, purpose, now);
  return { person, email, token, path: `/password/${token}` };
}

const makeToken = (userId: number, purpose: LinkPurpose, now: Date) =>
  app.database.orm.transaction((tx) => makeLink(tx, { userId, purpose, now }));

const mailsTo = (email: string) =>
  app.database.orm
    .select({ kind: mails.kind, state: mails.state, payload: mails.payload })
    .from(mails)
    .where(eq(mails.recipient, email));

async function auditOf(email: string): Promise<{ action: string; actor_email: string }[]> {
  return [
    ...(await app.database.work<{ action: string; actor_email: string }[]>`
      select action, actor_email from audit_logs where subject = ${email} order by id
    `),
  ];
}

const signIn = (email: string, typed: string) =>
  stranger(app).post("/sign-in", { email, password: typed });

describe("GET /password/{token}", () => {
  test("says whose password it sets, keeps its address to itself, and uses nothing up", async () => {
    const { path, email } = await guest();
    for (let time = 0; time < 3; time++) {
      const response = await stranger(app).get(path, { "sec-fetch-site": "cross-site" });
      expect(response.status).toBe(200);
      expect(response.headers.get("referrer-policy")).toBe("no-referrer");
      expect(await response.text()).toContain(`Hello ${email.split("@")[0]}.`);
    }
    // Over plain http browsers send no Sec-Fetch-Site; they may tell the origin, never the path.
    expect((await stranger(app).get(path)).headers.get("referrer-policy")).toBe("strict-origin");
  });

  test("is in the language of whom it is for, and welcomes who was invited", async () => {
    const { path, person } = await guest("invitation");
    await app.database.orm
      .update(users)
      .set({ locale: "fr", name: "Léa" })
      .where(eq(users.id, person.userId));
    const html = await (await stranger(app).get(path)).text();
    expect(html).toContain('<html lang="fr">');
    expect(html).toContain("Bienvenue, Léa");
  });

  test.each(["x", "A".repeat(43), "..%2F..%2F", "%00"])(
    "says kindly of %p that it no longer works, and offers another",
    async (token) => {
      const response = await stranger(app).get(`/password/${token}`);
      expect(response.status).toBe(410);
      const html = await response.text();
      expect(html).toContain("This link no longer works");
      expect(html).toContain('href="/forgot-password"');
      const posted = await stranger(app).post(`/password/${token}`, { password });
      expect(posted.status).toBe(410);
    },
  );

  test.each([
    ["reset", 30],
    ["invitation", 7 * 24 * 60],
  ] as const)("of a %s is over after %d minutes", async (purpose, minutes) => {
    const { path, email } = await guest(purpose);
    try {
      app.setNow(new Date(Date.now() + (minutes - 1) * 60_000));
      expect((await stranger(app).get(path)).status).toBe(200);
      app.setNow(new Date(Date.now() + (minutes + 1) * 60_000));
      expect((await stranger(app).get(path)).status).toBe(410);
      expect((await stranger(app).post(path, { password })).status).toBe(410);
    } finally {
      app.setNow(null);
    }
    expect(await auditOf(email)).toEqual([]);
  });

  test("is over for who is disabled", async () => {
    const { path, person } = await guest();
    await app.database.orm
      .update(users)
      .set({ disabledAt: new Date() })
      .where(eq(users.id, person.userId));
    expect((await stranger(app).get(path)).status).toBe(410);
    expect((await stranger(app).post(path, { password })).status).toBe(410);
  });
});

describe("POST /password/{token}", () => {
  test("sets it, signs in with a new session, ends all others, tells the owner and notes it", async () => {
    const { path, email, person } = await guest();
    const headers = {
      "user-agent": "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0",
    };
    expect((await person.get("/sites")).status).toBe(200);
    const response = await stranger(app).post(path, { password }, headers);
    expect(response.status).toBe(303);
    expect(response.headers.get("location")).toBe("/");
    const cookie = response.headers.get("set-cookie")?.split(";")[0] ?? "";
    expect((await stranger(app).get("/sites", { cookie })).status).toBe(200);
    expect((await person.get("/sites")).status).toBe(303);
    expect((await signIn(email, "correct horse battery")).status).toBe(422);
    expect((await signIn(email, password)).status).toBe(303);
    const [mail] = await smtp.wait(1);
    expect(mail?.recipient).toBe(email);
    expect(mail?.subject).toBe("Your password was changed");
    expect(mail?.text).toContain("Firefox, Linux");
    const actions = (await auditOf(email)).map(({ action }) => action);
    expect(actions.slice(0, 2)).toEqual(["account.password", "session.start"]);
  }, 30_000);

  test("accepts an invitation, and mails nothing about it", async () => {
    const { path, email } = await guest("invitation");
    const response = await stranger(app).post(path, { password });
    expect(response.status).toBe(303);
    expect(response.headers.get("set-cookie")).toStartWith("tracker_session=");
    expect((await signIn(email, password)).status).toBe(303);
    expect(await mailsTo(email)).toEqual([]);
    const [entry] = await auditOf(email);
    expect(entry).toEqual({ action: "account.accept_invitation", actor_email: email });
  }, 30_000);

  test("works once, also of twenty at the same time", async () => {
    const { path, email } = await guest();
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        stranger(app).post(path, { password: `${password} ${index}` }),
      ),
    );
    const statuses = answers.map(({ status }) => status).toSorted();
    expect(statuses).toEqual([303, ...Array<number>(19).fill(410)]);
    const winner = answers.findIndex(({ status }) => status === 303);
    expect((await signIn(email, `${password} ${winner}`)).status).toBe(303);
    expect((await stranger(app).post(path, { password })).status).toBe(410);
    expect(await mailsTo(email)).toHaveLength(1);
    // The link's own session, and that of the sign-in just now.
    expect(
      await app.database.work`
      select 1 from sessions where user_id = (select id from users where email = ${email})
    `,
    ).toHaveLength(2);
  }, 180_000);

  test("of an older link does nothing once there is a newer", async () => {
    const { path, email, person } = await guest("invitation");
    const newer = await makeToken(person.userId, "reset", new Date());
    expect((await stranger(app).post(path, { password })).status).toBe(410);
    expect((await signIn(email, password)).status).toBe(422);
    expect((await stranger(app).post(`/password/${newer}`, { password })).status).toBe(303);
  }, 30_000);

  test.each([
    ["short", "At least 8 characters"],
    ["a".repeat(129), "At most 128"],
    ["password123", "first that are guessed"],
  ])("says what is wrong with %p, and the link still opens", async (wrong, says) => {
    const { path, email } = await guest();
    const response = await stranger(app).post(path, { password: wrong });
    expect(response.status).toBe(422);
    const html = await response.text();
    expect(html).toContain(says);
    expect(html).not.toContain(wrong);
    expect((await stranger(app).get(path)).status).toBe(200);
    expect(await auditOf(email)).toEqual([]);
  });

  test("leads whoever has a second factor to the sign-in", async () => {
    const { path, email, person } = await guest();
    await app.database.orm
      .update(users)
      .set({ totpSecret: makeTotpSecret() })
      .where(eq(users.id, person.userId));
    const response = await stranger(app).post(path, { password });
    expect(response.headers.get("location")).toBe("/sign-in");
    expect(response.headers.get("set-cookie")).toBeNull();
    expect((await person.get("/sites")).status).toBe(303);
    const actions = (await auditOf(email)).map(({ action }) => action);
    expect(actions).toEqual(["account.password"]);
  });

  test("signs out whoever the browser was signed in as, and wants their form's token", async () => {
    const { path } = await guest();
    const { person: other } = await guest();
    expect((await other.post(path, { password, _csrf: "wrong" })).status).toBe(403);
    const response = await other.post(path, { password });
    expect(response.status).toBe(303);
    expect((await other.get("/sites")).status).toBe(303);
  }, 30_000);
});

describe("a token", () => {
  test("is nowhere in the database or in the log, from the request to its use", async () => {
    const { email } = await guest();
    smtp.mails.length = 0;
    smtp.react(() => ({ at: "data", code: 451, text: "{mail}" }));
    await stranger(app).post("/forgot-password", { email });
    await app.deliverMails();
    smtp.react(() => null);
    app.setNow(new Date(Date.now() + 61_000));
    await app.deliverMails();
    const mail = smtp.mails.find(({ recipient }) => recipient === email);
    app.setNow(null);
    const token = /\/password\/([\w-]{43})\b/.exec(mail?.text ?? "")?.[1] ?? "";
    expect(token).not.toBe("");
    expect(await findInTables(token)).toEqual([]);
    expect((await stranger(app).post(`/password/${token}`, { password })).status).toBe(303);
    await app.deliverMails();
    expect(await findInTables(token)).toEqual([]);
    // The search itself finds what is there.
    expect(await findInTables(email)).toContain("users");
    expect(app.lines.join("\n")).not.toContain(token);
    expect(app.lines.join("\n")).not.toMatch(/\/password\/(?!:token)/);
  }, 20_000);
});

/** The tables in whose rows, written as text, one of the forms of a secret is found. */
async function findInTables(secret: string): Promise<string[]> {
  const { work } = app.database;
  const forms = [secret, Buffer.from(secret).toString("hex")];
  if (/^[\w-]{43}$/.test(secret)) forms.push(Buffer.from(secret, "base64url").toString("hex"));
  const tables = await work<{ name: string }[]>`
    select table_name as name from information_schema.tables
    where table_schema = 'public' and table_type = 'BASE TABLE'
  `;
  const found: string[] = [];
  for (const { name } of tables) {
    const hits = await work`
      select 1 from ${work(name)} as t
      where exists (select from unnest(${forms}::text[]) as form where strpos(t::text, form) > 0)
      limit 1
    `;
    if (hits.length > 0) found.push(name);
  }
  return found;
}
