import { join } from "node:path";
import { checkBackup } from "#src/db/backup/check.ts";
import { restoreBackup } from "#src/db/backup/restore.ts";
import { leftOut } from "#src/db/backup/tables.ts";
import { writeBackup } from "#src/db/backup/write.ts";
import { type Connection, openDatabase, type Sql } from "#src/db/client.ts";
import { startEmbedded } from "#src/db/embedded/start.ts";
import { migrateDatabase } from "#src/db/migrate.ts";
import { dailyDimensions } from "#src/stats/dimensions.ts";
import { readReport } from "#src/stats/report.ts";
import { createFolder } from "./folder.ts";

/** Writes what a database holds to a file. */
export async function backUp(sql: Sql, path: string, now = new Date()): Promise<void> {
  await writeBackup({ sql, path, version: "1.2.3", now });
}

/** Reads a file into a database as the command does, and brings the tables up to date. */
export async function restoreInto(
  connection: Connection,
  path: string,
  { replaces = false } = {},
): Promise<void> {
  const backup = await checkBackup(path);
  await restoreBackup({ connection, path, backup, replaces });
  await migrateDatabase(connection, new Date());
}

/** Every table of the schema, without the parts of others. */
export async function tablesOf(sql: Sql): Promise<string[]> {
  const rows = await sql<{ name: string }[]>`
    select relname as name
    from pg_class
    where relnamespace = current_schema()::regnamespace and relkind in ('r', 'p')
      and not relispartition
    order by relname
  `;
  return rows.map(({ name }) => name);
}

/** How many rows each table has and what they add up to, whatever order they are in. */
export async function printsOf(sql: Sql): Promise<Record<string, string>> {
  const prints: Record<string, string> = {};
  for (const table of await tablesOf(sql)) {
    const [row] = await sql<{ print: string }[]>`
      select count(*) || ' ' || coalesce(sum(hashtextextended(each::text, 0)), 0) as print
      from ${sql(table)} each
    `;
    prints[table] = row?.print ?? "";
  }
  return prints;
}

/** The same without what a backup leaves out. */
export async function keptPrintsOf(sql: Sql): Promise<Record<string, string>> {
  const all = Object.entries(await printsOf(sql));
  return Object.fromEntries(all.filter(([name]) => !(name in leftOut)));
}

/** What the dashboards of all sites say: every list, whole and filtered, by hour and weekday. */
export async function answersOf(connection: Connection): Promise<unknown> {
  const { reports, close } = openDatabase(connection);
  const lists = dailyDimensions.filter((list) => list !== "total" && list !== "hour");
  const sites = await reports<{ id: number; zone: string }[]>`
    select id, time_zone as zone from sites order by id
  `;
  const answers = [];
  for (const { id, zone } of sites)
    for (const values of [[], ["Google"]]) {
      const filters = values.length
        ? [{ dimension: "source" as const, operator: "is" as const, values }]
        : [];
      const range = { from: "2020-01-01", to: "2100-01-01" };
      const scope = { siteId: id, zone, range, filters };
      const question = { lists, grain: "day", conversionsBy: "day", hasWeek: true } as const;
      const { panels, ...rest } = await readReport(reports, scope, { ...question, limit: 5_000 });
      answers.push({ ...rest, panels: [...panels] });
    }
  await close();
  return answers;
}

/** A PostgreSQL of its own beside that of the tests, as the one that is built in. */
export async function startOtherServer() {
  const folder = createFolder("other");
  const dataDir = join(folder.path, "data");
  const server = await startEmbedded({
    ...{ dataDir, runtimeDir: null, databaseUser: null, log: () => {} },
  });
  return {
    connection: server.connection,
    stop: async () => {
      await server.stop();
      folder.remove();
    },
  };
}
