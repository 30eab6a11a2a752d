import { afterEach, beforeEach, expect, test } from "bun:test";
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { loadConfig } from "#src/config.ts";
import { openDatabase } from "#src/db/client.ts";
import { migrateDatabase } from "#src/db/migrate.ts";
import { readMigrations } from "#src/db/migrations.ts";
import { createBareDatabase } from "#test/support/database.ts";
import { createFolder } from "#test/support/folder.ts";
import { makePast, openPlain } from "#test/support/past-database.ts";
import { upgradeOfCommand } from "./upgrade.ts";

const maxMs = 60_000;
const now = new Date("2026-11-27T14:05:00Z");
const pastCount = readMigrations().findIndex(({ name }) => name === "0010_audit");

let bare: Awaited<ReturnType<typeof createBareDatabase>>;
let folder: ReturnType<typeof createFolder>;
beforeEach(async () => {
  bare = await createBareDatabase();
  folder = createFolder("upgrade");
  await makePast(bare.connection, pastCount, ["2026-11-01"]);
  const sql = openPlain(bare.connection);
  await sql`
    insert into sites (key, domain, name, time_zone)
    values ('shopshopshop', 'shop.example', 'A shop', 'UTC')
  `;
  await sql.end();
}, maxMs);
afterEach(async () => {
  await bare.drop();
  folder.remove();
}, maxMs);

test.each([true, false])(
  "a command leaves the tables to the server that uses them, backup %p, and upgrades them without one",
  async (isBackedUp) => {
    const config = loadConfig({}, { DATA_DIR: folder.path });
    const upgrade = () =>
      migrateDatabase(bare.connection, now, upgradeOfCommand(config, { isBackedUp }));
    const server = openDatabase(bare.connection);
    await server.work`select 1`;
    await expect(upgrade()).rejects.toThrow("restart it with this version first.");
    await server.close();
    await upgrade();
    const backups = join(folder.path, "backups");
    expect(existsSync(backups) ? readdirSync(backups) : []).toHaveLength(isBackedUp ? 1 : 0);
  },
  maxMs,
);
