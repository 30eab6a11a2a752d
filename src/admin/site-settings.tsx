import { actorOf } from "#src/auth/audit.ts";
import type { SignedInContext } from "#src/auth/route.ts";
import { shellOf } from "#src/auth/shell.ts";
import { formatDay } from "#src/lib/format.ts";
import { htmlResponse, redirectTo } from "#src/lib/respond.ts";
import { renewSecret } from "#src/sites/secret.ts";
import type { Site } from "#src/sites/site.ts";
import { findEditableSite, findSite, updateSite } from "#src/sites/store.ts";
import { hasEvents } from "#src/stats/live.ts";
import { SettingsPage } from "#views/sites/settings-page.tsx";
import type { SiteFormFaults, SiteFormValues } from "#views/sites/site-form.tsx";
import { keptOf, parseSiteForm, siteValues, zonesOf } from "./site-form.ts";
import { originFor, pixelFor, snippetFor } from "./site-install.tsx";
import { readRebuild } from "./site-rebuild.tsx";

/** `GET /sites/{domain}/settings`. */
export async function showSettings(context: SignedInContext): Promise<Response> {
  const { principal, params, deps } = context;
  const site = await findEditableSite(deps.database.orm, principal, params.domain);
  return await settingsPage(context, site, { values: siteValues(site), faults: {} });
}

/**
 * `POST /sites/{domain}/settings`: stores them and shows them again, under a new domain maybe. What
 * only an admin sets stays as it is when a client sends the form.
 */
export async function updateSettings(context: SignedInContext): Promise<Response> {
  const { principal, params, form, deps } = context;
  const { orm } = deps.database;
  const site = await findEditableSite(orm, principal, params.domain);
  const { values, fields, faults } = parseSiteForm(form, {
    kept: keptOf(site, principal.role),
    zones: zonesOf(site),
  });
  if (!fields) return await settingsPage(context, site, { values, faults }, 422);
  const actor = actorOf(context);
  const updated = await updateSite(orm, { actor, site, fields, now: deps.now() });
  if (!updated)
    return await settingsPage(context, site, { values, faults: { domain: "domain_taken" } }, 422);
  const said = updated.timeZone === site.timeZone ? "saved" : "saved=zone";
  return redirectTo(`/sites/${encodeURIComponent(updated.domain)}/settings?${said}`);
}

/**
 * `POST /sites/{domain}/secret`: makes the key by which the site's servers report events, and shows
 * it on the settings this once.
 */
export async function makeSecret(context: SignedInContext): Promise<Response> {
  const { principal, params, deps } = context;
  const { orm } = deps.database;
  const site = await findSite(orm, principal, params.domain);
  const secret = await renewSecret(orm, { actor: actorOf(context), site, now: deps.now() });
  return await settingsPage(context, site, { values: siteValues(site), faults: {}, secret });
}

interface SettingsForm {
  values: SiteFormValues;
  faults: SiteFormFaults;
  secret?: string;
}

async function settingsPage(
  context: SignedInContext,
  site: Site,
  form: SettingsForm,
  status = 200,
): Promise<Response> {
  const { url, deps, principal } = context;
  const saved = url.searchParams.get("saved");
  const hasPast = saved === "zone" && (await hasEvents(deps.database.reports, site.id));
  const props = {
    ...form,
    timeZones: zonesOf(site),
    domain: site.domain,
    name: site.name,
    isArchived: site.archivedAt !== null,
    isAdmin: principal.role === "admin",
    instanceMonths: deps.config.retentionMonths,
    eventMonths: deps.config.eventRetentionMonths,
    snippet: snippetFor(context, site),
    pixel: pixelFor(context, site),
    reportUrl: `${originFor(context)}/api/event`,
    hasSecret: site.secretHash !== null,
    isSaved: saved !== null,
    rebuild: {
      task: hasPast ? null : await readRebuild(context, site),
      isOffered: hasPast,
      eventsFrom: site.eventsFrom && formatDay(context.locale, site.eventsFrom, "long"),
    },
  };
  return htmlResponse(<SettingsPage shell={shellOf(context)} {...props} />, status);
}
