import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "bun:test";
import { findLink } from "#src/auth/link.ts";
import { mails, users } from "#src/db/schema/tables.ts";
import { figureWriters } from "#src/reports/letters.ts";
import { createTestDatabase, type TestDatabase } from "#test/support/database.ts";
import { startResend, type TestResend } from "#test/support/resend.ts";
import { deliverMails } from "./deliver.ts";
import { type MailOrder, queueMail } from "./outbox.ts";
import { resendMailer } from "./resend.ts";

let database: TestDatabase;
let resend: TestResend;
let now: Date;
beforeAll(async () => {
  database = await createTestDatabase();
}, 60_000);
afterAll(() => database.drop(), 60_000);
beforeEach(async () => {
  resend = await startResend();
  now = new Date("2026-11-27T10:00:00Z");
  await database.work`truncate mails, users, password_reset_tokens cascade`;
});
afterEach(() => resend.stop());

function deliver(): Promise<void> {
  const { apiKey, baseUrl } = resend;
  const mailer = resendMailer({ apiKey, baseUrl, from: "stats@agency.example" });
  const desk = { database, writers: figureWriters({ database }), now: () => now, log: () => {} };
  return deliverMails({ ...desk, mailer, publicUrl: "http://stats.example" }, () => false);
}

/** Queues a mail to Anna and tries it twice, the answer of the first try being lost. */
async function deliverTwice(order: (userId: number) => MailOrder): Promise<void> {
  const [user] = await database.orm
    .insert(users)
    .values({ email: "anna@shop.example", name: "Anna", role: "client", passwordHash: "none" })
    .returning({ id: users.id });
  await queueMail(database.orm, { ...order(user?.id ?? 0), now });
  resend.react(() => "drop");
  await deliver();
  expect(await states()).toEqual(["waiting"]);
  resend.react(() => null);
  now = new Date(now.getTime() + 60_000);
  await deliver();
  expect(await states()).toEqual(["sent"]);
  expect(resend.asked).toBe(2);
}

const recipient = "anna@shop.example";
const states = async () =>
  (await database.orm.select({ state: mails.state }).from(mails)).map(({ state }) => state);

describe("a mail by Resend whose answer is lost", () => {
  test("is sent once where each try says the same", async () => {
    const at = now.toISOString();
    await deliverTwice((userId) => ({
      ...{ kind: "password_changed", recipient },
      payload: { userId, at, agent: null },
    }));
    expect(resend.mails).toHaveLength(1);
  });

  test("comes again where its link is a new one, since only the newest opens", async () => {
    await deliverTwice(() => ({ kind: "password_reset", recipient, payload: {} }));
    const tokens = resend.mails.map(({ mail }) => /\/password\/([\w-]{43})/.exec(mail.text)?.[1]);
    const opens = await Promise.all(
      tokens.map(async (token) => (await findLink(database.orm, token ?? "", now)) !== null),
    );
    expect(opens).toEqual([false, true]);
  });
});
