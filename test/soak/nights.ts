import { rmSync } from "node:fs";
import { join } from "node:path";
import { addDays, type Day } from "#src/lib/time.ts";
import type { BenchStage } from "#test/bench/stage.ts";

/** The latest day that is over wherever one is, and so is packed. */
const daysBack = 3;
/** The jobs run each half a minute. */
const patienceMs = 70_000;

/**
 * Has the work of a night done again: a day is computed and packed anew, with another version for all
 * that is held of it; a salt whose time is over goes, and with it the database's log; and the backup
 * of the night is made, as the last one is gone. The jobs find it.
 */
export async function makeNight({ sql, siteId, folder }: BenchStage, today: Day): Promise<void> {
  await sql`
    insert into stale_days (site_id, day)
    values (${siteId}, ${addDays(today, -daysBack)})
    on conflict do nothing
  `;
  await sql`
    insert into salts (site_id, day, salt, created_at)
    values (${siteId}, ${addDays(today, -5)}, decode(md5('old'), 'hex'), now() - interval '5 days')
    on conflict do nothing
  `;
  rmSync(join(folder, "backups"), { recursive: true, force: true });
}

/** What was left undone of the last night, in sentences, once the jobs have had time for it. */
export async function checkNight(stage: BenchStage, today: Day): Promise<string[]> {
  for (const beganMs = performance.now(); ; await Bun.sleep(1_000)) {
    const wrong = await readUndone(stage, today);
    if (wrong.length === 0 || performance.now() - beganMs > patienceMs) return wrong;
  }
}

async function readUndone({ sql, siteId }: BenchStage, today: Day): Promise<string[]> {
  const day = addDays(today, -daysBack);
  const [row] = await sql<{ isPacked: boolean; hasSalt: boolean }[]>`
    select
      exists (
        select
        from day_versions
        join day_segments using (site_id, day, version)
        where site_id = ${siteId} and day = ${day}
      ) and not exists (
        select from stale_days where site_id = ${siteId} and day = ${day}
      ) as "isPacked",
      exists (
        select from salts where site_id = ${siteId} and day < ${addDays(today, -4)}
      ) as "hasSalt"
  `;
  const failed = await sql<{ name: string }[]>`
    select name from job_runs where failed_at > coalesce(finished_at, '-infinity')
  `;
  return [
    ...(row?.isPacked ? [] : [`${day} was not computed and packed anew.`]),
    ...(row?.hasSalt ? ["A salt whose time was over is still there."] : []),
    ...failed.map(({ name }) => `The job "${name}" has failed.`),
  ];
}
