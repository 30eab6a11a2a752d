import { join } from "node:path";
import { exportSite } from "#src/cli/move/export-site.ts";
import { checkExport, importSite } from "#src/cli/move/import-site.ts";
import type { CheckRoom } from "#src/cli/move/room.ts";
import { writePieces } from "#src/cli/move/write-file.ts";
import type { Database } from "#src/db/client.ts";
import { openSite } from "#src/sites/life-store.ts";
import { listAllSites } from "#src/sites/store.ts";
import { dailyDimensions, isDimension } from "#src/stats/dimensions.ts";
import type { Filter } from "#src/stats/filter.ts";
import { rebuild } from "#src/stats/project/rebuild.ts";
import { readReport } from "#src/stats/report.ts";

type Own = Pick<Database, "orm" | "work" | "reports">;

export async function siteOf({ orm }: Own, domain: string) {
  const site = (await listAllSites(orm)).find((one) => one.domain === domain);
  if (!site) throw new Error(`there is no site ${domain}`);
  return site;
}

/** Writes a site to a file in a folder, and returns its path. */
export async function exportTo(
  database: Own,
  domain: string,
  folder: string,
  name = "site.ndjson",
): Promise<string> {
  const path = join(folder, name);
  const site = await siteOf(database, domain);
  await writePieces(path, exportSite({ sql: database.work, site, now: new Date() }));
  return path;
}

/** Imports a file as the command and its task do. */
export async function importFrom(
  database: Own,
  path: string,
  as?: string,
  checkRoom: CheckRoom = () => {},
) {
  const input = { path, now: new Date(), onProgress: () => {} };
  const checked = await checkExport(input);
  const domain = as ?? checked.site.fields.domain;
  const made = await importSite(database.work, { ...input, checked, domain, checkRoom });
  await rebuild(database, { siteIds: [made.id] });
  if (!checked.site.isArchived) await openSite(database.orm, made.id);
  return made;
}

const filters: Filter[][] = [
  [],
  [{ dimension: "source", operator: "is", values: ["Google"] }],
  [{ dimension: "kind", operator: "is", values: ["custom"] }],
];

/** All that the dashboard of a site says: every list, whole and filtered, by hour and by minute. */
export async function panelsOf(database: Own, domain: string): Promise<unknown> {
  const { id, timeZone } = await siteOf(database, domain);
  const range = { from: "2020-01-01", to: "2100-01-01" };
  const dimensions = dailyDimensions.filter((name) => isDimension(name));
  const lists = [...dimensions, "prop:plan" as const, "props:order" as const];
  const said = [];
  for (const own of filters)
    for (const grain of ["hour", "minute"] as const) {
      const scope = { siteId: id, zone: timeZone, range, filters: own };
      const question = { lists, grain, conversionsBy: grain, hasWeek: true, limit: 100_000 };
      const { panels, ...rest } = await readReport(database.reports, scope, question);
      said.push({ ...rest, panels: [...panels] });
    }
  const scope = { siteId: id, zone: timeZone, range, filters: [] };
  const plain = { lists: dimensions, grain: "hour" as const, limit: 100_000 };
  const { panels, ...rest } = await readReport(database.reports, scope, plain);
  return [...said, { ...rest, panels: [...panels] }];
}
