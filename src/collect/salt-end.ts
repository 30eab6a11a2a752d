import type { Sql } from "#src/db/client.ts";
import { inTransaction, type Transaction } from "#src/db/transaction.ts";
import { type Day, dayStart, isTimeZone } from "#src/lib/time.ts";
import { saltAheadHours, saltLifeHours } from "./salts.ts";

const hourMs = 3_600_000;

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
  const over = await readOverDays(sql, now);
  await destroySalts(sql, { isOurs, isOver: (of) => isOver(of, over, now) });
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

/** A day of the sites in a zone. */
interface ZoneDay {
  zone: string;
  day: Day;
}

/**
 * The days of salts whose time is over. When a day begins is not asked of PostgreSQL: one zone that
 * it does not know, such as `US/Pacific-New`, would keep the salts of every site, and it reads
 * `+05:30` with the sign turned round. Of a zone that is unknown here as well, salts go by their age.
 */
async function readOverDays(sql: Sql, now: Date): Promise<ZoneDay[]> {
  const days = await sql<ZoneDay[]>`
    select distinct sites.time_zone as zone, salts.day::text
    from salts
    join sites on sites.id = salts.site_id
  `;
  const startMax = now.getTime() - saltLifeHours * hourMs;
  return days.filter(
    ({ zone, day }) => isTimeZone(zone) && dayStart(zone, day).getTime() <= startMax,
  );
}

function isOver(sql: Sql | Transaction, over: readonly ZoneDay[], now: Date) {
  const ageMax = `${saltLifeHours + saltAheadHours} hours`;
  return sql`
    created_at <= ${now}::timestamptz - ${ageMax}::interval
    or exists (
      select
      from sites
      join unnest(
        ${over.map(({ zone }) => zone)}::text[],
        ${over.map(({ day }) => day)}::date[]
      ) as over_days (zone, day) on over_days.zone = sites.time_zone
      where sites.id = salts.site_id
        and over_days.day = salts.day
    )
  `;
}
