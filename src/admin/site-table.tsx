import type { SignedInContext } from "#src/auth/route.ts";
import { shellOf } from "#src/auth/shell.ts";
import { NotFoundError } from "#src/lib/errors.ts";
import { foldText } from "#src/lib/fold.ts";
import { formatInstant, formatNumber } from "#src/lib/format.ts";
import { htmlResponse, redirectTo } from "#src/lib/respond.ts";
import type { Site } from "#src/sites/site.ts";
import { listAllSites, listClientNames } from "#src/sites/store.ts";
import { findLastTask, listOpenTasks } from "#src/sites/task-store.ts";
import { readLastSeen } from "#src/stats/live.ts";
import { readOverviews } from "#src/stats/overview.ts";
import { type Deletion, DeletionStatus } from "#views/admin/deletion-status.tsx";
import { type AdminSite, AdminSitesPage } from "#views/admin/sites-page.tsx";

const searchMax = 100;

/** `GET /admin`: its first page. */
export function showAdmin(): Response {
  return redirectTo("/admin/sites");
}

/** `GET /admin/sites`: every site there is, and what becomes of those that are deleted. */
export async function showAdminSites(context: SignedInContext): Promise<Response> {
  const search = (context.url.searchParams.get("q") ?? "").slice(0, searchMax);
  const rows = await readRows(context, foldText(search));
  return htmlResponse(<AdminSitesPage shell={shellOf(context)} {...{ rows, search }} />);
}

/** `GET /admin/sites/{siteId}/deletion`: how far it is, the part of the page that asks again. */
export async function showDeletion({ params, deps, locale }: SignedInContext): Promise<Response> {
  const { siteId = "" } = params;
  // An id has at most nine digits that the database takes for certain.
  if (!/^\d{1,9}$/.test(siteId)) throw new NotFoundError();
  const task = await findLastTask(deps.database.orm, Number(siteId), "delete");
  const deletion: Deletion = task
    ? { siteId: task.siteId, done: task.done, total: task.total, hasFailed: task.error !== null }
    : null;
  return htmlResponse(<DeletionStatus locale={locale} deletion={deletion} />);
}

async function readRows({ deps, locale }: SignedInContext, wanted: string): Promise<AdminSite[]> {
  const { orm, reports } = deps.database;
  const sites = await listAllSites(orm);
  const there = sites.filter(({ deletedAt }) => !deletedAt);
  const [overviews, lastSeen, clients, open] = await Promise.all([
    readOverviews(reports, there, deps.now()),
    readLastSeen(
      reports,
      there.map(({ id }) => id),
    ),
    listClientNames(orm),
    listOpenTasks(orm),
  ]);
  const visitorsOf = new Map(overviews.map(({ siteId, visitors }) => [siteId, visitors]));
  return sites.map((site) => {
    const { id, name, domain } = site;
    const at = lastSeen.get(id);
    const task = open.find((one) => one.task.siteId === id && one.task.kind === "delete")?.task;
    const { done = 0, total = 0, error = null } = task ?? {};
    return {
      ...{ id, name, domain, clients: clients.get(id) ?? [] },
      lastSeen: at ? { iso: at.toISOString(), text: formatInstant(locale, at) } : null,
      visitors: formatNumber(locale, visitorsOf.get(id) ?? 0),
      state: stateOf(site, at !== undefined),
      deletion: { siteId: id, done, total, hasFailed: error !== null },
      isFound: foldText(`${name} ${domain}`).includes(wanted),
    };
  });
}

function stateOf({ archivedAt, deletedAt }: Site, hasEvents: boolean): AdminSite["state"] {
  if (deletedAt) return "deleting";
  if (archivedAt) return "archived";
  return hasEvents ? "counted" : "waiting";
}
