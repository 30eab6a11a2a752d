import type { Deps } from "#src/auth/route.ts";
import { eraseCollected } from "#src/collect/site-end.ts";
import { forgetSite } from "#src/sites/life-store.ts";
import type { OpenTask } from "#src/sites/task-store.ts";
import { countEvents, eraseFigures } from "#src/stats/erase.ts";
import { forgetMemory } from "#src/stats/memory.ts";
import { forgetAnswers } from "#src/stats/remember.ts";

/** How far a task is. Throws when the work is to end here. */
export type Report = (done: number, total: number) => void;

/**
 * Erases all that there is of a deleted site and at last its row. Ended in the middle, it goes on
 * from there: the task remembers how many events there were.
 */
export async function eraseSite(
  { task, site }: OpenTask,
  { config, database, now }: Pick<Deps, "config" | "database" | "now">,
  report: Report,
): Promise<void> {
  const { orm, work, reports } = database;
  const siteId = site.id;
  const left = await countEvents(work, siteId);
  const total = Math.max(task.total, left);
  let done = total - left;
  report(done, total);
  await eraseFigures(work, {
    siteId,
    onErased: (events) => {
      done += events;
      report(done, total);
    },
  });
  await eraseCollected(work, { siteId, isOurs: config.databaseUrl === null });
  // Of all sites, which happens rarely and is read again at the next look.
  forgetMemory(reports);
  forgetAnswers(reports);
  await forgetSite(orm, { id: siteId, domain: site.domain, erased: { events: total }, now: now() });
}
