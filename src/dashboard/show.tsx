import type { SignedInContext } from "#src/auth/route.ts";
import { shellOf } from "#src/auth/shell.ts";
import { breathe } from "#src/lib/breathe.ts";
import { Gate } from "#src/lib/gate.ts";
import { htmlResponse } from "#src/lib/respond.ts";
import { dayIn } from "#src/lib/time.ts";
import type { Site } from "#src/sites/site.ts";
import { findSite, listSites, mayEdit } from "#src/sites/store.ts";
import { Dashboard } from "#views/dashboard/dashboard.tsx";
import { DashboardPage } from "#views/dashboard/dashboard-page.tsx";
import { Figures } from "#views/dashboard/figures.tsx";
import type { DashboardProps } from "#views/dashboard/props.ts";
import { barOf } from "./bar.ts";
import { readFigures } from "./figures.ts";
import { liveHrefOf, readPulse } from "./pulse.ts";
import { addressOf, parseView } from "./view.ts";

/**
 * Each page is some ten short pieces of work for this process, which is also the collector's. When
 * twenty people reload without a pause at 2,000 messages a second, the pieces of all of them together
 * made messages wait for 77 ms (p99); with two pages at a time, and rests, 30.
 */
export const pages = new Gate({ max: 2, restMaxMs: 25 });

/** `GET /sites/{domain}`: the whole page, or the part of it that htmx asks for. */
export function showDashboard(c: SignedInContext): Promise<Response> {
  return pages.pass(() => makeDashboard(c));
}

async function makeDashboard(c: SignedInContext): Promise<Response> {
  const { database } = c.deps;
  const site = await findSite(database.orm, c.principal, c.params.domain ?? "");
  const { props, version } = await readDashboard(c, site);
  // A page is some milliseconds of work, and many may be ready at once.
  await breathe();
  if (c.request.headers.get("hx-request-type") !== "partial") {
    const liveHref = liveHrefOf(site.domain, version);
    return htmlResponse(<DashboardPage shell={shellOf(c)} liveHref={liveHref} {...props} />);
  }
  const isRefresh = c.request.headers.get("hx-target")?.endsWith("#figures");
  return htmlResponse(isRefresh ? <Figures {...props} /> : <Dashboard {...props} />);
}

async function readDashboard(
  c: SignedInContext,
  site: Site,
): Promise<{ props: DashboardProps; version: string }> {
  const { database, now: clock } = c.deps;
  const now = clock();
  const sql = database.reports;
  // The version is read before the figures: what happens in between is told by the stream.
  const [{ firstDay, online, version }, sites] = await Promise.all([
    readPulse(sql, site, now),
    listSites(database.orm, c.principal),
  ]);
  const view = parseView(c.url.searchParams, { ...site, firstDay }, now);
  const figures = firstDay ? await readFigures(sql, { ...site, firstDay }, view) : null;
  const isRunning = !figures || dayIn(site.timeZone, now) < view.query.range.to;
  const canEdit = mayEdit(c.principal, site);
  const bar = barOf({ site, sites, canEdit, hasFigures: figures !== null, online, view });
  const refreshHref = isRunning ? addressOf(site.domain, view) : null;
  return { props: { locale: c.locale, bar, figures, refreshHref }, version };
}
