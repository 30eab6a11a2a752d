import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { existsSync, readdirSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { startEmbedded } from "#src/db/embedded/start.ts";
import { readMigrations } from "#src/db/migrations.ts";
import { readVersion } from "#src/lib/version.ts";
import { installBinary } from "#test/support/binary.ts";
import { createFolder } from "#test/support/folder.ts";
import { makePast, openPlain } from "#test/support/past-database.ts";
import { runToEnd, startServerProcess } from "#test/support/server-process.ts";

const maxMs = 120_000;
/** Any that is free: nobody asks the server by it. */
const port = "0";
/** The versions before these had no audit log that could be asked, and so on. */
const pastCount = readMigrations().findIndex(({ name }) => name === "0010_audit");

let folder: ReturnType<typeof createFolder>;
let program: string;
beforeAll(async () => {
  folder = createFolder("migrate");
  program = await installBinary(folder.path);
}, maxMs);
afterAll(() => folder?.remove(), maxMs);

const dataOf = (name: string) => join(folder.path, name);

function run(name: string, ...words: string[]) {
  const command = [program, ...words, "--data-dir", dataOf(name), "--port", port];
  return runToEnd({ command, cwd: folder.path });
}

/** A database of an earlier version with a site, and what else is said in SQL. */
async function makeUsed(name: string, ...statements: string[]): Promise<void> {
  const options = { dataDir: dataOf(name), runtimeDir: null, databaseUser: null, log: () => {} };
  const database = await startEmbedded(options);
  const sql = openPlain(database.connection);
  await makePast(database.connection, pastCount, ["2026-11-01"]);
  await sql`
    insert into sites (key, domain, name, time_zone)
    values ('shopshopshop', 'shop.example', 'A shop', 'UTC')
  `;
  for (const statement of statements) await sql.unsafe(statement);
  await sql.end();
  await database.stop();
}

/** Makes it one of a version that is still to come. */
const later = [
  "create table tracker_migrations as select created_at, hash from drizzle.__drizzle_migrations",
  "insert into tracker_migrations values (9e12, 'x')",
];

describe("migrate --check", () => {
  test(
    "says what is to be done, what it takes and what is free, and does nothing of it",
    async () => {
      await makeUsed(
        "check",
        `insert into audit_logs (actor_email, action, subject)
         select 'anna@agency.example', 'site.created', 'shop.example'
         from generate_series(1, 20000)`,
      );
      const { code, output } = await run("check", "migrate", "--check");
      expect(code).toBe(1);
      const count = readMigrations().length - pastCount;
      expect(output).toStartWith(
        `${count} migrations are to be done:\n  0010_audit  The audit log`,
      );
      expect(output).toMatch(/\nThat indexes audit_logs \(\d\.\d MB\)/);
      expect(output).toMatch(
        /\nIt takes about a second and up to [\d.]+ [kM]B of the database's disk: reckoned from/,
      );
      expect(output).toMatch(/\n[\d.]+ [GT]B are free on the disk of \S+\/check\.\n/);
      expect(output).toMatch(
        /\nA backup of up to [\d.]+ [kM]B is made before, in \S+\/check\/backups, where [\d.]+ [GT]B/,
      );
      expect(existsSync(join(dataOf("check"), "backups"))).toBe(false);
      // How much is free is the one thing that others change meanwhile.
      const lasting = (text: string) => text.replaceAll(/[\d.]+ [GT]B/g, "some");
      const again = await run("check", "migrate", "--check");
      expect([again.code, lasting(again.output)]).toEqual([code, lasting(output)]);
    },
    maxMs,
  );

  test("makes no database where there is none", async () => {
    const { code, output } = await run("nowhere", "migrate", "--check");
    expect([code, output]).toEqual([
      1,
      `There is no database in ${dataOf("nowhere")} yet: the first start makes one.\n`,
    ]);
    expect(existsSync(dataOf("nowhere"))).toBe(false);
  });
});

describe("migrate", () => {
  test(
    "backs up, shows how far it is, and leaves nothing to be done, also beside a server",
    async () => {
      await makeUsed("whole");
      const { code, output } = await run("whole", "migrate");
      expect(output).toMatch(
        /^Backing up: 0 %\n[\s\S]*Backed up before the upgrade: \S+-upgrade-from-0009_two_factor\.tar\.zst \([\d.]+ kB, [\d.]+ s\)\n[\s\S]*Upgrading the database: 100 %\nThe database in \S+\/whole is up to date\.\n$/,
      );
      expect(code).toBe(0);
      expect(readdirSync(join(dataOf("whole"), "backups"))).toHaveLength(1);
      const done = {
        code: 0,
        output: `The database in ${dataOf("whole")} is up to date.\n`,
      };
      const command = [program, "--data-dir", dataOf("whole"), "--port", port];
      const server = await startServerProcess({ command, cwd: folder.path });
      expect(await run("whole", "migrate", "--check")).toEqual(done);
      expect(await run("whole", "migrate")).toEqual(done);
      await server.end();
    },
    maxMs,
  );

  test(
    "refuses without a backup, as does the server, unless it is told to go on without",
    async () => {
      await makeUsed("bare");
      writeFileSync(join(dataOf("bare"), "backups"), "a file where the folder should be");
      for (const words of [["serve"], ["migrate"], ["site", "list"]]) {
        const { code, output } = await run("bare", ...words);
        expect([words, code]).toEqual([words, 1]);
        expect(output).toEndWith(
          "Make room, or go on without one by: tracker-analytics migrate --no-backup\n",
        );
      }
      const { code, output } = await run("bare", "migrate", "--no-backup");
      expect(code).toBe(0);
      expect(output).toEndWith(`The database in ${dataOf("bare")} is up to date.\n`);
      expect(output).not.toContain("Backed up");
      expect(await run("bare", "site", "list")).toMatchObject({ code: 0 });
    },
    maxMs,
  );
});

describe("a command beside a server of an earlier version", () => {
  test(
    "leaves the tables to it and says what to do",
    async () => {
      await makeUsed("beside");
      const options = {
        ...{ dataDir: dataOf("beside"), runtimeDir: null, databaseUser: null, log: () => {} },
      };
      const server = await startEmbedded(options);
      const { code, output } = await run("beside", "site", "list");
      expect([code, output]).toEqual([
        1,
        "tracker-analytics: The server that is running is of an earlier version, and so is its " +
          "database: restart it with this version first.\n",
      ]);
      expect((await run("beside", "migrate", "--check")).output).toContain("0010_audit");
      await server.stop();
    },
    maxMs,
  );
});

describe("a database of a later version", () => {
  test(
    "is refused by everything that opens it, in one sentence that names both versions",
    async () => {
      await makeUsed(
        "later",
        ...later,
        `insert into settings (name, value) values ('version', '"99.1.0"')`,
      );
      const openers = [
        ...[["serve"], ["demo"], ["site", "list"], ["user", "list"], ["rebuild"], ["migrate"]],
        ...[
          ["migrate", "--check"],
          ["migrate", "--no-backup"],
        ],
      ];
      for (const words of openers)
        expect([words, await run("later", ...words)]).toEqual([
          words,
          {
            code: 1,
            output:
              `tracker-analytics: The database was upgraded by version 99.1.0 and this is ${readVersion()}: ` +
              "use that version or a later one, or restore the backup that was made before the upgrade into an empty database.\n",
          },
        ]);
      expect(existsSync(join(folder.path, "all.tar.zst"))).toBe(false);
    },
    maxMs,
  );

  test(
    "makes way for the backup that was made before the upgrade",
    async () => {
      await makeUsed("before");
      await makeUsed("after", ...later);
      expect(await run("before", "backup", "before.tar.zst")).toMatchObject({ code: 0 });
      const refused = await run("after", "restore", "before.tar.zst", "--replace");
      expect(refused.code).toBe(1);
      expect(refused.output).toContain("The database is of a later version than this program: ");
      renameSync(join(dataOf("after"), "pg18"), join(dataOf("after"), "pg18-aside"));
      const { code, output } = await run("after", "restore", "before.tar.zst");
      expect(output).toContain(
        `\nThere is no database in ${dataOf("after")} yet, so a new one is made there.\n`,
      );
      expect(output).toMatch(/\nRestored as of .* UTC into the database in \S+\/after: sites: 1, /);
      expect(code).toBe(0);
      const again = await run("after", "restore", "before.tar.zst", "--replace");
      expect(again.output).not.toContain("There is no database");
      expect(await run("after", "site", "list")).toEqual({
        code: 0,
        output: "shop.example\tA shop\tUTC\n",
      });
    },
    maxMs,
  );
});
