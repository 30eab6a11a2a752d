import { readSessionCookie } from "./cookie.ts";
import type { Deps, Principal } from "./route.ts";
import { findPrincipal } from "./session.ts";

/** Who sent a request, by its session cookie; null for a stranger. */
export async function principalOf(request: Request, deps: Deps): Promise<Principal | null> {
  const id = readSessionCookie(request, deps.config);
  return id ? findPrincipal(deps.database.orm, id, deps.now()) : null;
}
