import type { SignedInContext } from "#src/auth/route.ts";
import { shellOf } from "#src/auth/shell.ts";
import { htmlResponse } from "#src/lib/respond.ts";
import { addDays, dayIn } from "#src/lib/time.ts";
import type { Site } from "#src/sites/site.ts";
import { listSites } from "#src/sites/store.ts";
import { readOverviews } from "#src/stats/overview.ts";
import { SitesPage } from "#views/sites/sites-page.tsx";

const shownDays = 30;

/** `GET /sites`: every site of the reader, the busiest first. */
export async function showSites(context: SignedInContext): Promise<Response> {
  const { database, now: clock } = context.deps;
  const now = clock();
  const sites = await listSites(database.orm, context.principal);
  const listed = sites.map((site) => ({ id: site.id, range: lastDays(site, now) }));
  const overviews = await readOverviews(database.reports, listed, now);
  const byId = new Map(overviews.map((overview) => [overview.siteId, overview]));
  const cards = sites.map(({ id, name, domain }) => {
    const { visitors = 0, online = 0 } = byId.get(id) ?? {};
    return { name, domain, visitors, online };
  });
  cards.sort((a, b) => b.visitors - a.visitors);
  return htmlResponse(<SitesPage shell={shellOf(context)} cards={cards} />);
}

/** The same days as the dashboard opens with: thirty, today the last of them. */
function lastDays({ timeZone }: Site, now: Date) {
  const end = addDays(dayIn(timeZone, now), 1);
  return { from: addDays(end, -shownDays), to: end };
}
