import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { eq } from "drizzle-orm";
import { passwordResetTokens, users } from "#src/db/schema/tables.ts";
import { createTestDatabase, type TestDatabase } from "#test/support/database.ts";
import { endLinksOf, findLink, type LinkPurpose, linkUrl, makeLink, takeLink } from "./link.ts";

const now = new Date("2026-11-27T10:00:00Z");
const after = (minutes: number) => new Date(now.getTime() + minutes * 60_000);

let database: TestDatabase;
let count = 0;
beforeAll(async () => {
  database = await createTestDatabase();
}, 60_000);
afterAll(() => database.drop(), 60_000);

async function makeUser(): Promise<number> {
  count += 1;
  const [user] = await database.orm
    .insert(users)
    .values({ email: `user${count}@x.example`, name: "Ben", role: "client" })
    .returning({ id: users.id });
  return user?.id ?? 0;
}

function make(userId: number, purpose: LinkPurpose = "reset", at = now): Promise<string> {
  return database.orm.transaction((tx) => makeLink(tx, { userId, purpose, now: at }));
}

const isOpen = async (token: string, at = now) =>
  (await findLink(database.orm, token, at)) !== null;

describe("makeLink", () => {
  test("keeps nothing of the token but its SHA-256", async () => {
    const userId = await makeUser();
    const token = await make(userId);
    expect(token).toMatch(/^[\w-]{43}$/);
    const [row] = await database.work<{ text: string }[]>`
      select t::text as text from password_reset_tokens t where user_id = ${userId}
    `;
    expect(row?.text).not.toContain(token);
    expect(row?.text).not.toContain(Buffer.from(token).toString("hex"));
  });

  test.each([
    ["reset", 30],
    ["invitation", 7 * 24 * 60],
  ] as const)("of a %s it opens for %d minutes", async (purpose, minutes) => {
    const token = await make(await makeUser(), purpose);
    expect(await isOpen(token, after(minutes - 1))).toBe(true);
    expect(await isOpen(token, after(minutes))).toBe(false);
    expect(await takeLink(database.orm, token, after(minutes))).toBeNull();
  });

  test.each([
    ["reset", "invitation"],
    ["invitation", "reset"],
    ["reset", "reset"],
  ] as const)("of a %s ends with a newer %s of the same user alone", async (first, second) => {
    const [userId, otherId] = [await makeUser(), await makeUser()];
    const [old, other] = [await make(userId, first), await make(otherId)];
    const young = await make(userId, second);
    expect(await isOpen(old)).toBe(false);
    expect(await takeLink(database.orm, old, now)).toBeNull();
    expect(await isOpen(young)).toBe(true);
    expect(await isOpen(other)).toBe(true);
  });

  test("leaves one that opens when twenty are made at once", async () => {
    const userId = await makeUser();
    const tokens = await Promise.all(Array.from({ length: 20 }, () => make(userId)));
    const open = await Promise.all(tokens.map((token) => isOpen(token)));
    expect(open.filter(Boolean)).toHaveLength(1);
  });
});

describe("findLink", () => {
  test("tells whose it is and what for, as often as one asks", async () => {
    const userId = await makeUser();
    const token = await make(userId, "invitation");
    for (let time = 0; time < 2; time++)
      expect(await findLink(database.orm, token, now)).toMatchObject({
        user: { id: userId, name: "Ben" },
        purpose: "invitation",
      });
  });

  test("knows no other token, and none of somebody who is disabled", async () => {
    const userId = await makeUser();
    const token = await make(userId);
    for (const other of ["", "x", "A".repeat(43), `${token}x`, token.toLowerCase()])
      expect(await isOpen(other)).toBe(false);
    await database.orm.update(users).set({ disabledAt: now }).where(eq(users.id, userId));
    expect(await isOpen(token)).toBe(false);
    expect(await takeLink(database.orm, token, now)).toBeNull();
  });
});

describe("takeLink", () => {
  test("gives the user to one of twenty who come at once", async () => {
    const userId = await makeUser();
    const token = await make(userId);
    const taken = await Promise.all(
      Array.from({ length: 20 }, () => takeLink(database.orm, token, now)),
    );
    expect(taken.filter((id) => id !== null)).toEqual([userId]);
    expect(await isOpen(token)).toBe(false);
  });
});

describe("endLinksOf", () => {
  test("ends those of one user", async () => {
    const [userId, otherId] = [await makeUser(), await makeUser()];
    const [token, other] = [await make(userId), await make(otherId)];
    await endLinksOf(database.orm, userId);
    expect(await isOpen(token)).toBe(false);
    expect(await isOpen(other)).toBe(true);
    const left = await database.orm
      .select()
      .from(passwordResetTokens)
      .where(eq(passwordResetTokens.userId, userId));
    expect(left).toEqual([]);
  });
});

describe("linkUrl", () => {
  test("is a page of the origin", () => {
    expect(linkUrl("https://stats.example", "abc")).toBe("https://stats.example/password/abc");
  });
});
