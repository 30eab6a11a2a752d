import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import { createTestDatabase, type TestDatabase } from "#test/support/database.ts";
import { createFirstAdmin, hasAdmin, isSetupToken, prepareSetup } from "./setup.ts";

const now = new Date("2026-11-23T12:00:00Z");

let database: TestDatabase;
beforeEach(async () => {
  database = await createTestDatabase();
}, 60_000);
afterEach(() => database.drop(), 60_000);

function create(token: string, email = "anna@x.example") {
  const admin = { name: "Anna", email, passwordHash: "none", locale: "fr" } as const;
  return createFirstAdmin(database.orm, { token, admin, ip: "192.0.2.1", now });
}

describe("prepareSetup", () => {
  test("makes a token that opens the door, and a newer one that shuts the older out", async () => {
    const first = (await prepareSetup(database)) ?? "";
    expect(await isSetupToken(database.orm, first)).toBe(true);
    const second = (await prepareSetup(database)) ?? "";
    expect(await isSetupToken(database.orm, first)).toBe(false);
    expect(await isSetupToken(database.orm, second)).toBe(true);
    expect(await isSetupToken(database.orm, "")).toBe(false);
  });

  test("keeps no token in the database, only its hash", async () => {
    const token = (await prepareSetup(database)) ?? "";
    const [row] = await database.work<{ text: string }[]>`
      select string_agg(settings::text, ' ') as text from settings
    `;
    expect(row?.text).not.toContain(token);
  });

  test("is null once there is an admin", async () => {
    const token = (await prepareSetup(database)) ?? "";
    expect(await hasAdmin(database.orm)).toBe(false);
    expect(await create(token)).toBeNumber();
    expect(await hasAdmin(database.orm)).toBe(true);
    expect(await prepareSetup(database)).toBeNull();
    expect(await isSetupToken(database.orm, token)).toBe(false);
  });
});

describe("createFirstAdmin", () => {
  test("makes one admin of fifty tries at once, and writes it into the audit log", async () => {
    const token = (await prepareSetup(database)) ?? "";
    const tries = Array.from({ length: 50 }, (_, index) => create(token, `a${index}@x.example`));
    const ids = (await Promise.all(tries)).filter((id) => id !== null);
    expect(ids).toHaveLength(1);
    const users = await database.work`select id, role, locale from users`;
    expect([...users]).toEqual([{ id: ids[0], role: "admin", locale: "fr" }]);
    const logs = await database.work`select action, actor_id, ip from audit_logs`;
    expect([...logs]).toEqual([{ action: "instance.set_up", actor_id: ids[0], ip: "192.0.2.1" }]);
  });

  test("makes nobody with a wrong token", async () => {
    await prepareSetup(database);
    expect(await create("wrong")).toBeNull();
    expect(await hasAdmin(database.orm)).toBe(false);
  });
});
