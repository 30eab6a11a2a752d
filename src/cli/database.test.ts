import { afterAll, describe, expect, test } from "bun:test";
import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { loadConfig } from "#src/config.ts";
import { createFolder } from "#test/support/folder.ts";
import { runToEnd } from "#test/support/server-process.ts";
import { nameDatabase } from "./database.ts";

const root = resolve(import.meta.dir, "../..");
const folder = createFolder("cli-database");
afterAll(folder.remove);

describe("nameDatabase", () => {
  test.each([
    ["postgres://anna:secret@db.internal:5433/stats", "database stats on db.internal:5433"],
    [
      "postgresql://anna:secret@10.0.0.5/my%20stats?sslmode=require",
      "database my stats on 10.0.0.5",
    ],
    ["postgres://anna:secret@[fd00::5]:5432/stats", "database stats on [fd00::5]:5432"],
    ["postgres://anna:secret@db.internal", "database anna on db.internal"],
    ["postgres:///stats", "database stats on localhost"],
  ])("of %s is the %s, without the password", (DATABASE_URL, name) => {
    expect(nameDatabase(loadConfig({}, { DATABASE_URL, DATA_DIR: "/data" }))).toBe(name);
  });

  test("of our own is the folder that it is in", () => {
    expect(nameDatabase(loadConfig({}, { DATA_DIR: "/data" }))).toBe("database in /data");
  });
});

describe("a command for a database that is there", () => {
  test.each([[["migrate"]], [["backup", `${folder.path}/all`]], [["export", "shop.example", "-"]]])(
    "%p makes none in a folder that was mistyped, and says how to name the right one",
    async (words) => {
      const data = join(folder.path, "mistyped");
      const command = [process.execPath, "src/main.ts", ...words, "--data-dir", data];
      // Bun looks for the settings of the language where it is started.
      expect(await runToEnd({ command, cwd: root })).toEqual({
        code: 1,
        output:
          `tracker-analytics: There is no database in ${data}: ` +
          "say by DATA_DIR or --data-dir where it is, or by DATABASE_URL.\n",
      });
      expect(existsSync(data)).toBe(false);
    },
  );
});
