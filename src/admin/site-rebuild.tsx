import { actorOf } from "#src/auth/audit.ts";
import type { SignedInContext } from "#src/auth/route.ts";
import { htmlResponse, redirectTo } from "#src/lib/respond.ts";
import type { Site } from "#src/sites/site.ts";
import { findEditableSite } from "#src/sites/store.ts";
import { askRebuild, findLastTask } from "#src/sites/task-store.ts";
import { RebuildStatus, type RebuildTask } from "#views/sites/rebuild.tsx";

/** How long the settings say that the past was counted anew. */
const newsMs = 3_600_000;

/** `POST /sites/{domain}/rebuild`: has the past counted anew by the site's present time zone. */
export async function startRebuild(context: SignedInContext): Promise<Response> {
  const { principal, params, deps } = context;
  const { orm } = deps.database;
  const site = await findEditableSite(orm, principal, params.domain);
  await askRebuild(orm, { actor: actorOf(context), site, now: deps.now() });
  deps.wakeTasks();
  return redirectTo(`/sites/${encodeURIComponent(site.domain)}/settings`);
}

/** `GET /sites/{domain}/rebuild`: how far that is, the part of the settings that asks again. */
export async function showRebuild(context: SignedInContext): Promise<Response> {
  const { principal, params, deps, locale } = context;
  const site = await findEditableSite(deps.database.orm, principal, params.domain);
  const task = await readRebuild(context, site);
  return htmlResponse(<RebuildStatus locale={locale} domain={site.domain} task={task} />);
}

/** The last counting anew of a site, be it that of its import; null when there was none of late. */
export async function readRebuild(
  { deps }: SignedInContext,
  { id }: Site,
): Promise<RebuildTask | null> {
  const task = await findLastTask(deps.database.orm, id, "rebuild", "import");
  if (!task) return null;
  const { done, total, error, finishedAt } = task;
  if (!finishedAt) return { done, total, state: error ? "failed" : "running" };
  const isNews = deps.now().getTime() - finishedAt.getTime() < newsMs;
  return isNews ? { done, total, state: "finished" } : null;
}
