import type { Sql } from "./client.ts";

/** What an admin wants to know of the database. Units: bytes, rows. */
export interface DatabaseFacts {
  version: string;
  bytes: number;
  /** Visitor-days that wait to be counted. */
  pending: number;
}

/** Asks PostgreSQL about itself. */
export async function readDatabaseFacts(sql: Sql): Promise<DatabaseFacts> {
  const [facts] = await sql<DatabaseFacts[]>`
    select split_part(current_setting('server_version'), ' ', 1) as version,
           pg_database_size(current_database())::float8 as bytes,
           (select count(*)::int from pending) as pending
  `;
  return facts ?? { version: "", bytes: 0, pending: 0 };
}
