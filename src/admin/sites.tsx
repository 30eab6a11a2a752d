import type { SignedInContext } from "#src/auth/route.ts";
import { shellOf } from "#src/auth/shell.ts";
import { foldText } from "#src/lib/fold.ts";
import { htmlResponse } from "#src/lib/respond.ts";
import { listSites } from "#src/sites/store.ts";
import { readOverviews } from "#src/stats/overview.ts";
import { SitesPage } from "#views/sites/sites-page.tsx";

const searchMax = 100;

/** `GET /sites`: every site of the reader, the busiest first; `q` hides those it is not about. */
export async function showSites(context: SignedInContext): Promise<Response> {
  const { database, now } = context.deps;
  const search = (context.url.searchParams.get("q") ?? "").slice(0, searchMax);
  const wanted = foldText(search);
  const sites = await listSites(database.orm, context.principal);
  const overviews = await readOverviews(database.reports, sites, now());
  const byId = new Map(overviews.map((overview) => [overview.siteId, overview]));
  const cards = sites.map(({ id, name, domain }) => {
    const { visitors = 0, before = 0, online = 0, hours = [], hasVisits } = byId.get(id) ?? {};
    return {
      ...{ name, domain, visitors, before, online },
      hours: hasVisits ? hours.map((hour) => hour.visitors) : null,
      isFound: foldText(`${name} ${domain}`).includes(wanted),
    };
  });
  cards.sort((a, b) => b.visitors - a.visitors);
  return htmlResponse(<SitesPage shell={shellOf(context)} {...{ cards, search }} />);
}
