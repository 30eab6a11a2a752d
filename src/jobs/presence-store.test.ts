import { afterAll, beforeAll, expect, test } from "bun:test";
import { createTestDatabase, type TestDatabase } from "#test/support/database.ts";
import { notePresence, readServedSince } from "./presence-store.ts";

const start = Date.parse("2026-11-27T10:00:00Z");
const at = (minutes: number) => new Date(start + minutes * 60_000);

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
}, 60_000);
afterAll(() => database.drop(), 60_000);

test("there was a server for as long as each was followed by another within three minutes", async () => {
  const { orm } = database;
  expect(await readServedSince(orm, at(0))).toEqual(at(0));
  // A server that has just started finds one that was here before it.
  for (const minutes of [0, 1, 2, 4]) await notePresence(orm, at(minutes));
  expect(await readServedSince(orm, at(5))).toEqual(at(0));
  expect(await readServedSince(orm, at(7))).toEqual(at(7));
  await notePresence(orm, at(7));
  expect(await readServedSince(orm, at(8))).toEqual(at(7));
});
