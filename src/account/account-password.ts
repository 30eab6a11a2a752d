import { actorOf } from "#src/auth/audit.ts";
import { sessionCookie } from "#src/auth/cookie.ts";
import { hashPassword, passwordFault } from "#src/auth/password.ts";
import type { SignedInContext } from "#src/auth/route.ts";
import { sessionMaxAgeS } from "#src/auth/session.ts";
import { originOf } from "#src/auth/session-origin.ts";
import { redirectTo } from "#src/lib/respond.ts";
import { accountPage } from "./account.tsx";
import { confirmPassword } from "./confirm.ts";
import { changePassword } from "./session-store.ts";

/** `POST /account/password`: sets another one, which ends the sessions of all other browsers. */
export async function updatePassword(context: SignedInContext): Promise<Response> {
  const { form, principal, deps, request } = context;
  const wanted = form.secret("newPassword");
  // Looked at first, so that a password that cannot be taken costs no try.
  const fault = await passwordFault(wanted, principal.email);
  if (fault) return await accountPage(context, { fault }, 422);
  const refusal = await confirmPassword(context);
  if (refusal) {
    const status = refusal.why === "wait" ? 429 : 422;
    return await accountPage(context, { passwordRefusal: refusal }, status);
  }
  const id = await changePassword(deps.database.orm, {
    actor: actorOf(context),
    principal,
    passwordHash: await hashPassword(wanted),
    origin: originOf(context),
    now: deps.now(),
  });
  deps.mail.wake();
  const cookie = sessionCookie(request, deps.config, { id, maxAgeS: sessionMaxAgeS });
  return redirectTo("/account?password", { "set-cookie": cookie });
}
