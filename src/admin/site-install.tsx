import type { Context, SignedInContext } from "#src/auth/route.ts";
import { shellOf } from "#src/auth/shell.ts";
import { readSiteRefusals } from "#src/collect/site-refusals.ts";
import { htmlResponse } from "#src/lib/respond.ts";
import type { Site } from "#src/sites/site.ts";
import { pixelOf, policyOf, snippetOf } from "#src/sites/snippet.ts";
import { findEditableSite } from "#src/sites/store.ts";
import { hasEvents } from "#src/stats/live.ts";
import { InstallPage } from "#views/sites/install-page.tsx";
import { InstallStatus, type InstallStatusProps } from "#views/sites/install-status.tsx";
import { codeFor, packageCodeFor, parsePlatform } from "./install-code.ts";

/** Whoever has waited for so long for a first visit is told what to look at. */
const patienceMs = 60_000;
const waitMaxMs = 86_400_000;

/** `GET /sites/{domain}/install`: what to paste where, and whether a visit has arrived. */
export async function showInstall(context: SignedInContext): Promise<Response> {
  const { site, status } = await readStatus(context);
  const { platform } = status;
  const place = { origin: originFor(context), key: site.key };
  const guide = {
    platform,
    code: codeFor(platform, place),
    packageCode: platform === "spa" ? packageCodeFor(place) : null,
    policy: policyOf(place.origin),
  };
  return htmlResponse(<InstallPage shell={shellOf(context)} guide={guide} status={status} />);
}

/**
 * `GET /sites/{domain}/install/status`: the part of it that asks again by itself. Where it would
 * say the same, it is 204, so that nothing is read out and no focus is lost once a second.
 */
export async function showInstallStatus(context: SignedInContext): Promise<Response> {
  const { status } = await readStatus(context);
  const shown = context.url.searchParams.get("shown");
  if (!status.hasArrived && shown === status.state) return new Response(null, { status: 204 });
  return htmlResponse(<InstallStatus locale={context.locale} {...status} />);
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

type Status = Omit<InstallStatusProps, "locale">;

async function readStatus(context: SignedInContext): Promise<{ site: Site; status: Status }> {
  const { principal, params, deps, url } = context;
  const { orm, reports } = deps.database;
  const now = deps.now();
  const site = await findEditableSite(orm, principal, params.domain);
  const hasArrived = await hasEvents(reports, site.id);
  const refusals = hasArrived ? [] : await readSiteRefusals(reports, site, now);
  const since = parseSince(url.searchParams.get("since"), now);
  const isSlow = now.getTime() - since >= patienceMs;
  const refused = refusals.reduce((sum, { messages }) => sum + messages, 0);
  const { domain, key: siteKey } = site;
  const status = {
    ...{ domain, siteKey, hasArrived, since, isSlow, refusals },
    platform: parsePlatform(url.searchParams.get("platform")),
    state: `${isSlow ? "slow" : "early"}-${refused}`,
  };
  return { site, status };
}

/** Since when somebody waits, as the page has noted it in ms; for whoever has just come, since now. */
function parseSince(text: string | null, now: Date): number {
  const since = Number(text ?? Number.NaN);
  const waitedMs = now.getTime() - since;
  return Number.isSafeInteger(since) && waitedMs >= 0 && waitedMs <= waitMaxMs
    ? since
    : now.getTime();
}
