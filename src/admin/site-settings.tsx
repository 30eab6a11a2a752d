import { actorOf } from "#src/auth/audit.ts";
import type { SignedInContext } from "#src/auth/route.ts";
import { shellOf } from "#src/auth/shell.ts";
import { htmlResponse, redirectTo } from "#src/lib/respond.ts";
import { renewSecret } from "#src/sites/secret.ts";
import type { Site } from "#src/sites/site.ts";
import { findSite, updateSite } from "#src/sites/store.ts";
import { SettingsPage } from "#views/sites/settings-page.tsx";
import type { SiteFormFaults, SiteFormValues } from "#views/sites/site-form.tsx";
import { parseSiteForm, siteValues, timeZones } from "./site-form.ts";
import { originFor, pixelFor, snippetFor } from "./site-install.tsx";

/** `GET /sites/{domain}/settings`. */
export async function showSettings(context: SignedInContext): Promise<Response> {
  const { principal, params, deps } = context;
  const site = await findSite(deps.database.orm, principal, params.domain);
  return settingsPage(context, site, { values: siteValues(site), faults: {} });
}

/** `POST /sites/{domain}/settings`: stores them and shows them again, under a new domain maybe. */
export async function updateSettings(context: SignedInContext): Promise<Response> {
  const { principal, params, form, deps } = context;
  const { orm } = deps.database;
  const site = await findSite(orm, principal, params.domain);
  const { values, fields, faults } = parseSiteForm(form);
  if (!fields) return settingsPage(context, site, { values, faults }, 422);
  const actor = actorOf(context);
  const updated = await updateSite(orm, { actor, site, fields, now: deps.now() });
  if (!updated)
    return settingsPage(context, site, { values, faults: { domain: "domain_taken" } }, 422);
  return redirectTo(`/sites/${encodeURIComponent(updated.domain)}/settings?saved`);
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
  return settingsPage(context, site, { values: siteValues(site), faults: {}, secret });
}

interface SettingsForm {
  values: SiteFormValues;
  faults: SiteFormFaults;
  secret?: string;
}

function settingsPage(
  context: SignedInContext,
  site: Site,
  form: SettingsForm,
  status = 200,
): Response {
  const props = {
    ...form,
    timeZones,
    domain: site.domain,
    snippet: snippetFor(context, site),
    pixel: pixelFor(context, site),
    reportUrl: `${originFor(context)}/api/event`,
    hasSecret: site.secretHash !== null,
    isSaved: context.url.searchParams.has("saved"),
  };
  return htmlResponse(<SettingsPage shell={shellOf(context)} {...props} />, status);
}
