import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import { readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fillDemo } from "#src/cli/demo/fill.ts";
import { openDatabase } from "#src/db/client.ts";
import { dropPartitionsBefore } from "#src/db/partitions.ts";
import {
  answersOf,
  backUp,
  keptPrintsOf,
  printsOf,
  restoreInto,
  startOtherServer,
  tablesOf,
} from "#test/support/backup-stage.ts";
import {
  createBareDatabase,
  createTestDatabase,
  type TestDatabase,
} from "#test/support/database.ts";
import { createFolder } from "#test/support/folder.ts";
import { fillInstance } from "#test/support/full-instance.ts";
import { leftOut } from "./tables.ts";
import { writeBackup } from "./write.ts";

const maxMs = 120_000;
setDefaultTimeout(maxMs);
const now = new Date("2026-11-27T12:00:00Z");

const copied = [
  "audit_logs",
  "daily_lists",
  "day_segments",
  "day_versions",
  "events",
  "idempotency_keys",
  "job_runs",
  "mail_refusals",
  "mails",
  "pending",
  "recovery_codes",
  "refusals",
  "settings",
  "site_alerts",
  "site_tasks",
  "sites",
  "stale_days",
  "user_sites",
  "users",
  "visits",
];

let database: TestDatabase;
let folder: ReturnType<typeof createFolder>;
let path: string;
let rows: Record<string, string>;
let answers: unknown;
beforeAll(async () => {
  database = await createTestDatabase();
  await fillInstance(database.work, now);
  await fillDemo({ database, now, days: 30 });
  // What waits to be counted is kept as well, and so are values that need care in a text.
  await database.work`insert into pending values (1, '2026-11-20', 3)`;
  await database.work`insert into stale_days values (1, '2026-11-20')`;
  await database.work`insert into day_segments values (99, '2026-11-20', 1, '\\x000a5c09')`;
  await database.work`
    update sites set name = ${'tab\tbackslash\\ line\nreturn\r \\N "quote" é 🏪'}, hostnames = ${["a,b", "{}", ""]}
    where id = 1
  `;
  folder = createFolder("round-trip");
  path = join(folder.path, "all.tar.zst");
  await backUp(database.work, path, now);
  rows = await keptPrintsOf(database.work);
  // To answer is to pack days for the next question, so that it comes last.
  answers = await answersOf(database.connection);
}, maxMs);
afterAll(async () => {
  await database?.drop();
  folder?.remove();
}, maxMs);

describe("a backup", () => {
  test("holds every table of the schema but for the journal, and those left out with a reason", async () => {
    const others = ["tracker_migrations", ...Object.keys(leftOut)];
    expect(await tablesOf(database.work)).toEqual([...copied, ...others].sort());
    const prints = await printsOf(database.work);
    const empty = Object.entries(prints).filter(([, print]) => print.startsWith("0 "));
    expect(empty).toEqual([]);
  });

  test("is a file that standard tools open", () => {
    // By the library of the program zstd, which is not everywhere.
    const tar = join(folder.path, "all.tar");
    writeFileSync(tar, Bun.zstdDecompressSync(readFileSync(path)));
    const { stdout, exitCode } = Bun.spawnSync(["tar", "-tf", tar]);
    const names = stdout.toString().trim().split("\n");
    expect([exitCode, names[0], names.at(-1)]).toEqual([0, "manifest.json", "end.json"]);
    expect(names).toContain("tables/sites/00001.copy");
  });
});

describe("writeBackup", () => {
  test(
    "goes on being of one moment, whatever is written, deleted or dropped meanwhile",
    async () => {
      const own = await createTestDatabase();
      await fillInstance(own.work, now);
      const before = await keptPrintsOf(own.work);
      const busy = join(folder.path, "busy.tar.zst");
      let changed: Promise<unknown> | undefined;
      await writeBackup({
        ...{ sql: own.work, path: busy, version: "1.2.3", now },
        onProgress: () => {
          changed ??= Promise.allSettled([
            own.work`delete from sites where id = 1`,
            own.work`delete from events where day < '2026-11-10'`,
            own.work`update users set name = 'somebody else'`,
            dropPartitionsBefore(own.work, "2026-11-01"),
          ]);
        },
      });
      await changed;
      await own.drop();
      const bare = await createBareDatabase();
      await restoreInto(bare.connection, busy);
      const { work, close } = openDatabase(bare.connection);
      expect(await keptPrintsOf(work)).toEqual(before);
      await close();
      await bare.drop();
    },
    maxMs,
  );

  test("says that the disk is full, and leaves nothing of the file", async () => {
    const full = join(folder.path, "full.tar.zst");
    // A device that is always full stands in for the disk.
    symlinkSync("/dev/full", `${full}.part`);
    const input = { sql: database.work, path: full, version: "1.2.3", now };
    await expect(writeBackup(input)).rejects.toThrow(`The disk of ${full} is full`);
    expect(readdirSync(folder.path).filter((name) => name.startsWith("full"))).toEqual([]);
    await expect(database.work`select 1 as one`).resolves.toHaveLength(1);
  });

  test("says that there is nothing yet", async () => {
    const bare = await createBareDatabase();
    const { work, close } = openDatabase(bare.connection);
    const input = { sql: work, path: join(folder.path, "none.tar.zst"), version: "1.2.3", now };
    await expect(writeBackup(input)).rejects.toThrow("There is nothing to back up yet.");
    await close();
    await bare.drop();
  });
});

describe("restoreBackup", () => {
  test(
    "gives back every row and every figure, on another server and back again",
    async () => {
      const other = await startOtherServer();
      await restoreInto(other.connection, path);
      const there = openDatabase(other.connection);
      expect(await keptPrintsOf(there.work)).toEqual(rows);
      const second = join(folder.path, "second.tar.zst");
      await backUp(there.work, second);
      expect(await answersOf(other.connection)).toEqual(answers);
      await there.close();
      await other.stop();
      const bare = await createBareDatabase();
      await restoreInto(bare.connection, second);
      const back = openDatabase(bare.connection);
      expect(await keptPrintsOf(back.work)).toEqual(rows);
      expect(await answersOf(bare.connection)).toEqual(answers);
      for (const table of Object.keys(leftOut))
        expect((await printsOf(back.work))[table]).toBe("0 0");
      await back.close();
      await bare.drop();
    },
    maxMs,
  );

  test(
    "goes on with the numbers where they were, also of what was deleted",
    async () => {
      const bare = await createBareDatabase();
      await restoreInto(bare.connection, path);
      const { work, close } = openDatabase(bare.connection);
      const [last] = await database.work<{ id: number }[]>`select max(id)::int as id from sites`;
      const [made] = await work<{ id: number }[]>`
        insert into sites (key, domain, name, time_zone) values ('k', 'new.example', 'New', 'UTC')
        returning id
      `;
      expect(made?.id).toBeGreaterThan(last?.id ?? Number.NaN);
      // The audit log is append only as before, and there is a partition for what comes.
      await expect(work`delete from audit_logs`).rejects.toThrow("append only");
      await work`
        insert into events (site_id, day, visitor, id, ts, last_seen_at, kind, path, hostname)
        values (1, current_date, 1, 1, now(), now(), 'pageview', '/', 'x')
      `;
      await close();
      await bare.drop();
    },
    maxMs,
  );

  test(
    "refuses a database that holds something, and replaces it when it is told to",
    async () => {
      const target = await createTestDatabase();
      await target.work`create table theirs (note text)`;
      await target.work`insert into theirs values ('not ours')`;
      await fillInstance(target.work, now);
      await target.work`update sites set name = 'to be lost'`;
      await target.close();
      const said = "The database holds 2 sites, 2 accounts and 2,400 events since 2026-10-01";
      await expect(restoreInto(target.connection, path)).rejects.toThrow(said);
      await restoreInto(target.connection, path, { replaces: true });
      const { work, close } = openDatabase(target.connection);
      const { theirs, ...ours } = await keptPrintsOf(work);
      expect(ours).toEqual(rows);
      expect(theirs).toStartWith("1 ");
      await close();
      await target.drop();
    },
    maxMs,
  );

  test(
    "refuses a database that a server uses",
    async () => {
      const target = await createTestDatabase();
      await target.work`select 1`;
      await expect(restoreInto(target.connection, path, { replaces: true })).rejects.toThrow(
        "stop the server first",
      );
      await target.drop();
    },
    maxMs,
  );

  test(
    "leaves all as it was when something of others depends on our tables",
    async () => {
      const target = await createTestDatabase();
      await fillInstance(target.work, now);
      await target.work`create view theirs as select count(*) from events`;
      const before = await printsOf(target.work);
      await target.close();
      await expect(restoreInto(target.connection, path, { replaces: true })).rejects.toThrow(
        "view theirs depends on table events. Drop it, then restore.",
      );
      const { work, close } = openDatabase(target.connection);
      expect(await printsOf(work)).toEqual(before);
      await close();
      await target.drop();
    },
    maxMs,
  );
});
