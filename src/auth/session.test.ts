import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { userSites, users } from "#src/db/schema/tables.ts";
import { createTestDatabase, type TestDatabase } from "#test/support/database.ts";
import { makeSite } from "#test/support/events.ts";
import {
  endSession,
  endSessionsOf,
  findPrincipal,
  forgetExpired,
  sessionMaxAgeS,
  startSession,
} from "./session.ts";
import { hashToken } from "./token.ts";

const now = new Date("2026-11-23T12:00:00Z");
const later = (ms: number) => new Date(now.getTime() + ms);
const hourMs = 3_600_000;

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
}, 60_000);
afterAll(() => database.drop(), 60_000);

let count = 0;
async function makeUser(role: "admin" | "client" = "admin"): Promise<number> {
  count += 1;
  const email = `user${count}@x.example`;
  const [user] = await database.orm
    .insert(users)
    .values({ email, name: "Anna", role, passwordHash: "none" })
    .returning({ id: users.id });
  return user?.id ?? 0;
}

describe("findPrincipal", () => {
  test("finds who a session belongs to, for eight hours", async () => {
    const userId = await makeUser();
    const id = await startSession(database.orm, userId, now);
    const found = await findPrincipal(database.orm, id, later(8 * hourMs - 1));
    expect(found).toMatchObject({ userId, role: "admin", siteIds: "all", locale: "en" });
    expect(found?.csrfToken).toMatch(/^[\w-]{43}$/);
    expect(await findPrincipal(database.orm, id, later(8 * hourMs))).toBeNull();
    expect(sessionMaxAgeS).toBe(8 * 3_600);
  });

  test("gives a client their sites and no other", async () => {
    const userId = await makeUser("client");
    const siteId = await makeSite(database.work, "its.example");
    await makeSite(database.work, "other.example");
    await database.orm.insert(userSites).values({ userId, siteId });
    const id = await startSession(database.orm, userId, now);
    expect(await findPrincipal(database.orm, id, now)).toMatchObject({
      role: "client",
      siteIds: [siteId],
    });
  });

  test("is null for an unknown id, an ended session and a disabled user", async () => {
    const userId = await makeUser();
    const id = await startSession(database.orm, userId, now);
    expect(await findPrincipal(database.orm, "x".repeat(43), now)).toBeNull();
    await database.work`update users set disabled_at = now() where id = ${userId}`;
    expect(await findPrincipal(database.orm, id, now)).toBeNull();
    await database.work`update users set disabled_at = null where id = ${userId}`;
    expect(await findPrincipal(database.orm, id, now)).not.toBeNull();
    await endSession(database.orm, hashToken(id));
    expect(await findPrincipal(database.orm, id, now)).toBeNull();
  });
});

describe("startSession", () => {
  test("keeps only the hash of the id in the database", async () => {
    const id = await startSession(database.orm, await makeUser(), now);
    const [row] = await database.work<{ text: string }[]>`
      select string_agg(sessions::text, ' ') as text from sessions
    `;
    expect(row?.text).not.toContain(id);
    expect(row?.text).toContain(Buffer.from(hashToken(id)).toString("hex"));
  });
});

describe("endSessionsOf", () => {
  test("ends all of one user and none of another's", async () => {
    const [anna, ben] = [await makeUser(), await makeUser()];
    const [a, b, c] = await Promise.all(
      [anna, anna, ben].map((userId) => startSession(database.orm, userId, now)),
    );
    await endSessionsOf(database.orm, anna);
    const found = await Promise.all(
      [a, b, c].map((id) => findPrincipal(database.orm, id ?? "", now)),
    );
    expect(found.map((principal) => principal?.userId)).toEqual([undefined, undefined, ben]);
  });
});

describe("forgetExpired", () => {
  test("deletes what is over and keeps what is not", async () => {
    const userId = await makeUser();
    const old = await startSession(database.orm, userId, later(-9 * hourMs));
    const fresh = await startSession(database.orm, userId, now);
    await forgetExpired(database.orm, now);
    const rows = await database.work<{ id_hash: Uint8Array }[]>`
      select id_hash from sessions where user_id = ${userId}
    `;
    const left = rows.map(({ id_hash }) => Buffer.from(id_hash).toString("hex"));
    expect(left).toEqual([Buffer.from(hashToken(fresh)).toString("hex")]);
    expect(left).not.toContain(Buffer.from(hashToken(old)).toString("hex"));
  });
});
