import type { Sql } from "./client.ts";

/** What PostgreSQL says of itself, whatever its tables are. Units: bytes. */
export interface DatabaseFacts {
  version: string;
  bytes: number;
}

/** Asks PostgreSQL about itself. */
export async function readDatabaseFacts(sql: Sql): Promise<DatabaseFacts> {
  const [facts] = await sql<DatabaseFacts[]>`
    select split_part(current_setting('server_version'), ' ', 1) as version,
           pg_database_size(current_database())::float8 as bytes
  `;
  return facts ?? { version: "", bytes: 0 };
}
