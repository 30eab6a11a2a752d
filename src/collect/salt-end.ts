import type { Sql } from "#src/db/client.ts";
import { inTransaction, type Transaction } from "#src/db/transaction.ts";
import { saltAheadHours, saltLifeHours } from "./salts.ts";

/**
 * Destroys the salts whose time is over, by the site's day; those of sites that are gone, or whose
 * zone was changed, by their age. A deleted row would still lie in its page, and `vacuum full` would
 * copy it while anybody's snapshot could see it: so the table is emptied, which leaves nothing of
 * its file, and what is still needed is put back. Of a server that is ours alone (`isOurs`) the log
 * goes as well: behind a checkpoint it is deleted, not reused.
 * See docs/decisions/0003-destroying-salts.md.
 * Errors: the database's 55P03 when somebody, such as a backup, reads the table right now.
 */
export async function destroyOldSalts(
  sql: Sql,
  { now, isOurs }: { now: Date; isOurs: boolean },
): Promise<void> {
  await destroySalts(sql, { isOurs, isOver: (of) => isOver(of, now) });
}

/** Destroys the salts of a site that is deleted, as those whose time is over. Errors: as theirs. */
export async function destroySaltsOf(
  sql: Sql,
  { siteId, isOurs }: { siteId: number; isOurs: boolean },
): Promise<void> {
  await destroySalts(sql, { isOurs, isOver: (of) => of`site_id = ${siteId}` });
}

type Fragment = ReturnType<typeof isOver>;

interface Ending {
  isOurs: boolean;
  /** The condition under which a salt goes. */
  isOver: (of: Sql | Transaction) => Fragment;
}

async function destroySalts(sql: Sql, { isOurs, isOver }: Ending): Promise<void> {
  const old = await sql`
    select
    from salts
    where ${isOver(sql)}
    limit 1
  `;
  if (old.length === 0) return;
  await inTransaction(sql, (tx) => rewriteTable(tx, isOver));
  if (!isOurs) return;
  await sql`select pg_switch_wal()`;
  await sql`checkpoint`;
}

async function rewriteTable(tx: Transaction, isOver: Ending["isOver"]): Promise<void> {
  // Whoever asks for a salt waits behind this lock, but not for long.
  await tx`set local lock_timeout = '500ms'`;
  await tx`lock table salts in access exclusive mode`;
  const kept = await tx<{ site: number; day: string; salt: string; at: string }[]>`
    select site_id as site, day::text, encode(salt, 'hex') as salt, created_at::text as at
    from salts
    where not (${isOver(tx)})
  `;
  await tx`truncate salts`;
  await tx`
    insert into salts (site_id, day, salt, created_at)
    select site, day, decode(salt, 'hex'), at
    from unnest(
      ${kept.map(({ site }) => site)}::integer[],
      ${kept.map(({ day }) => day)}::date[],
      ${kept.map(({ salt }) => salt)}::text[],
      ${kept.map(({ at }) => at)}::text[]::timestamptz[]
    ) as kept (site, day, salt, at)
  `;
}

function isOver(sql: Sql | Transaction, now: Date) {
  const lifeMax = `${saltLifeHours} hours`;
  const ageMax = `${saltLifeHours + saltAheadHours} hours`;
  return sql`
    created_at <= ${now}::timestamptz - ${ageMax}::interval
    or exists (
      select
      from sites
      where sites.id = salts.site_id
        and salts.day::timestamp at time zone sites.time_zone
          <= ${now}::timestamptz - ${lifeMax}::interval
    )
  `;
}
