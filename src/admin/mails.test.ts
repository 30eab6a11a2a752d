import { afterAll, afterEach, beforeAll, describe, expect, test } from "bun:test";
import { findLink } from "#src/auth/link.ts";
import { mails, users } from "#src/db/schema/tables.ts";
import { type MailOrder, queueMail } from "#src/mail/outbox.ts";
import { type Person, signedIn, startTestApp, type TestApp } from "#test/support/app.ts";
import { startSmtp, type TestSmtp } from "#test/support/smtp.ts";

let smtp: TestSmtp;
/** One that sends mails, and one where none is set up. */
let app: TestApp;
let bare: TestApp;
let admin: Person;
let bareAdmin: Person;
const host = "stats.example";
beforeAll(async () => {
  smtp = await startSmtp();
  app = await startTestApp({ ...smtp.config });
  bare = await startTestApp();
  admin = await signedIn(app, { email: "admin@x.example", role: "admin" });
  bareAdmin = await signedIn(bare, { email: "admin@x.example", role: "admin" });
}, 60_000);
afterAll(async () => {
  await Promise.all([app.stop(), bare.stop(), smtp.stop()]);
}, 60_000);
afterEach(async () => {
  smtp.react(() => null);
  for (const { database } of [app, bare]) {
    await database.work`truncate mails`;
    await database.work`delete from users where email <> 'admin@x.example'`;
  }
});

async function queue(own: TestApp, order: MailOrder): Promise<number> {
  const { orm } = own.database;
  await queueMail(orm, { ...order, now: new Date() });
  const rows = await orm.select({ id: mails.id }).from(mails);
  return Math.max(...rows.map(({ id }) => id));
}

async function invite(own: TestApp, email = "carla@shop.example") {
  const [user] = await own.database.orm
    .insert(users)
    .values({ email, name: "Carla", role: "client", passwordHash: null })
    .returning({ id: users.id });
  const payload = { userId: user?.id ?? 0, invitedBy: "Zoé" };
  const id = await queue(own, { kind: "invitation", recipient: email, payload });
  return { id, userId: payload.userId };
}

const mailOf = async (own: TestApp, id: number) =>
  (await own.database.orm.select().from(mails)).find((mail) => mail.id === id);
const lastAudit = async (own: TestApp) =>
  (
    await own.database.work`
      select action, subject, actor_email, after from audit_logs order by id desc limit 1
    `
  )[0];
const read = async (person: Person, path: string) => {
  const response = await person.get(path, { host });
  expect(response.status).toBe(200);
  return await response.text();
};
const send = (person: Person, path: string, fields = {}) => person.post(path, fields, { host });

describe("GET /admin/mails", () => {
  test("says what to set where no mails can be sent, and that there are none yet", async () => {
    const html = await (await bareAdmin.get("/admin/mails")).text();
    expect(html).toContain("Nothing is sent yet");
    expect(html).toContain("No mails yet");
    expect(await read(admin, "/admin/mails")).not.toContain("Nothing is sent yet");
  });

  test("tells of each mail in words, the newest first, twenty a page", async () => {
    const { orm } = app.database;
    const row = { kind: "password_reset", recipient: "r0@shop.example" };
    await orm.insert(mails).values({ ...row, state: "failed", error: "550 <b>No such user</b>" });
    for (let n = 1; n <= 20; n += 1)
      await orm.insert(mails).values({ ...row, recipient: `r${n}@shop.example`, state: "sent" });
    const first = await read(admin, "/admin/mails");
    const order = [...first.matchAll(/r(\d+)@shop/g)].map(([, n]) => Number(n));
    expect(order).toEqual(Array.from({ length: 20 }, (_, index) => 20 - index));
    const second = await read(admin, "/admin/mails?page=2");
    for (const text of ["r0@shop.example", "New password", "Not sent", "550 &lt;b>No such user"])
      expect(second).toContain(text);
    for (const page of ["0", "x", "1e9", "-1"])
      expect(await read(admin, `/admin/mails?page=${page}`)).toContain("r20@shop.example");
  });
});

describe("GET /admin/mails/{id}", () => {
  test("shows what it says, and makes no link by it", async () => {
    const { id } = await invite(app);
    const html = await read(admin, `/admin/mails/${id}`);
    expect(html).toContain("Hello Carla,");
    expect(html).toContain("http://stats.example/password/…");
    const [{ made } = { made: -1 }] = await app.database.work`
      select count(*)::int as made from password_reset_tokens
    `;
    expect(made).toBe(0);
  });

  test("says of a mail that concerns nobody any more that it will not be sent", async () => {
    const { id } = await invite(app);
    await app.database.work`delete from users where email = 'carla@shop.example'`;
    expect(await read(admin, `/admin/mails/${id}`)).toContain("nobody any more");
  });

  test.each(["0", "x", "99999999", "999999999999999999999", "1%20or%201"])(
    "of %s is missing",
    async (id) => {
      expect((await admin.get(`/admin/mails/${id}`, { host })).status).toBe(404);
    },
  );
});

describe("POST /admin/mails/{id}/retry", () => {
  test("sends at once what has failed", async () => {
    const { id } = await invite(app);
    const failed = { state: "failed", error: "550 No", attempts: 1 } as const;
    await app.database.orm.update(mails).set(failed);
    const response = await send(admin, `/admin/mails/${id}/retry`);
    expect(response.headers.get("location")).toBe(`/admin/mails/${id}?retried`);
    await app.deliverMails();
    expect(await mailOf(app, id)).toMatchObject({ state: "sent", attempts: 2, error: null });
    expect(await lastAudit(app)).toMatchObject({
      action: "mail.retry",
      subject: "carla@shop.example",
      actor_email: "admin@x.example",
    });
  });

  test("tries what has failed days ago, and does not give it up for its age", async () => {
    const { id } = await invite(app);
    const old = new Date(Date.now() - 3 * 86_400_000);
    await app.database.orm
      .update(mails)
      .set({ state: "failed", createdAt: old, nextTryAt: old, attempts: 7 });
    await send(admin, `/admin/mails/${id}/retry`);
    await app.deliverMails();
    expect(await mailOf(app, id)).toMatchObject({ state: "sent" });
  });

  test.each([
    ["was sent", { state: "sent" }],
    ["may have been sent", { state: "unknown" }],
    ["is on its way", { leasedUntil: new Date(Date.now() + 60_000) }],
  ] as const)("is not there for a mail that %s", async (_what, fields) => {
    const { id } = await invite(app);
    await app.database.orm.update(mails).set(fields);
    const before = await mailOf(app, id);
    for (const step of ["retry", "give-up"])
      expect((await send(admin, `/admin/mails/${id}/${step}`)).status).toBe(404);
    expect(await mailOf(app, id)).toEqual(before);
  });
});

describe("POST /admin/mails/{id}/give-up", () => {
  test("has it sent no more, and says so", async () => {
    const { id } = await invite(bare);
    const response = await bareAdmin.post(`/admin/mails/${id}/give-up`);
    const html = await (await bareAdmin.get(response.headers.get("location") ?? "")).text();
    expect(html).toContain("It is not sent any more");
    expect(html).toContain("An admin gave it up");
    expect(await mailOf(bare, id)).toMatchObject({ state: "failed" });
    expect(await lastAudit(bare)).toMatchObject({ action: "mail.give_up" });
  });
});

describe("POST /admin/mails/{id}/link", () => {
  test("shows the link once where no mails are sent, and ends the mail", async () => {
    const { id, userId } = await invite(bare);
    expect(await (await bareAdmin.get(`/admin/mails/${id}`)).text()).toContain("Make the link");
    const response = await bareAdmin.post(`/admin/mails/${id}/link`);
    expect(response.status).toBe(200);
    const token = /\/password\/([\w-]{43})</.exec(await response.text())?.[1] ?? "";
    expect(await findLink(bare.database.orm, token, new Date())).toMatchObject({
      user: { id: userId },
      purpose: "invitation",
    });
    expect(await mailOf(bare, id)).toMatchObject({ state: "needless" });
    expect(await lastAudit(bare)).toMatchObject({
      action: "client.invite",
      subject: "carla@shop.example",
    });
    expect((await bareAdmin.post(`/admin/mails/${id}/link`)).status).toBe(404);
  });

  test("is not there for a mail without one, and leaves that as it is", async () => {
    const payload = { userId: 1, at: new Date().toISOString(), agent: null };
    const order = { kind: "password_changed", recipient: "admin@x.example", payload } as const;
    const id = await queue(bare, order);
    expect((await bareAdmin.post(`/admin/mails/${id}/link`)).status).toBe(404);
    expect(await mailOf(bare, id)).toMatchObject({ state: "waiting" });
  });

  test("is not there where a mail server does it", async () => {
    const { id } = await invite(app);
    expect(await read(admin, `/admin/mails/${id}`)).not.toContain("Make the link");
    expect((await send(admin, `/admin/mails/${id}/link`)).status).toBe(404);
  });
});

describe("the system page", () => {
  test("names who takes the mails without the password, and counts those that wait", async () => {
    await invite(app);
    const html = await read(admin, "/admin/system");
    expect(html).toMatch(/by 127\.0\.0\.1, *<a href="\/admin\/mails">1 waiting/);
    const of = async (config: Parameters<typeof startTestApp>[0]) => {
      const own = await startTestApp(config);
      const one = await signedIn(own, { email: "a@x.example", role: "admin" });
      const text = await (await one.get("/admin/system", { host })).text();
      await own.stop();
      return text;
    };
    const mail = { mailFrom: "a@x.example", publicUrl: "http://stats.example" };
    const bySmtp = await of({ ...mail, smtpUrl: "smtp://me:a-secret-word@mail.example:25" });
    expect(bySmtp).toContain("by mail.example");
    expect(bySmtp).not.toContain("a-secret-word");
    const byResend = await of({ ...mail, resendApiKey: "re_a-secret-word" });
    expect(byResend).toContain("by Resend");
    expect(byResend).not.toContain("a-secret-word");
    // Each page tries the public address, which is nobody's, for some time.
  }, 60_000);

  test("says without a mail server that there is none, and has no form", async () => {
    const html = await (await bareAdmin.get("/admin/system")).text();
    expect(html).toContain("not set up");
    expect(html).not.toContain("/admin/mails/test");
    expect((await bareAdmin.post("/admin/mails/test", { email: "a@x.example" })).status).toBe(404);
  }, 20_000);
});

describe("POST /admin/mails/test", () => {
  test("sends a mail at once and shows the answer word for word", async () => {
    const before = smtp.mails.length;
    const response = await send(admin, "/admin/mails/test", { email: "Zoe@Agency.example" });
    expect(response.status).toBe(200);
    const html = await response.text();
    expect(html).toContain("127.0.0.1 has taken the mail to zoe@agency.example");
    expect(html).toContain(">250 OK: message queued<");
    const [mail] = smtp.mails.slice(before);
    expect(mail).toMatchObject({
      recipient: "zoe@agency.example",
      subject: "A test mail from stats.example",
    });
    expect(await lastAudit(app)).toMatchObject({
      action: "mail.test",
      subject: "zoe@agency.example",
      after: { answer: "250 OK: message queued" },
    });
    expect(await app.database.orm.select().from(mails)).toEqual([]);
  }, 20_000);

  test("shows why it was refused, as text", async () => {
    smtp.react(() => ({ at: "recipient", code: 550, text: "<b>No such user</b> here" }));
    const response = await send(admin, "/admin/mails/test", { email: "zoe@agency.example" });
    const html = await response.text();
    expect(html).toContain("The mail to zoe@agency.example was not sent");
    expect(html).toContain("550 &lt;b>No such user&lt;/b> here");
    expect(await lastAudit(app)).toMatchObject({ action: "mail.test" });
  }, 20_000);

  test("asks for an address where there is none", async () => {
    const response = await send(admin, "/admin/mails/test", { email: "zoe" });
    expect(response.status).toBe(422);
    expect(await response.text()).toContain("Enter an e-mail address");
  }, 20_000);
});
