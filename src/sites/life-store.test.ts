import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { siteKeyPattern } from "#src/lib/site-key.ts";
import { createTestDatabase, type TestDatabase } from "#test/support/database.ts";
import { makeSite } from "#test/support/events.ts";
import { deleteSite } from "./life-store.ts";
import { holdSite } from "./store.ts";

const now = new Date("2026-11-27T12:00:00Z");
const actor = { userId: 1, email: "anna@x.example", ip: "192.0.2.1" };

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
}, 60_000);
afterAll(() => database.drop(), 60_000);

describe("deleteSite", () => {
  test("frees the key with the domain: the same site may be imported before it is erased", async () => {
    const { orm, work } = database;
    const site = await holdSite(orm, await makeSite(work, "shop.example"));
    await deleteSite(orm, { actor, site, now });
    expect(await work`select from sites where key = ${site.key}`).toHaveLength(0);
    const [left] = await work`select key, domain from sites where id = ${site.id}`;
    expect(left?.key).toMatch(siteKeyPattern);
    expect(left?.domain).toBe(site.domain);
  });
});
