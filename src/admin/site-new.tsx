import { actorOf } from "#src/auth/audit.ts";
import type { SignedInContext } from "#src/auth/route.ts";
import { shellOf } from "#src/auth/shell.ts";
import { htmlResponse, redirectTo } from "#src/lib/respond.ts";
import { createSite } from "#src/sites/store.ts";
import { NewSitePage } from "#views/sites/new-site-page.tsx";
import type { SiteFormFaults, SiteFormValues } from "#views/sites/site-form.tsx";
import { newSiteValues, parseSiteForm, timeZones, withLocalDefaults } from "./site-form.ts";

/** `GET /sites/new`: the empty form. */
export function showNewSite(context: SignedInContext): Response {
  return newSitePage(context, newSiteValues(context.locale), {});
}

/** `POST /sites`: creates the site and goes on to its snippet. */
export async function createNewSite(context: SignedInContext): Promise<Response> {
  const { form, deps } = context;
  const { values, fields, faults } = parseSiteForm(form);
  if (!fields) return newSitePage(context, values, faults, 422);
  const site = await createSite(deps.database.orm, {
    actor: actorOf(context),
    fields: withLocalDefaults(fields),
    now: deps.now(),
  });
  if (!site) return newSitePage(context, values, { domain: "domain_taken" }, 422);
  return redirectTo(`/sites/${encodeURIComponent(site.domain)}/install`);
}

function newSitePage(
  context: SignedInContext,
  values: SiteFormValues,
  faults: SiteFormFaults,
  status = 200,
): Response {
  const { retentionMonths: instanceMonths, eventRetentionMonths: eventMonths } =
    context.deps.config;
  const form = { values, faults, timeZones, instanceMonths, eventMonths, isAdmin: true };
  return htmlResponse(<NewSitePage shell={shellOf(context)} {...form} />, status);
}
