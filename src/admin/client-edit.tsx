import { actorOf } from "#src/auth/audit.ts";
import { isLastAdmin } from "#src/auth/last-admin.ts";
import type { SignedInContext } from "#src/auth/route.ts";
import { shellOf } from "#src/auth/shell.ts";
import { htmlResponse, redirectTo } from "#src/lib/respond.ts";
import { listSites } from "#src/sites/store.ts";
import type { ClientFormFaults, ClientFormValues } from "#views/admin/client-form.tsx";
import { ClientPage, clientNews } from "#views/admin/client-page.tsx";
import { updateClient } from "./client-changes.ts";
import { clientValues, parseClientForm, siteChoices } from "./client-form.ts";
import { type Client, findClient, stateOf } from "./client-store.ts";

/** `GET /admin/clients/{id}`. */
export async function showClient(context: SignedInContext): Promise<Response> {
  const { params, deps } = context;
  return await clientPage(context, await findClient(deps.database.orm, params.id));
}

/** `POST /admin/clients/{id}`: stores what was changed and shows it. */
export async function saveClient(context: SignedInContext): Promise<Response> {
  const { params, form, principal, deps } = context;
  const { orm } = deps.database;
  const client = await findClient(orm, params.id);
  const parsed = parseClientForm(form, await listSites(orm, principal));
  const { values, fields, faults } = parsed;
  if (form.checked("find")) return await clientPage(context, client, { values });
  if (!fields) return await clientPage(context, client, { values, faults }, 422);
  const change = { actor: actorOf(context), id: params.id, fields, now: deps.now() };
  const outcome = await updateClient(orm, change);
  if (outcome === "updated") return redirectTo(`/admin/clients/${client.user.id}?saved`);
  const wrong =
    outcome === "email_taken" ? ({ email: outcome } as const) : ({ role: outcome } as const);
  return await clientPage(context, client, { values, faults: wrong }, 422);
}

/** What the page shows beside what is stored: a form that came back. */
interface Typed {
  values?: ClientFormValues;
  faults?: ClientFormFaults;
  deletion?: { typed: string; fault: "confirm_wrong" | null };
}

/** The page of somebody, as an answer to whichever of its forms was sent. */
export async function clientPage(
  context: SignedInContext,
  client: Client,
  typed: Typed = {},
  status = 200,
): Promise<Response> {
  const { url, principal, deps } = context;
  const { orm } = deps.database;
  const { user } = client;
  const { values = clientValues(client), faults = {} } = typed;
  const props = {
    client: {
      ...{ id: user.id, name: user.name, email: user.email },
      state: stateOf(user),
      hasTwoFactor: user.totpSecret !== null,
      isLastAdmin: await isLastAdmin(orm, user.id),
    },
    ...{ values, faults },
    sites: siteChoices(await listSites(orm, principal), values),
    canMail: deps.mail.canSend,
    deletion: typed.deletion ?? { typed: "", fault: null },
    news: clientNews.find((name) => url.searchParams.has(name)) ?? null,
  };
  return htmlResponse(<ClientPage shell={shellOf(context)} {...props} />, status);
}
