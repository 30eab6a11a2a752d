import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "bun:test";
import { and, eq } from "drizzle-orm";
import { mails, sites, userSites, users } from "#src/db/schema/tables.ts";
import { type MailPayloads, queueMail } from "#src/mail/outbox.ts";
import { openPost } from "#src/mail/post.ts";
import { settleProjections } from "#src/stats/project/settle.ts";
import { createTestDatabase, type TestDatabase } from "#test/support/database.ts";
import { eventOf, makeSite, storeEvents } from "#test/support/events.ts";
import { startSmtp, type TestSmtp } from "#test/support/smtp.ts";
import { figureWriters } from "./letters.ts";
import { setWanted } from "./store.ts";
import { readUnsubscribeToken } from "./unsubscribe-link.ts";

const now = new Date("2026-11-23T08:00:00Z");
const address = "anna@shop.example";
const setUpMaxMs = 60_000;

let database: TestDatabase;
let smtp: TestSmtp;
const siteIds: number[] = [];
let userId = 0;

/**
 * In the week of Monday 16 November: three visitors of fern.example, one of moss.example, nobody of
 * reed.example, which had one in the week before.
 */
beforeAll(async () => {
  database = await createTestDatabase();
  const visits = { fern: ["16", "17", "18"], moss: ["19"], reed: ["12"] };
  for (const [name, days] of Object.entries(visits)) {
    const site_id = await makeSite(database.work, `${name}.example`);
    siteIds.push(site_id);
    await storeEvents(
      database.work,
      days.map((day, at) => eventOf({ site_id, ts: `2026-11-${day}T09:00:00Z`, visitor: at + 1 })),
    );
  }
  await settleProjections(database.work);
}, setUpMaxMs);
afterAll(() => database.drop());
beforeEach(async () => {
  smtp = await startSmtp();
  await database.work`truncate mails, mail_refusals, users cascade`;
  await database.work`update sites set archived_at = null, report_emails = '{}', locale = 'en'`;
  const [user] = await database.orm
    .insert(users)
    .values({ email: address, name: "Anna", role: "client", passwordHash: "none", locale: "en" })
    .returning({ id: users.id });
  userId = user?.id ?? 0;
  for (const siteId of siteIds) await database.orm.insert(userSites).values({ userId, siteId });
});
afterEach(() => smtp.stop());

/** Queues a report and has it sent; null when it was needless. */
async function send(payload: Partial<MailPayloads["report"]> = {}) {
  const week = { period: "week", startOn: "2026-11-16" } as const;
  await queueMail(database.orm, {
    ...{ kind: "report", recipient: address, now },
    payload: { ...week, siteIds, userId, ...payload },
  });
  const log = (...line: unknown[]) => expect(line).toEqual([]);
  const writers = figureWriters({ database });
  await openPost({ config: smtp.config, database, writers, now: () => now, log }).deliver();
  const [row] = await database.orm.select({ state: mails.state }).from(mails);
  if (row?.state === "needless") return null;
  expect(row?.state).toBe("sent");
  const [mail] = await smtp.wait(1);
  return mail ?? null;
}

describe("a report", () => {
  test("has all sites of its reader, those with most visitors first", async () => {
    const mail = await send();
    expect(mail?.subject).toBe("3 sites: 4 visitors last week (+300%)");
    const places = ["fern", "moss", "reed"].map((name) =>
      mail?.text.search(new RegExp(`${name}\\.example\\s+==`)),
    );
    expect(places).toEqual(places.toSorted((a = 0, b = 0) => a - b));
    expect(places).not.toContain(-1);
    expect(mail?.text).toContain("Nobody visited reed.example last week.");
    const link =
      "http://stats.example/sites/fern.example?period=custom&from=2026-11-16&to=2026-11-22";
    expect(mail?.text).toContain(link);
    expect(mail?.html).toContain(link.replaceAll("&", "&amp;"));
  });

  test("can be ended by a link, also by the mail program in one click", async () => {
    const mail = await send();
    const url = /http:\/\/stats\.example\/unsubscribe\/([\w.-]+)/.exec(mail?.text ?? "");
    expect(mail?.headers["list-unsubscribe"]).toBe(`<${url?.[0]}>`);
    expect(mail?.headers["list-unsubscribe-post"]).toBe("List-Unsubscribe=One-Click");
    expect(mail?.html).toContain(`href="${url?.[0]}"`);
    const subscription = await readUnsubscribeToken(database.orm, url?.[1] ?? "");
    expect(subscription).toEqual({ kind: "weekly", address });
  });

  test("leaves out the sites that its reader does not see any more", async () => {
    const [fern = 0, moss = 0, reed = 0] = siteIds;
    const { orm } = database;
    await orm
      .delete(userSites)
      .where(and(eq(userSites.userId, userId), eq(userSites.siteId, moss)));
    await orm.update(sites).set({ archivedAt: now }).where(eq(sites.id, reed));
    const mail = await send({ siteIds: [fern, moss, reed] });
    expect(mail?.subject).toBe("fern.example: 3 visitors last week");
    expect(mail?.text).not.toMatch(/moss|reed/);
  });

  test.each<[string, () => Promise<unknown>]>([
    ["sees none of the sites any more", () => database.work`truncate user_sites`],
    ["is disabled", () => database.orm.update(users).set({ disabledAt: now })],
    ["has another address by now", () => database.orm.update(users).set({ email: "a@b.example" })],
    ["is gone", () => database.orm.delete(users)],
    [
      "wants none any more",
      () =>
        setWanted(database.orm, {
          ...{ subscription: { kind: "weekly", address }, isWanted: false },
          ...{ ip: "127.0.0.1", now },
        }),
    ],
  ])("is needless when its reader %s", async (_, change) => {
    await change();
    expect(await send()).toBeNull();
  });

  test("goes to an address that a site names, in that site's language and of that site alone", async () => {
    const [fern = 0] = siteIds;
    await database.orm.delete(users);
    await database.orm
      .update(sites)
      .set({ reportEmails: [address], locale: "fr" })
      .where(eq(sites.id, fern));
    const mail = await send({ userId: null });
    expect(mail?.subject).toBe("fern.example\u00a0: 3\u00a0visiteurs la semaine dernière");
    expect(mail?.text).not.toContain("moss");
    expect(mail?.text).not.toContain("/account");
  });

  test("to an address that no site names any more is needless", async () => {
    expect(await send({ userId: null })).toBeNull();
  });

  test("shows the way to the check of the installation only to whoever may change the site", async () => {
    const [, , reed = 0] = siteIds;
    expect((await send({ siteIds: [reed] }))?.text).not.toContain("/install");
    await database.work`truncate mails`;
    smtp.mails.length = 0;
    await database.orm.update(userSites).set({ canEdit: true });
    const mail = await send({ siteIds: [reed] });
    expect(mail?.text).toContain("http://stats.example/sites/reed.example/install");
  });

  test("of a month has the month", async () => {
    const mail = await send({
      period: "month",
      startOn: "2026-11-01",
      siteIds: siteIds.slice(0, 1),
    });
    expect(mail?.subject).toBe("fern.example: 3 visitors in November 2026");
    expect(mail?.text).toContain("No more monthly reports");
  });
});
