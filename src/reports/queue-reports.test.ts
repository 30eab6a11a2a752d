import { afterAll, beforeAll, beforeEach, describe, expect, test } from "bun:test";
import { mailRefusals, mails, settings, sites, userSites, users } from "#src/db/schema/tables.ts";
import { createTestDatabase, type TestDatabase } from "#test/support/database.ts";
import { queueReports } from "./queue-reports.ts";

const monday = "2026-11-30T08:00:00Z";
let database: TestDatabase;
let canSend = true;

beforeAll(async () => {
  database = await createTestDatabase();
}, 60_000);
afterAll(() => database.drop());
beforeEach(async () => {
  canSend = true;
  await database.work`truncate mails, users, sites, mail_refusals, settings cascade`;
  // The instance has been there for long.
  await run("2026-01-05T12:00:00Z");
});

async function run(at: string): Promise<void> {
  const mail = {
    canSend,
    wake: () => {},
    deliver: async () => {},
    preview: async () => null,
  };
  await queueReports({ database, now: () => new Date(at), mail });
}

async function makeSite(domain: string, fields: Partial<typeof sites.$inferInsert> = {}) {
  const createdAt = new Date("2026-01-01T00:00:00Z");
  const [site] = await database.orm
    .insert(sites)
    .values({ ...{ key: domain, domain, name: domain, timeZone: "UTC", createdAt }, ...fields })
    .returning({ id: sites.id });
  return site?.id ?? 0;
}

async function makeUser(
  email: string,
  siteIds: number[],
  fields: Partial<typeof users.$inferInsert> = {},
) {
  const createdAt = new Date("2026-01-01T00:00:00Z");
  const [user] = await database.orm
    .insert(users)
    .values({
      ...{ email, name: "Anna", role: "client", passwordHash: "none", createdAt },
      ...fields,
    })
    .returning({ id: users.id });
  const userId = user?.id ?? 0;
  for (const siteId of siteIds) await database.orm.insert(userSites).values({ userId, siteId });
  return userId;
}

const queued = () => database.orm.select().from(mails).orderBy(mails.id);
const told = async () =>
  (await queued()).map(({ recipient, payload }) => {
    const { period, startOn, siteIds } = payload as Record<string, unknown>;
    return [recipient, period, startOn, siteIds];
  });

describe("queueReports", () => {
  test("sends a client one mail of all their sites, and one only", async () => {
    const [shop, cafe] = [await makeSite("shop.example"), await makeSite("cafe.example")];
    await makeSite("other.example");
    const userId = await makeUser("anna@shop.example", [shop, cafe]);
    await run(monday);
    await run("2026-11-30T08:05:00Z");
    await run("2026-12-02T08:05:00Z");
    const rows = await queued();
    expect(rows.map(({ uniqueKey }) => uniqueKey)).toEqual([
      "report:week:2026-11-23:anna@shop.example",
      "report:month:2026-11-01:anna@shop.example",
    ]);
    expect(rows[0]?.payload).toEqual({
      ...{ period: "week", startOn: "2026-11-23", userId },
      siteIds: [cafe, shop],
    });
  });

  test("sends whoever has sites in two zones one mail, when the later one has its Monday", async () => {
    const ids = [
      await makeSite("a.example", { timeZone: "Asia/Tokyo" }),
      await makeSite("b.example", { timeZone: "America/New_York" }),
    ];
    await makeUser("anna@shop.example", ids);
    await run("2026-11-30T12:59:00Z");
    expect(await told()).toEqual([]);
    await run("2026-11-30T13:00:00Z");
    expect(await told()).toEqual([["anna@shop.example", "week", "2026-11-23", ids]]);
  });

  test("sends admins all sites, and clients their own by their preferences", async () => {
    const [shop, cafe] = [await makeSite("a.example"), await makeSite("b.example")];
    await makeUser("admin@x.example", [], { role: "admin" });
    await makeUser("none@x.example", []);
    await makeUser("quiet@x.example", [shop], { weeklyMail: false });
    await makeUser("gone@x.example", [shop], { disabledAt: new Date() });
    await makeUser("new@x.example", [shop], { passwordHash: null });
    await makeUser("anna@x.example", [cafe]);
    await run(monday);
    expect(await told()).toEqual([
      ["admin@x.example", "week", "2026-11-23", [shop, cafe]],
      ["anna@x.example", "week", "2026-11-23", [cafe]],
    ]);
  });

  test("sends the other addresses of a site that site, unless they have refused", async () => {
    const reportEmails = ["boss@x.example", "no@x.example"];
    const shop = await makeSite("a.example", { reportEmails });
    const cafe = await makeSite("b.example", { reportEmails: ["boss@x.example"] });
    await database.orm.insert(mailRefusals).values({ address: "no@x.example", kind: "weekly" });
    await run(monday);
    expect(await told()).toEqual([["boss@x.example", "week", "2026-11-23", [shop, cafe]]]);
    await run("2026-12-01T08:00:00Z");
    expect((await told()).slice(1)).toEqual([
      ["boss@x.example", "month", "2026-11-01", [shop, cafe]],
      ["no@x.example", "month", "2026-11-01", [shop]],
    ]);
  });

  test("sends an address that is a user's too one mail, by what the user has chosen", async () => {
    const reportEmails = ["anna@x.example", "quiet@x.example", "gone@x.example"];
    const named = await makeSite("a.example", { reportEmails });
    const own = await makeSite("b.example");
    await makeUser("anna@x.example", [own]);
    await makeUser("quiet@x.example", [own], { weeklyMail: false });
    await makeUser("gone@x.example", [own], { disabledAt: new Date() });
    await run(monday);
    expect(await told()).toEqual([["anna@x.example", "week", "2026-11-23", [named, own]]]);
  });

  test("leaves out what was archived, and what began after the week", async () => {
    const shop = await makeSite("a.example", { createdAt: new Date("2026-11-29T23:00:00Z") });
    const late = await makeSite("b.example", { createdAt: new Date("2026-11-30T00:00:00Z") });
    const gone = await makeSite("c.example", { archivedAt: new Date() });
    await makeUser("anna@x.example", [shop, late, gone]);
    await makeUser("zoe@x.example", [late]);
    await run(monday);
    expect(await told()).toEqual([["anna@x.example", "week", "2026-11-23", [shop]]]);
  });

  test("sends nothing of the time before the instance and its users were there", async () => {
    const shop = await makeSite("a.example", { reportEmails: ["boss@x.example"] });
    await makeUser("late@x.example", [shop], { createdAt: new Date("2026-11-30T08:00:01Z") });
    await database.orm.delete(settings);
    await run("2026-11-30T08:04:00Z");
    await run("2026-11-30T08:05:00Z");
    expect(await told()).toEqual([]);
    await run("2026-12-07T08:00:00Z");
    expect((await told()).map(([who]) => who)).toEqual(["late@x.example", "boss@x.example"]);
  });

  test("makes up once for a Monday on which the server was down", async () => {
    await makeUser("anna@x.example", [await makeSite("a.example")]);
    await run("2026-11-23T08:00:00Z");
    // Down until the Thursday of the second week after.
    await run("2026-12-09T07:00:00Z");
    expect((await told()).map(([, period, startOn]) => [period, startOn])).toEqual([
      ["week", "2026-11-16"],
      ["week", "2026-11-30"],
    ]);
  });

  test("queues nothing where no mails are sent", async () => {
    await makeUser("anna@x.example", [await makeSite("a.example")]);
    canSend = false;
    await run(monday);
    expect(await told()).toEqual([]);
  });

  test("queues each mail once, however many servers do so at the same time", async () => {
    const shop = await makeSite("a.example");
    for (let index = 0; index < 20; index += 1) await makeUser(`u${index}@x.example`, [shop]);
    await Promise.all(Array.from({ length: 4 }, () => run(monday)));
    expect(new Set((await told()).map(([who]) => who)).size).toBe(20);
    expect(await queued()).toHaveLength(20);
  });
});
