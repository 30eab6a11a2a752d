import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { sessions, sites, userSites, users } from "#src/db/schema/tables.ts";
import { createTestDatabase, type TestDatabase } from "#test/support/database.ts";
import { makeSite } from "#test/support/events.ts";
import { readAdmitted } from "./admission.ts";
import { startSession } from "./session.ts";

const now = new Date("2026-11-23T12:00:00Z");

let database: TestDatabase;
let siteId: number;
beforeAll(async () => {
  database = await createTestDatabase();
  siteId = await makeSite(database.work, "shop.example");
}, 60_000);
afterAll(() => database.drop(), 60_000);

/** Somebody who has signed in, and whether they were given the site. */
async function signIn(role: "admin" | "client", isGiven = false): Promise<number> {
  const { orm } = database;
  const email = `${crypto.randomUUID()}@x.example`;
  const [user] = await orm
    .insert(users)
    .values({ email, name: role, role, passwordHash: "none" })
    .returning({ id: users.id });
  const userId = user?.id ?? 0;
  if (isGiven) await orm.insert(userSites).values({ userId, siteId });
  await startSession(orm, userId, now);
  const found = await orm.select().from(sessions);
  return found.find((session) => session.userId === userId)?.id ?? 0;
}

describe("readAdmitted", () => {
  test("lets clients look at their sites until they are archived, and admins until they are deleted", async () => {
    const [admin, own, other] = [
      await signIn("admin"),
      await signIn("client", true),
      await signIn("client"),
    ];
    const admitted = async () => {
      const all = [admin, own, other];
      const found = await readAdmitted(database.orm, { siteId, sessionIds: all, now });
      return all.map((id) => found.has(id));
    };
    expect(await admitted()).toEqual([true, true, false]);
    await database.orm.update(sites).set({ archivedAt: now });
    expect(await admitted()).toEqual([true, false, false]);
    await database.orm.update(sites).set({ deletedAt: now });
    expect(await admitted()).toEqual([false, false, false]);
  });
});
