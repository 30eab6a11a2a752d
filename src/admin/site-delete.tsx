import { actorOf } from "#src/auth/audit.ts";
import type { SignedInContext } from "#src/auth/route.ts";
import { shellOf } from "#src/auth/shell.ts";
import { formatDay, formatFullNumber } from "#src/lib/format.ts";
import { htmlResponse, redirectTo } from "#src/lib/respond.ts";
import { parseDomain } from "#src/sites/hostnames.ts";
import { deleteSite } from "#src/sites/life-store.ts";
import type { Site } from "#src/sites/site.ts";
import { findSite } from "#src/sites/store.ts";
import { sumEvents } from "#src/stats/erase.ts";
import { readFirstDay } from "#src/stats/live.ts";
import { DeleteSitePage } from "#views/sites/delete-site-page.tsx";

/** `GET /sites/{domain}/delete`: what would be lost, and the question whether that is meant. */
export async function askToDelete(context: SignedInContext): Promise<Response> {
  const { principal, params, deps } = context;
  const site = await findSite(deps.database.orm, principal, params.domain);
  return await deletePage(context, site, false);
}

/**
 * `POST /sites/{domain}/delete`: deletes it once its domain was typed in, and goes on to where one
 * sees it being erased.
 */
export async function confirmDelete(context: SignedInContext): Promise<Response> {
  const { principal, params, form, deps } = context;
  const { orm } = deps.database;
  const site = await findSite(orm, principal, params.domain);
  if (parseDomain(form.text("domain", 2_000)) !== site.domain)
    return await deletePage(context, site, true);
  await deleteSite(orm, { actor: actorOf(context), site, now: deps.now() });
  deps.wakeTasks();
  return redirectTo("/admin/sites");
}

async function deletePage(
  context: SignedInContext,
  site: Site,
  isMistyped: boolean,
): Promise<Response> {
  const { deps, locale } = context;
  const { reports } = deps.database;
  const [count, firstDay] = await Promise.all([
    sumEvents(reports, site.id),
    readFirstDay(reports, site.id),
  ]);
  const props = {
    domain: site.domain,
    name: site.name,
    isArchived: site.archivedAt !== null,
    events: { count, text: formatFullNumber(locale, count) },
    since: firstDay && formatDay(locale, firstDay, "medium"),
    isMistyped,
  };
  const status = isMistyped ? 422 : 200;
  return htmlResponse(<DeleteSitePage shell={shellOf(context)} {...props} />, status);
}
