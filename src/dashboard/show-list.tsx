import type { SignedInContext } from "#src/auth/route.ts";
import { shellOf } from "#src/auth/shell.ts";
import { breathe } from "#src/lib/breathe.ts";
import { NotFoundError } from "#src/lib/errors.ts";
import { htmlResponse } from "#src/lib/respond.ts";
import { findSite, listSites, mayEdit } from "#src/sites/store.ts";
import { ListDialog } from "#views/dashboard/list-dialog.tsx";
import { ListBody, ListPage } from "#views/dashboard/list-page.tsx";
import { barOf } from "./bar.ts";
import { type ListView, parseList, readList } from "./list.ts";
import { liveHrefOf, readPulse } from "./pulse.ts";
import { pages } from "./show.tsx";
import { parseView } from "./view.ts";

/** `GET /sites/{domain}/lists/{list}`: all of a list, as a page or in a dialog over the dashboard. */
export function showList(c: SignedInContext): Promise<Response> {
  return pages.pass(() => makeList(c));
}

async function makeList(c: SignedInContext): Promise<Response> {
  const { database, now: clock } = c.deps;
  const now = clock();
  const sql = database.reports;
  const site = await findSite(database.orm, c.principal, c.params.domain ?? "");
  const name = parseList(c.params.list ?? "");
  if (!name) throw new NotFoundError();
  const { firstDay, online, version } = await readPulse(sql, site, now);
  const parsed = parseView(c.url.searchParams, { ...site, firstDay }, now);
  const view: ListView = { ...parsed, list: name };
  const list = await readList(sql, site.domain, view, c.locale);
  const sites = await listSites(database.orm, c.principal);
  await breathe();
  const canEdit = mayEdit(c.principal, site);
  const bar = barOf({ site, sites, canEdit, hasFigures: firstDay !== null, online, view });
  const props = { locale: c.locale, bar, list };
  if (c.request.headers.get("hx-request-type") !== "partial") {
    const liveHref = liveHrefOf(site.domain, version);
    return htmlResponse(<ListPage shell={shellOf(c)} liveHref={liveHref} {...props} />);
  }
  const isPage = c.request.headers.get("hx-target")?.endsWith("#list-page");
  return htmlResponse(isPage ? <ListBody {...props} /> : <ListDialog {...props} />);
}
