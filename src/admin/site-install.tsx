import type { Context, SignedInContext } from "#src/auth/route.ts";
import { shellOf } from "#src/auth/shell.ts";
import { htmlResponse } from "#src/lib/respond.ts";
import type { Site } from "#src/sites/site.ts";
import { pixelOf, snippetOf } from "#src/sites/snippet.ts";
import { findSite } from "#src/sites/store.ts";
import { hasEvents } from "#src/stats/live.ts";
import { InstallPage, InstallStatus } from "#views/sites/install-page.tsx";

/** `GET /sites/{domain}/install`: the line to paste, and whether a visit has arrived. */
export async function showInstall(context: SignedInContext): Promise<Response> {
  const { site, hasArrived } = await readArrival(context);
  const { domain } = site;
  const snippet = snippetFor(context, site);
  return htmlResponse(
    <InstallPage shell={shellOf(context)} {...{ domain, snippet, hasArrived }} />,
  );
}

/** `GET /sites/{domain}/install/status`: the part of it that asks again by itself. */
export async function showInstallStatus(context: SignedInContext): Promise<Response> {
  const { site, hasArrived } = await readArrival(context);
  const { domain } = site;
  return htmlResponse(<InstallStatus locale={context.locale} {...{ domain, hasArrived }} />);
}

/** The snippet of a site, with the address by which people reach this server. */
export function snippetFor(context: Context, { key }: Site): string {
  return snippetOf(originFor(context), key);
}

/** The picture that stands in for the script. */
export function pixelFor(context: Context, { key }: Site): string {
  return pixelOf(originFor(context), key);
}

/** The address by which people reach this server. */
export function originFor({ deps, url }: Context): string {
  return deps.config.publicUrl ?? url.origin;
}

async function readArrival({ principal, params, deps }: SignedInContext) {
  const { orm, reports } = deps.database;
  const site = await findSite(orm, principal, params.domain);
  return { site, hasArrived: await hasEvents(reports, site.id) };
}
