import { StartupError } from "#src/lib/errors.ts";
import type { Sql } from "./client.ts";
import { inTransaction, type Transaction } from "./transaction.ts";

// What Citus is told of our tables. Whatever grows with the traffic is spread by site, so that all of
// one site lies together. What that is joined with is small, and a copy of it lies on every machine.
// The rest is on the coordinator alone, as before: no statement joins it with either.

/** Spread by `site_id`; the first is what the others lie beside. */
export const distributedTables = [
  "events",
  "visits",
  "pending",
  "stale_days",
  "day_versions",
  "daily_lists",
  "day_segments",
  "idempotency_keys",
] as const;

/** On every machine; what others refer to comes first. */
export const referenceTables = [
  "sites",
  "users",
  "user_sites",
  "sessions",
  "password_reset_tokens",
  "recovery_codes",
  "site_tasks",
  "site_alerts",
] as const;

/** On the coordinator alone, and why. */
export const coordinatorTables: Readonly<Record<string, string>> = {
  salts: "A few rows a site, and they are destroyed with the file that they lie in.",
  refusals: "A few rows a site and day, and those of site 0 are of nobody.",
  audit_logs: "A trigger keeps it from being changed, which Citus does not take.",
  mails: "Of no site alone.",
  mail_refusals: "Of no site.",
  settings: "Of no site.",
  sign_in_failures: "Of no site.",
  job_runs: "Of no site.",
  tracker_migrations: "Of no site.",
};

/** The statements for what is not yet done, in their order. Shape: names of tables that are. */
export function citusStatements(done: ReadonlySet<string> = new Set()): string[] {
  const [first, ...others] = distributedTables;
  const all: [string, string][] = [
    ...referenceTables.map((name): [string, string] => [
      name,
      `select create_reference_table('${name}')`,
    ]),
    [first, `select create_distributed_table('${first}', 'site_id', colocate_with => 'none')`],
    ...others.map((name): [string, string] => [
      name,
      `select create_distributed_table('${name}', 'site_id', colocate_with => '${first}')`,
    ]),
  ];
  return all.filter(([name]) => !done.has(name)).map(([, statement]) => statement);
}

/**
 * Spreads the tables over the machines of a Citus cluster, in one transaction, as far as that is not
 * done. `tryOut` is called before the commit, on the tables as they are then: what it throws undoes
 * all of it. Shape: returns the statements.
 * Errors: `StartupError` without the extension.
 */
export async function distribute(sql: Sql, { onStatement, tryOut }: Steps): Promise<string[]> {
  if (!(await hasCitus(sql)))
    throw new StartupError(
      "This PostgreSQL has no Citus extension, so its tables cannot be spread over several machines.",
    );
  return inTransaction(sql, async (tx) => {
    // Tables that refer to each other are changed on one connection a machine.
    await tx`select set_config('citus.multi_shard_modify_mode', 'sequential', true)`;
    const rows = await tx<{ name: string }[]>`
      select relname as name
      from pg_dist_partition
      join pg_class on pg_class.oid = logicalrelid
      where relnamespace = current_schema()::regnamespace
        -- A table of the coordinator that Citus has taken note of is neither.
        and not (partmethod = 'n' and repmodel = 's')
    `;
    const statements = citusStatements(new Set(rows.map(({ name }) => name)));
    for (const statement of statements) {
      onStatement(statement);
      await tx.unsafe(statement);
    }
    await tryOut(tx);
    return statements;
  });
}

interface Steps {
  onStatement(statement: string): void;
  tryOut(tx: Transaction): Promise<void>;
}

async function hasCitus(sql: Sql): Promise<boolean> {
  const rows = await sql`select from pg_extension where extname = 'citus'`;
  return rows.length > 0;
}

/** Adds two sites that are undone with the transaction; returns their ids. */
export async function addTrialSites(tx: Transaction): Promise<number[]> {
  const ids = [];
  for (const key of ["trialtrial01", "trialtrial02"]) {
    const [site] = await tx<{ id: number }[]>`
      insert into sites (key, domain, name, time_zone)
      values (${key}, ${`${key}.invalid`}, 'Trial', 'UTC')
      returning id
    `;
    if (site) ids.push(site.id);
  }
  return ids;
}
