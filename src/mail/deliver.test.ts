import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "bun:test";
import { eq } from "drizzle-orm";
import { findLink } from "#src/auth/link.ts";
import { mails, sites, userSites, users } from "#src/db/schema/tables.ts";
import { figureWriters } from "#src/reports/letters.ts";
import { createTestDatabase, type TestDatabase } from "#test/support/database.ts";
import { startSmtp, type TestSmtp } from "#test/support/smtp.ts";
import { type MailOrder, queueMail } from "./outbox.ts";
import { openPost } from "./post.ts";
import { forgetOldMails } from "./store.ts";

const start = new Date("2026-11-27T10:00:00Z");

let database: TestDatabase;
let smtp: TestSmtp;
let now = start;
const lines: string[] = [];

beforeAll(async () => {
  database = await createTestDatabase();
}, 60_000);
afterAll(() => database.drop(), 60_000);
beforeEach(async () => {
  smtp = await startSmtp();
  now = start;
  lines.length = 0;
  await database.work`truncate mails, users, password_reset_tokens cascade`;
});
afterEach(() => smtp.stop());

type Settings = Parameters<typeof openPost>[0]["config"];
const openOffice = (config: Settings = smtp.config) =>
  openPost({
    config,
    database,
    writers: figureWriters({ database }),
    now: () => now,
    log: (...line) => void lines.push(JSON.stringify(line)),
  });
const deliver = () => openOffice().deliver();
const later = (minutes: number) => {
  now = new Date(now.getTime() + minutes * 60_000);
};
const queue = (order: MailOrder) => queueMail(database.orm, { ...order, now });
const reset = (recipient: string) => queue({ kind: "password_reset", recipient, payload: {} });
const invite = (userId: number, recipient: string) =>
  queue({ kind: "invitation", recipient, payload: { userId, invitedBy: "Zoé" } });

async function makeUser(fields: Partial<typeof users.$inferInsert> = {}): Promise<number> {
  const [user] = await database.orm
    .insert(users)
    .values({
      ...{ email: "anna@shop.example", name: "Anna", role: "client", passwordHash: "none" },
      ...fields,
    })
    .returning({ id: users.id });
  return user?.id ?? 0;
}

const readRows = () =>
  database.orm
    .select({ recipient: mails.recipient, state: mails.state, attempts: mails.attempts })
    .from(mails)
    .orderBy(mails.id);
const states = async () => (await readRows()).map(({ state }) => state);

/** The token of the link in a mail. */
const tokenIn = (text: string) => /\/password\/([\w-]{43})\b/.exec(text)?.[1] ?? "";

describe("a mail for a forgotten password", () => {
  test("carries a link of the public address that opens, in the recipient's language", async () => {
    const userId = await makeUser({ locale: "fr" });
    await reset("anna@shop.example");
    await deliver();
    const [mail] = await smtp.wait(1);
    expect(mail?.recipient).toBe("anna@shop.example");
    expect(mail?.subject).toBe("Choisir un nouveau mot de passe");
    expect(mail?.html).toContain('<html lang="fr">');
    for (const part of [mail?.html ?? "", mail?.text ?? ""]) {
      expect(part).toContain("http://stats.example/password/");
      expect(await findLink(database.orm, tokenIn(part), now)).toMatchObject({
        user: { id: userId },
        purpose: "reset",
      });
    }
    expect(await states()).toEqual(["sent"]);
  });

  test.each([
    ["an address that nobody has", "nobody@shop.example", {}],
    ["who is disabled", "anna@shop.example", { disabledAt: start }],
  ])("is needless for %s", async (_what, recipient, fields) => {
    await makeUser(fields);
    await reset(recipient);
    await deliver();
    expect(await states()).toEqual(["needless"]);
    expect(smtp.asked).toEqual([]);
  });

  test("is an invitation again for whoever has not accepted theirs", async () => {
    await makeUser({ passwordHash: null });
    await reset("anna@shop.example");
    await deliver();
    const [mail] = await smtp.wait(1);
    const link = await findLink(database.orm, tokenIn(mail?.text ?? ""), now);
    expect(link?.purpose).toBe("invitation");
    expect(mail?.subject).toBe("You are invited to see your web site’s figures");
  });
});

describe("an invitation", () => {
  test("says who invites and to which sites, and what is typed in as text alone", async () => {
    const userId = await makeUser({ passwordHash: null, name: "<b>Anna</b>" });
    for (const [name, archivedAt] of [
      ["Fern & Sons", null],
      ["Gone", start],
    ] as const) {
      const [site] = await database.orm
        .insert(sites)
        .values({ key: name, domain: `${name.length}.example`, name, timeZone: "UTC", archivedAt })
        .returning({ id: sites.id });
      await database.orm.insert(userSites).values({ userId, siteId: site?.id ?? 0 });
    }
    await invite(userId, "anna@shop.example");
    await deliver();
    const [mail] = await smtp.wait(1);
    expect(mail?.subject).toBe("Zoé invites you to see your web site’s figures");
    expect(mail?.text).toContain("- Fern & Sons");
    expect(mail?.html).toContain("Fern &amp; Sons");
    expect(mail?.html).toContain("&lt;b>Anna");
    expect(mail?.text).not.toContain("Gone");
    const link = await findLink(database.orm, tokenIn(mail?.text ?? ""), now);
    expect(link?.purpose).toBe("invitation");
  });

  test.each([
    ["was accepted meanwhile", { passwordHash: "none" }],
    [
      "went to an address that was mended since",
      { passwordHash: null, email: "anne@shop.example" },
    ],
  ])("that %s is needless", async (_what, fields) => {
    const userId = await makeUser(fields);
    await invite(userId, "anna@shop.example");
    await deliver();
    expect(await states()).toEqual(["needless"]);
  });

  test("is needless when its user is gone", async () => {
    const userId = await makeUser({ passwordHash: null });
    await invite(userId, "anna@shop.example");
    await database.orm.delete(users).where(eq(users.id, userId));
    await deliver();
    expect(await states()).toEqual(["needless"]);
  });
});

describe("a notice of a changed password", () => {
  test("says when and with what, and holds no token", async () => {
    const userId = await makeUser();
    const payload = { userId, at: "2026-11-27T09:58:07.000Z", agent: "Firefox, Windows" };
    await queue({ kind: "password_changed", recipient: "anna@shop.example", payload });
    await deliver();
    const [mail] = await smtp.wait(1);
    expect(mail?.text).toContain("27 Nov 2026, 09:58:07 UTC");
    expect(mail?.text).toContain("Firefox, Windows");
    expect(mail?.text).toContain("http://stats.example/forgot-password");
    expect(mail?.text).not.toContain("/password/");
  });
});

describe("a mail that is refused", () => {
  test("for now is tried again after 1, 5 and 30 minutes, then hours, for most of a day", async () => {
    await makeUser();
    smtp.react(() => ({ at: "recipient", code: 451 }));
    await reset("anna@shop.example");
    for (const [index, minutes] of [0, 1, 5, 30, 120, 360, 720].entries()) {
      later(minutes);
      await deliver();
      expect(smtp.asked).toHaveLength(index + 1);
      // Nothing more happens before its time.
      later(-0.01);
      await deliver();
      later(0.01);
      expect(smtp.asked).toHaveLength(index + 1);
    }
    expect(await readRows()).toMatchObject([{ state: "failed", attempts: 7 }]);
  });

  test("for now arrives by a later try, with a link of its own", async () => {
    await makeUser();
    smtp.react(() => ({ at: "data", code: 451 }));
    await reset("anna@shop.example");
    await deliver();
    expect(await states()).toEqual(["waiting"]);
    smtp.react(() => null);
    later(1);
    await deliver();
    const [mail] = await smtp.wait(1);
    expect(await findLink(database.orm, tokenIn(mail?.text ?? ""), now)).not.toBeNull();
    expect(await states()).toEqual(["sent"]);
  });

  test("for ever holds up no other", async () => {
    const addresses = Array.from({ length: 12 }, (_, index) => `user${index}@shop.example`);
    for (const email of addresses) {
      await makeUser({ email });
      await reset(email);
    }
    const bad = new Set(["user0@shop.example", "user1@shop.example", "user7@shop.example"]);
    smtp.react((recipient) => (bad.has(recipient) ? { at: "recipient", code: 550 } : null));
    await deliver();
    const arrived = (await smtp.wait(9)).map(({ recipient }) => recipient);
    expect(arrived.toSorted()).toEqual(addresses.filter((one) => !bad.has(one)).toSorted());
    const failed = (await readRows()).filter(({ state }) => state === "failed");
    expect(failed.map(({ recipient }) => recipient)).toEqual([...bad]);
    later(24 * 60);
    await deliver();
    expect(smtp.asked).toHaveLength(12);
  });

  test("tells the log neither its address nor its link", async () => {
    await makeUser();
    smtp.react(() => ({ at: "data", code: 554, text: "{mail}" }));
    await reset("anna@shop.example");
    await deliver();
    expect(lines).toHaveLength(1);
    expect(lines.join()).not.toMatch(/anna|password\//);
  });
});

describe("a mail whose end nobody answers", () => {
  test("is unknown, and is not sent again", async () => {
    await makeUser();
    smtp.react(() => "drop");
    await reset("anna@shop.example");
    await deliver();
    expect(await states()).toEqual(["unknown"]);
    smtp.react(() => null);
    later(60);
    await deliver();
    expect(smtp.asked).toHaveLength(1);
  });

  test("is unknown from the moment in which it may have been taken, whatever happens to us", async () => {
    await makeUser();
    smtp.delayMs = 3_000;
    await reset("anna@shop.example");
    const sending = deliver();
    while ((await states())[0] === "waiting") await Bun.sleep(20);
    expect(await states()).toEqual(["unknown"]);
    expect(smtp.mails).toEqual([]);
    // As a server does that has started after this one was killed.
    later(60);
    await deliver();
    expect(smtp.asked).toHaveLength(1);
    await sending;
    expect(await states()).toEqual(["sent"]);
  }, 20_000);
});

describe("several servers", () => {
  test("send each mail once", async () => {
    const addresses = Array.from({ length: 10 }, (_, index) => `user${index}@shop.example`);
    for (const email of addresses) {
      await makeUser({ email });
      await reset(email);
    }
    smtp.delayMs = 50;
    await Promise.all([deliver(), deliver(), deliver()]);
    expect(smtp.asked.toSorted()).toEqual(addresses);
    expect(await states()).toEqual(addresses.map(() => "sent"));
  });

  test("take over from one that was killed, and not from one that lives", async () => {
    await makeUser();
    await reset("anna@shop.example");
    const leasedUntil = new Date(now.getTime() + 5 * 60_000);
    await database.orm.update(mails).set({ attempts: 1, leasedUntil });
    later(4);
    await deliver();
    expect(await states()).toEqual(["waiting"]);
    later(1);
    await deliver();
    expect(await states()).toEqual(["sent"]);
  });
});

describe("openPost", () => {
  test("without a mail server sends nothing and says so", async () => {
    await makeUser();
    await reset("anna@shop.example");
    const office = openOffice({ ...smtp.config, smtpUrl: null });
    expect(office.canSend).toBe(false);
    await office.deliver();
    expect(await states()).toEqual(["waiting"]);
  });

  test("sends at once when it is woken, also what comes while it is at work", async () => {
    for (const name of ["a", "b"]) await makeUser({ email: `${name}@shop.example` });
    smtp.delayMs = 200;
    const office = openOffice();
    await reset("a@shop.example");
    office.wake();
    await Bun.sleep(100);
    await reset("b@shop.example");
    office.wake();
    await office.deliver();
    expect(await states()).toEqual(["sent", "sent"]);
  });

  test("waits at its end for what is on its way, and takes nothing more", async () => {
    for (const name of ["a", "b", "c", "d", "e"]) {
      await makeUser({ email: `${name}@shop.example` });
      await reset(`${name}@shop.example`);
    }
    // Long enough that all of the first are on their way before one of them has arrived.
    smtp.delayMs = 2_000;
    const office = openOffice();
    office.wake();
    while (smtp.asked.length < 3) await Bun.sleep(10);
    await office.stop();
    expect(smtp.mails).toHaveLength(3);
    office.wake();
    await Bun.sleep(100);
    expect((await states()).toSorted()).toEqual(["sent", "sent", "sent", "waiting", "waiting"]);
  }, 20_000);

  test("does not wait for ever for a mail server that has fallen silent", async () => {
    await makeUser();
    await reset("anna@shop.example");
    smtp.react(() => "silence");
    const office = openOffice();
    office.wake();
    while (smtp.asked.length < 1) await Bun.sleep(10);
    const startedAt = performance.now();
    await office.stop();
    // Four seconds; the mail itself would wait for a minute.
    expect(performance.now() - startedAt).toBeLessThan(10_000);
  }, 30_000);

  test("gives up what has waited for a day", async () => {
    await makeUser();
    await reset("anna@shop.example");
    later(24 * 60 + 1);
    await deliver();
    expect(await states()).toEqual(["failed"]);
    expect(smtp.asked).toEqual([]);
  });
});

describe("forgetOldMails", () => {
  test("forgets after a month, and after a day what nobody was to be sent", async () => {
    const row = { kind: "password_reset", recipient: "anna@shop.example" };
    for (const state of ["sent", "failed", "unknown", "needless", "waiting"] as const)
      await database.orm.insert(mails).values({ ...row, state, createdAt: start });
    later(24 * 60 + 1);
    await forgetOldMails(database.orm, now);
    expect(await states()).toEqual(["sent", "failed", "unknown", "waiting"]);
    later(30 * 24 * 60);
    await forgetOldMails(database.orm, now);
    expect(await states()).toEqual(["waiting"]);
  });
});
