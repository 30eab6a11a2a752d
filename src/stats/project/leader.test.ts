import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { locks } from "#src/db/lock.ts";
import { createTestDatabase, type TestDatabase } from "#test/support/database.ts";
import { startLeader } from "./leader.ts";

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
}, 60_000);
afterAll(() => database.drop());

/** A leader that works asks for something each second; here it may be late by three. */
const silenceMaxMs = 4_000;

function start(round: () => Promise<number>) {
  const common = { sql: database.work, lock: locks.visitsLeader, pauseMs: 50, silenceMaxMs };
  return startLeader({ ...common, round: (sql) => sql`select 1`.then(round), onTrouble: () => {} });
}

async function until(isSo: () => boolean): Promise<void> {
  const deadline = performance.now() + 30_000;
  while (!isSo()) {
    if (performance.now() > deadline) throw new Error("it did not happen within thirty seconds");
    await Bun.sleep(20);
  }
}

describe("startLeader", () => {
  test("gives the lead to another server when it hangs, and not while it works", async () => {
    const rounds = { first: 0, second: 0 };
    let hangs = false;
    const first = start(async () => {
      rounds.first += 1;
      if (hangs) await new Promise<void>(() => {});
      return Infinity;
    });
    await until(() => rounds.first > 0);
    const second = start(async () => {
      rounds.second += 1;
      return Infinity;
    });
    await Bun.sleep(1.5 * silenceMaxMs);
    expect(rounds.second).toBe(0);
    hangs = true;
    await until(() => rounds.second > 0);
    const stuck = rounds.first;
    await Bun.sleep(1_200);
    expect(rounds.first).toBe(stuck);
    await Promise.all([first.stop(), second.stop()]);
  }, 120_000);
});
