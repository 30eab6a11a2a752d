import { actorOf } from "#src/auth/audit.ts";
import type { SignedInContext } from "#src/auth/route.ts";
import { shellOf } from "#src/auth/shell.ts";
import { htmlResponse } from "#src/lib/respond.ts";
import { listSites } from "#src/sites/store.ts";
import type { ClientFormFaults, ClientFormValues } from "#views/admin/client-form.tsx";
import { NewClientPage } from "#views/admin/new-client-page.tsx";
import { createClient } from "./client-changes.ts";
import { parseClientForm, siteChoices } from "./client-form.ts";
import { linkAnswer } from "./client-link-answer.tsx";

/** `GET /admin/clients/new`: the empty form, in the language of who fills it in. */
export async function showNewClient(context: SignedInContext): Promise<Response> {
  const { locale } = context.principal;
  const nobody = { name: "", email: "", role: "client", requiresTotp: false } as const;
  return await newClientPage(context, { ...nobody, locale, access: [], search: "" }, {});
}

/** `POST /admin/clients`: creates somebody and invites them, by mail where there is any. */
export async function createNewClient(context: SignedInContext): Promise<Response> {
  const { form, principal, deps } = context;
  const { orm } = deps.database;
  const { values, fields, faults } = parseClientForm(form, await listSites(orm, principal));
  if (form.checked("find")) return await newClientPage(context, values, {});
  if (!fields) return await newClientPage(context, values, faults, 422);
  const ordered = await createClient(orm, {
    actor: actorOf(context),
    fields,
    by: principal.name,
    way: deps.mail.canSend ? "mail" : "copy",
    now: deps.now(),
  });
  if (!ordered) return await newClientPage(context, values, { email: "email_taken" }, 422);
  return linkAnswer(context, ordered);
}

async function newClientPage(
  context: SignedInContext,
  values: ClientFormValues,
  faults: ClientFormFaults,
  status = 200,
): Promise<Response> {
  const { principal, deps } = context;
  const sites = siteChoices(await listSites(deps.database.orm, principal), values);
  const form = { values, faults, sites };
  return htmlResponse(<NewClientPage shell={shellOf(context)} {...form} />, status);
}
