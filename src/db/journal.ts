import type { Sql } from "./client.ts";
import { type Migration, readMigrations } from "./migrations.ts";
import type { Transaction } from "./transaction.ts";

// Which migrations were done is noted beside our tables. Before 0.1.0 that was in
// `drizzle.__drizzle_migrations`, where every application that uses drizzle notes its own: ours took
// those of others for a later version's, and theirs, which go by the last moment that is noted there,
// left out what was older than ours.

/** A migration that was done. Units: `createdAt` ms; it is what tells migrations apart. */
export type Applied = Pick<Migration, "createdAt" | "hash">;

/** Reads which migrations of ours a database has, the oldest first; none when it has none. */
export async function readJournal(sql: Sql | Transaction): Promise<Applied[]> {
  if (!(await hasTable(sql, "tracker_migrations"))) return readShared(sql);
  return await sql<Applied[]>`
    select created_at::float8 as "createdAt", hash
    from tracker_migrations
    order by created_at
  `;
}

/** What versions before 0.1.0 have noted. Others may have a table `sites`, but not our hashes. */
async function readShared(sql: Sql | Transaction): Promise<Applied[]> {
  if (!(await hasTable(sql, "sites"))) return [];
  if (!(await hasTable(sql, "drizzle.__drizzle_migrations"))) return [];
  const rows = await sql<Applied[]>`
    select created_at::float8 as "createdAt", hash
    from drizzle.__drizzle_migrations
    order by created_at
  `;
  const ours = new Map(readMigrations().map(({ createdAt, hash }) => [createdAt, hash]));
  return rows.filter(({ createdAt, hash }) => ours.get(createdAt) === hash);
}

async function hasTable(sql: Sql | Transaction, name: string): Promise<boolean> {
  const [row] = await sql<{ exists: boolean }[]>`select to_regclass(${name}) is not null as exists`;
  return row?.exists ?? false;
}

/**
 * Makes the journal where there is none, and moves into it what versions before 0.1.0 have noted
 * elsewhere: they then refuse the database, as its tables are there and none of them is theirs.
 */
export async function ensureJournal(tx: Transaction): Promise<void> {
  if (await hasTable(tx, "tracker_migrations")) return;
  const shared = await readShared(tx);
  await tx`
    create table tracker_migrations (
      created_at bigint primary key,
      hash text not null
    )
  `;
  for (const applied of shared) await note(tx, applied);
  if (shared.length === 0) return;
  const hashes = shared.map(({ hash }) => hash);
  await tx`delete from drizzle.__drizzle_migrations where hash = any(${hashes})`;
}

/** Notes that a migration is done. */
export async function note(tx: Transaction, { createdAt, hash }: Applied): Promise<void> {
  await tx`insert into tracker_migrations (created_at, hash) values (${createdAt}, ${hash})`;
}

/** Forgets what was done, as all tables are gone. */
export async function clearJournal(tx: Transaction): Promise<void> {
  await tx`delete from tracker_migrations`;
}
