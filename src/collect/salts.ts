import { randomBytes } from "node:crypto";
import type { Sql } from "#src/db/client.ts";
import { withDeadline } from "#src/lib/deadline.ts";
import { Lru } from "#src/lib/lru.ts";
import { addDays, type Day, dayStart } from "#src/lib/time.ts";

/** The salts of the visitor key: one a site and local day, the same on every server. */
export interface Salts {
  /**
   * The salt of a site's day, made if it is missing; null when its time is over, and for a site that
   * is deleted. At once when it is known.
   * Errors: whatever the database says, or `DeadlineError`.
   */
  find(site: SaltSite, day: Day, now: Date): Uint8Array | null | Promise<Uint8Array | null>;
}

interface SaltSite {
  id: number;
  timeZone: string;
}
interface Known {
  salt: Uint8Array;
  endsAtMs: number;
  /** From when on the next day's salt is made ready; `Infinity` once that is under way. */
  nextFromMs: number;
}

const saltBytes = 32;
const saltsMax = 50_000;
const patienceMs = 2_000;
/**
 * A salt ends 46 hours after its day began, so that even one that was made in the first second is
 * gone within 48 hours, however late the job runs. A day has 25 hours at the most, so late messages
 * of its views have 21 hours to come; the tracker begins a new view after 19.
 */
export const saltLifeHours = 46;
const hourMs = 3_600_000;
const lifeMs = saltLifeHours * hourMs;
/**
 * A busy site's next salt is made an hour ahead, so that midnight needs no database; if that fails,
 * it is tried again a minute later.
 */
export const saltAheadHours = 1;
const retryMs = 60_000;

/** Makes the salts of one server, remembered in memory until they end. */
export function createSalts(sql: Sql): Salts {
  const known = new Lru<string, Known>(saltsMax);
  const loading = new Map<string, Promise<Uint8Array | null>>();

  const load = async (key: string, site: SaltSite, day: Day, now: Date) => {
    const endsAtMs = dayStart(site.timeZone, day).getTime() + lifeMs;
    if (endsAtMs <= now.getTime()) return null;
    const salt = await withDeadline(loadSalt(sql, site.id, day, now), patienceMs);
    if (!salt) return null;
    const nextFromMs = dayStart(site.timeZone, addDays(day, 1)).getTime() - saltAheadHours * hourMs;
    known.set(key, { salt, endsAtMs, nextFromMs });
    // An idle server forgets it as well.
    setTimeout(() => forget(known, key, salt), endsAtMs - now.getTime()).unref();
    return salt;
  };

  const loadOnce = (key: string, site: SaltSite, day: Day, now: Date) => {
    let answer = loading.get(key);
    if (!answer) {
      answer = load(key, site, day, now).finally(() => loading.delete(key));
      loading.set(key, answer);
    }
    return answer;
  };
  const prepare = (entry: Known, site: SaltSite, day: Day, now: Date) => {
    entry.nextFromMs = Number.POSITIVE_INFINITY;
    const key = `${site.id} ${day}`;
    if (known.get(key)) return;
    loadOnce(key, site, day, now).catch(() => {
      entry.nextFromMs = now.getTime() + retryMs;
    });
  };

  return {
    find: (site, day, now) => {
      const key = `${site.id} ${day}`;
      const entry = known.get(key);
      if (!entry) return loadOnce(key, site, day, now);
      const nowMs = now.getTime();
      if (nowMs >= entry.nextFromMs && nowMs < entry.endsAtMs)
        prepare(entry, site, addDays(day, 1), now);
      return entry.endsAtMs > nowMs ? entry.salt : null;
    },
  };
}

function forget(known: Lru<string, Known>, key: string, salt: Uint8Array): void {
  salt.fill(0);
  known.delete(key);
}

/**
 * Makes the salt unless another server was faster, and reads it. The second statement sees what
 * the other one has written, which the first would not. A site that is deleted has none.
 */
async function loadSalt(sql: Sql, siteId: number, day: Day, now: Date): Promise<Uint8Array | null> {
  await sql`
    insert into salts (site_id, day, salt, created_at)
    select id, ${day}::date, ${randomBytes(saltBytes)}::bytea, ${now}::timestamptz
    from sites
    where id = ${siteId} and deleted_at is null
    for key share
    on conflict do nothing
  `;
  const [row] = await sql<{ salt: Uint8Array }[]>`
    select salt
    from salts
    where site_id = ${siteId} and day = ${day}
  `;
  return row ? Uint8Array.from(row.salt) : null;
}
