import { actorOf } from "#src/auth/audit.ts";
import type { SignedInContext } from "#src/auth/route.ts";
import { redirectTo } from "#src/lib/respond.ts";
import { archiveSite, restoreSite } from "#src/sites/life-store.ts";
import { findSite } from "#src/sites/store.ts";

/** `POST /sites/{domain}/archive`: counts it no more; its figures stay, for admins. */
export async function archive(context: SignedInContext): Promise<Response> {
  return await change(context, archiveSite);
}

/** `POST /sites/{domain}/restore`: counts it again, for everybody who saw it before. */
export async function restore(context: SignedInContext): Promise<Response> {
  return await change(context, restoreSite);
}

async function change(context: SignedInContext, store: typeof archiveSite): Promise<Response> {
  const { principal, params, deps } = context;
  const { orm } = deps.database;
  const site = await findSite(orm, principal, params.domain);
  await store(orm, { actor: actorOf(context), site, now: deps.now() });
  return redirectTo(`/sites/${encodeURIComponent(site.domain)}/settings`);
}
