import type { Sql } from "#src/db/client.ts";
import { destroySaltsOf } from "./salt-end.ts";

/** How many rows one statement deletes. */
const sliceMax = 5_000;

/**
 * Erases what the collector keeps of a site that is deleted beside its events: the refusals, the
 * keys of its servers' events and its salts. Errors: as `destroySaltsOf`.
 */
export async function eraseCollected(
  sql: Sql,
  { siteId, isOurs }: { siteId: number; isOurs: boolean },
): Promise<void> {
  await sql`
    delete from refusals
    where site_id = ${siteId}
  `;
  while ((await eraseKeys(sql, siteId)) > 0);
  await destroySaltsOf(sql, { siteId, isOurs });
}

async function eraseKeys(sql: Sql, siteId: number): Promise<number> {
  const erased = await sql`
    delete from idempotency_keys
    where site_id = ${siteId}
      and key_hash = any (array(
        select key_hash
        from idempotency_keys
        where site_id = ${siteId}
        limit ${sliceMax}
      ))
  `;
  return erased.count;
}
