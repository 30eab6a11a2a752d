import { readSessionCookie, sessionCookie } from "#src/auth/cookie.ts";
import type { Context } from "#src/auth/route.ts";
import { type CodeSession, findCodeSession, sessionMaxAgeS } from "#src/auth/session.ts";
import { originOf } from "#src/auth/session-origin.ts";
import { shellOf } from "#src/auth/shell.ts";
import { isSameSecret } from "#src/auth/token.ts";
import { AppError } from "#src/lib/errors.ts";
import { htmlResponse, redirectTo, safePath } from "#src/lib/respond.ts";
import type { Refusal } from "#views/account/refusal.ts";
import { SignInCodePage } from "#views/account/sign-in-code-page.tsx";
import { finishSignIn } from "./code-store.ts";

/** `GET /sign-in/code`: asks for the code, of whoever has given the right password. */
export async function showSignInCode(context: Context): Promise<Response> {
  const next = safePath(context.url.searchParams.get("next"));
  if (context.principal) return redirectTo(next);
  const waiting = await findWaiting(context);
  return waiting ? codePage(context, waiting, { next, refusal: null }) : askAgain(next);
}

/** `POST /sign-in/code`: the right one opens the door, with a new session. */
export async function createSignInCode(context: Context): Promise<Response> {
  const { form, deps, ip, request } = context;
  const next = safePath(form.text("next", 2_000));
  if (context.principal) return redirectTo(next);
  const waiting = await findWaiting(context);
  if (!waiting) return askAgain(next);
  if (!isSameSecret(form.text("_csrf"), waiting.csrfToken)) throw new AppError("stale_form", 403);
  const { user } = waiting;
  const actor = { userId: user.id, email: user.email, ip };
  const typed = form.text("code", 40);
  const change = { waiting, actor, typed, origin: originOf(context), now: deps.now() };
  const result = await finishSignIn(deps.database.orm, change);
  if (!result) return askAgain(next);
  if ("id" in result) {
    const session = { id: result.id, maxAgeS: sessionMaxAgeS };
    return redirectTo(next, { "set-cookie": sessionCookie(request, deps.config, session) });
  }
  const refusal: Refusal =
    result.why === "wait"
      ? { why: "wait", seconds: Math.ceil(result.waitMs / 1000) }
      : { why: "wrong" };
  return codePage(context, waiting, { next, refusal }, refusal.why === "wait" ? 429 : 422);
}

async function findWaiting({ request, deps }: Context): Promise<CodeSession | null> {
  const id = readSessionCookie(request, deps.config);
  return id ? await findCodeSession(deps.database.orm, id, deps.now()) : null;
}

/** Ten minutes are over, or there never was a password. */
function askAgain(next: string): Response {
  return redirectTo(`/sign-in?next=${encodeURIComponent(next)}`);
}

function codePage(
  context: Context,
  { user, csrfToken }: CodeSession,
  said: { next: string; refusal: Refusal | null },
  status = 200,
): Response {
  const { url, form } = context;
  // Who has given the password is known, and so is the language they read.
  const shell = { ...shellOf({ ...context, locale: user.locale }), csrf: csrfToken };
  const isRecovery = url.searchParams.get("by") === "recovery" || form.text("by") === "recovery";
  return htmlResponse(<SignInCodePage {...{ shell, isRecovery, ...said }} />, status);
}
