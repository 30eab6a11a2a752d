import { actorOf } from "#src/auth/audit.ts";
import type { SignedInContext } from "#src/auth/route.ts";
import { NotFoundError } from "#src/lib/errors.ts";
import { redirectTo } from "#src/lib/respond.ts";
import { endOtherSessions, endOwnSession } from "./session-store.ts";

/** `POST /account/sessions/{session}/end`: signs one browser out. */
export async function endListedSession(context: SignedInContext): Promise<Response> {
  const { params, principal, deps } = context;
  const sessionId = Number(params.session);
  const change = { actor: actorOf(context), principal, now: deps.now() };
  const isEnded =
    Number.isSafeInteger(sessionId) &&
    (await endOwnSession(deps.database.orm, { ...change, sessionId }));
  if (!isEnded) throw new NotFoundError();
  return redirectTo("/account?ended#sessions");
}

/** `POST /account/sessions/end-others`: signs every other browser out. */
export async function endOtherListed(context: SignedInContext): Promise<Response> {
  const { principal, deps } = context;
  const change = { actor: actorOf(context), principal, now: deps.now() };
  await endOtherSessions(deps.database.orm, change);
  return redirectTo("/account?ended#sessions");
}
