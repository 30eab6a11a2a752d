import { actorOf } from "#src/auth/audit.ts";
import { sessionCookie } from "#src/auth/cookie.ts";
import type { SignedInContext } from "#src/auth/route.ts";
import { redirectTo } from "#src/lib/respond.ts";
import { signOut } from "./store.ts";

/** Ends the session and takes the cookie away. */
export async function createSignOut(context: SignedInContext): Promise<Response> {
  const { principal, deps, request } = context;
  const { sessionHash } = principal;
  await signOut(deps.database.orm, { actor: actorOf(context), sessionHash, now: deps.now() });
  const cookie = sessionCookie(request, deps.config, { id: "", maxAgeS: 0 });
  return redirectTo("/sign-in", { "set-cookie": cookie, "clear-site-data": '"cache"' });
}
