import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { citusStatements } from "#src/db/citus.ts";
import { inTransaction } from "#src/db/transaction.ts";
import { createTestDatabase, type TestDatabase } from "#test/support/database.ts";
import { runToEnd } from "#test/support/server-process.ts";
import { tryCounting } from "./citus-trial.ts";

const root = resolve(import.meta.dir, "../..");
const now = new Date("2026-11-27T12:00:00Z");

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
}, 60_000);
afterAll(() => database.drop(), 60_000);

function run(...words: string[]) {
  const command = [process.execPath, join(root, "src/main.ts"), "citus", ...words];
  return runToEnd({ command, cwd: root });
}

describe("citus", () => {
  test("prints the statements without any database, as docs/scaling.md has them", async () => {
    const { code, output } = await run("--print");
    expect(code).toBe(0);
    expect(output.trim().split("\n")).toEqual(citusStatements().map((text) => `${text};`));
    expect(readFileSync(join(root, "docs/scaling.md"), "utf8")).toContain(
      `\`\`\`sql\n${output.trim()}\n\`\`\``,
    );
  });

  test("leaves the embedded database alone", async () => {
    const { code, output } = await run();
    expect([code, output.trim()]).toEqual([
      1,
      "tracker-analytics: The embedded PostgreSQL is one machine: set DATABASE_URL.",
    ]);
  });
});

describe("tryCounting", () => {
  const countRows = async () => {
    const [row] = await database.work`
      select (select count(*) from sites)::int as sites, (select count(*) from events)::int as events,
             (select count(*) from pending)::int as pending,
             (select count(*) from daily_lists)::int as lists
    `;
    return row;
  };

  test("finds that a database counts, and leaves nothing behind", async () => {
    const before = await countRows();
    await inTransaction(database.work, (tx) => tryCounting(tx, now));
    expect(await countRows()).toEqual(before);
  });

  test("undoes everything where it does not count, and says why", async () => {
    const changing = inTransaction(database.work, async (tx) => {
      await tx`alter table visits drop column exit_path`;
      await tryCounting(tx, now);
    });
    expect(changing).rejects.toThrow(
      'This database, when its tables are spread, does not count (column "exit_path" ',
    );
    await changing.catch(() => {});
    await inTransaction(database.work, (tx) => tryCounting(tx, now));
  });
});
