import { afterAll, beforeAll, beforeEach, describe, expect, test } from "bun:test";
import { mailRefusals, mails, siteAlerts, sites, userSites, users } from "#src/db/schema/tables.ts";
import { createTestDatabase, type TestDatabase } from "#test/support/database.ts";
import { eventIn, storeEvents } from "#test/support/events.ts";
import { checkAlerts } from "./alerts.ts";

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
const zone = "Europe/Paris";
/** Friday, seven past 15:00 in Paris: the hour from 14:00 is over. */
const now = new Date("2026-11-27T14:07:00Z");
const hour = new Date("2026-11-27T13:00:00Z");

let database: TestDatabase;
let siteId = 0;

beforeAll(async () => {
  database = await createTestDatabase();
}, 60_000);
afterAll(() => database.drop());
beforeEach(async () => {
  await database.work`
    truncate mails, users, sites, mail_refusals, settings, site_alerts, events, pending cascade
  `;
  siteId = await makeSite({});
  // The server has been looking for a long time.
  await look({ at: new Date(now.getTime() - 2 * hourMs) });
});

async function makeSite(fields: Partial<typeof sites.$inferInsert>): Promise<number> {
  const [site] = await database.orm
    .insert(sites)
    .values({
      ...{ key: "shop", domain: "shop.example", name: "The shop", timeZone: zone },
      ...{ alertSpike: true, alertDrop: true, alertSilence: true },
      ...{ reportEmails: ["boss@x.example"] },
      ...fields,
    })
    .returning({ id: sites.id });
  return site?.id ?? 0;
}

interface Look {
  at?: Date;
  upSince?: Date;
  canSend?: boolean;
}

async function look({ at = now, upSince = new Date(0), canSend = true }: Look = {}) {
  const mail = { canSend, wake: () => {}, deliver: async () => {}, preview: async () => null };
  await checkAlerts({ database, now: () => at, mail }, upSince);
}

/** So many visitors, each with one pageview in the hour that begins at `start`. */
async function visit(start: Date, visitors: number): Promise<void> {
  await storeEvents(
    database.work,
    Array.from({ length: visitors }, (_, visitor) => {
      const ts = new Date(start.getTime() + (visitor % 60) * 60_000).toISOString();
      return eventIn(zone, { site_id: siteId, ts, visitor: visitor + 1 });
    }),
  );
}

/** The same hour on the wall: before the last Sunday of October Paris was two hours ahead. */
function weeksBefore(weeks: number): Date {
  const wasSummer = weeks >= 5;
  return new Date(hour.getTime() - weeks * 7 * dayMs - (wasSummer ? hourMs : 0));
}

async function usual(visitors: number, weeks = 6): Promise<void> {
  // One visitor long ago, so that the weeks before are known to have been counted.
  await visit(new Date(hour.getTime() - (weeks * 7 + 2) * dayMs), 1);
  for (let week = 1; week <= weeks; week += 1) await visit(weeksBefore(week), visitors);
}

const queued = async () =>
  (await database.orm.select().from(mails).orderBy(mails.id)).map(({ recipient, payload }) => [
    recipient,
    (payload as { alert: string }).alert,
  ]);

describe("checkAlerts", () => {
  test("tells of many more visitors than in the same hour of past weeks, and how many", async () => {
    await usual(30);
    await visit(hour, 90);
    await look();
    const [mail] = await database.orm.select().from(mails);
    expect(mail).toMatchObject({ kind: "alert", recipient: "boss@x.example" });
    expect(mail?.payload).toEqual({
      ...{ alert: "spike", siteId, visitors: 90, usual: 30 },
      at: hour.toISOString(),
    });
  });

  test("tells of far fewer, and counts visitors and not what they do", async () => {
    await usual(60);
    for (const _ of [1, 2, 3]) await visit(hour, 20);
    await look();
    expect(await queued()).toEqual([["boss@x.example", "drop"]]);
  });

  test("is calm on a usual hour, and on one that is busy without being far from usual", async () => {
    await usual(30);
    await visit(hour, 45);
    await look();
    expect(await queued()).toEqual([]);
  });

  test("does not judge a site of which there are but three weeks", async () => {
    await usual(30, 3);
    await visit(hour, 300);
    await look();
    expect(await queued()).toEqual([]);
  });

  test("sends one mail and no stream, and the next one only after a calm time", async () => {
    await usual(60);
    await look();
    const at = (hours: number) => new Date(now.getTime() + hours * hourMs);
    // The hour that was empty is looked at again by another server.
    await look({ at: new Date(now.getTime() + 60_000) });
    await Promise.all([look(), look()]);
    expect(await queued()).toEqual([["boss@x.example", "drop"]]);
    // An hour later nothing is known of what is usual then: it has ended.
    await look({ at: at(1) });
    const [row] = await database.orm.select().from(siteAlerts);
    expect(row).toMatchObject({ kind: "drop", endedAt: at(1) });
    // It begins again within a day, and is known; a week later it is news.
    await look({ at: new Date(now.getTime() + 120_000) });
    expect(await queued()).toHaveLength(1);
    await visit(hour, 60);
    await visit(new Date(now.getTime() + 5 * dayMs), 1);
    await look({ at: new Date(now.getTime() + 7 * dayMs) });
    expect((await queued()).filter(([, kind]) => kind === "drop")).toHaveLength(2);
  });

  test("does not blame a site for an hour in which the server itself was down", async () => {
    await usual(60);
    await look({ upSince: new Date(hour.getTime() + 1) });
    expect(await queued()).toEqual([]);
    await look({ upSince: hour });
    expect(await queued()).toHaveLength(1);
  });

  describe("of a site that falls silent", () => {
    const last = new Date("2026-11-26T14:00:00Z");
    const days = async (count: number) => {
      for (let day = 0; day < count; day += 1)
        await visit(new Date(last.getTime() - day * dayMs), 1);
    };
    /** The server has looked each two hours for more than a day. */
    const beLooking = async () => {
      for (let at = now.getTime() - 26 * hourMs; at < now.getTime(); at += 2 * hourMs)
        await look({ at: new Date(at), canSend: false });
    };

    test("tells after a day, once, of one that had events on most days", async () => {
      await database.work`truncate settings`;
      await days(5);
      await beLooking();
      await look();
      await look({ at: new Date(now.getTime() + hourMs) });
      const rows = await database.orm.select().from(mails);
      expect(rows.map(({ payload }) => payload)).toEqual([
        { alert: "silence", siteId, at: last.toISOString(), visitors: 0, usual: 0 },
      ]);
    });

    test("waits until the day is over", async () => {
      await database.work`truncate settings`;
      await days(7);
      await visit(new Date(now.getTime() - dayMs + 60_000), 1);
      await beLooking();
      await look();
      expect(await queued()).toEqual([]);
    });

    test("does not miss what seldom comes", async () => {
      await database.work`truncate settings`;
      await days(4);
      await beLooking();
      await look();
      expect(await queued()).toEqual([]);
    });

    test("does not blame it after an outage of the server", async () => {
      await database.work`truncate settings`;
      await days(7);
      await look({ at: new Date(now.getTime() - 2 * hourMs) });
      await look();
      expect(await queued()).toEqual([]);
    });
  });

  test("looks only for what is switched on, on sites that are counted, where mails are sent", async () => {
    await usual(60);
    await look({ canSend: false });
    await database.orm.update(sites).set({ alertDrop: false });
    await look();
    await database.orm.update(sites).set({ alertDrop: true, archivedAt: now });
    await look();
    expect(await queued()).toEqual([]);
  });

  test("tells who looks after the site and reads weekly mails, and no one else", async () => {
    const person = async (
      email: string,
      fields: Partial<typeof users.$inferInsert>,
      canEdit: boolean | null = null,
    ) => {
      const [user] = await database.orm
        .insert(users)
        .values({ email, name: email, role: "client", passwordHash: "none", ...fields })
        .returning({ id: users.id });
      const userId = user?.id ?? 0;
      if (canEdit !== null)
        await database.orm.insert(userSites).values({ userId, siteId, canEdit });
    };
    await person("admin@x.example", { role: "admin" });
    await person("quiet@x.example", { role: "admin", weeklyMail: false });
    await person("editor@x.example", {}, true);
    await person("viewer@x.example", {}, false);
    await person("other@x.example", {});
    await person("gone@x.example", { disabledAt: now }, true);
    await person("new@x.example", { passwordHash: null }, true);
    await person("no@x.example", {}, true);
    await database.orm.insert(mailRefusals).values({ address: "no@x.example", kind: "alert" });
    const reportEmails = ["boss@x.example", "admin@x.example", "gone@x.example", "no@x.example"];
    await database.orm.update(sites).set({ reportEmails });
    await usual(60);
    await look();
    expect((await queued()).map(([who]) => who).toSorted()).toEqual([
      "admin@x.example",
      "boss@x.example",
      "editor@x.example",
    ]);
  });
});
