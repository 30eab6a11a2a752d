import type { SignedInContext } from "#src/auth/route.ts";
import { shellOf } from "#src/auth/shell.ts";
import { foldText } from "#src/lib/fold.ts";
import { formatInstant } from "#src/lib/format.ts";
import { htmlResponse } from "#src/lib/respond.ts";
import { listSites } from "#src/sites/store.ts";
import { type ClientRow, ClientsPage } from "#views/admin/clients-page.tsx";
import { type Client, listClients, stateOf } from "./client-store.ts";

const searchMax = 100;

/** `GET /admin/clients`: everybody who signs in; `q` hides those it is not about. */
export async function showClients(context: SignedInContext): Promise<Response> {
  const { url, principal, deps } = context;
  const { orm } = deps.database;
  const search = (url.searchParams.get("q") ?? "").slice(0, searchMax);
  const everybody = await listClients(orm);
  const props = {
    rows: everybody.map((client) => rowOf(context, client, search)),
    search,
    hasSites: (await listSites(orm, principal)).length > 0,
    isDeleted: url.searchParams.has("deleted"),
  };
  return htmlResponse(<ClientsPage shell={shellOf(context)} {...props} />);
}

function rowOf(
  { principal, locale }: SignedInContext,
  { user, access }: Client,
  search: string,
): ClientRow {
  const { id, name, email, role, totpSecret, lastSignInAt: at } = user;
  const sites = access.map(({ domain }) => domain);
  return {
    ...{ id, name, email, role, sites },
    state: stateOf(user),
    hasTwoFactor: totpSecret !== null,
    lastSignIn: at && { iso: at.toISOString(), text: formatInstant(locale, at) },
    isReader: id === principal.userId,
    isFound: foldText(`${name} ${email} ${sites.join(" ")}`).includes(foldText(search)),
  };
}
