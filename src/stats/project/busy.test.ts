import { afterAll, beforeAll, expect, test } from "bun:test";
import { createTestDatabase, type TestDatabase } from "#test/support/database.ts";
import { eventOf, makeSite, storeEvents } from "#test/support/events.ts";
import { rebuild } from "./rebuild.ts";

const today = new Date().toISOString().slice(0, 10);
let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
}, 60_000);
afterAll(() => database.drop());

test("rebuild comes to its end while there is always something new in the outbox", async () => {
  const { work, collector } = database;
  const site_id = await makeSite(work, "shop.example");
  await storeEvents(work, [eventOf({ site_id, ts: `${today}T00:00:00Z` })]);
  let isOver = false;
  const storm = async () => {
    while (!isOver)
      await collector`
        insert into pending (site_id, day, visitor) values (${site_id}, ${today}, 1)
      `;
  };
  // Two connections, so that one of them has stored something in whatever moment.
  const storms = [storm(), storm()];
  await rebuild(database, {});
  isOver = true;
  await Promise.all(storms);
  const [row] = await work`select visitors from daily where dimension = 'total'`;
  expect(row?.visitors).toBe(1);
}, 60_000);
