import { describe, expect, test } from "bun:test";
import type { Sql } from "#src/db/client.ts";
import { createTally } from "./tally.ts";

describe("createTally", () => {
  test("flushes also what is on its way already", async () => {
    const written = Promise.withResolvers<void>();
    const tally = createTally((() => written.promise) as unknown as Sql, () => {});
    tally.note("bot", null, new Date());
    const first = tally.flush();
    let isDone = false;
    const second = tally.flush().then(() => {
      isDone = true;
    });
    await Bun.sleep(10);
    expect(isDone).toBe(false);
    written.resolve();
    await Promise.all([first, second]);
  });
});
