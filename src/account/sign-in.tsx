import { writeAudit } from "#src/auth/audit.ts";
import { readSessionCookie, sessionCookie } from "#src/auth/cookie.ts";
import {
  hashPassword,
  needsRehash,
  passwordMax,
  pretendVerify,
  verifyPassword,
} from "#src/auth/password.ts";
import type { Context } from "#src/auth/route.ts";
import { codeSessionMaxAgeS, endSession, sessionMaxAgeS } from "#src/auth/session.ts";
import { originOf } from "#src/auth/session-origin.ts";
import { shellOf } from "#src/auth/shell.ts";
import { tryPassword } from "#src/auth/throttle.ts";
import { hashToken } from "#src/auth/token.ts";
import { htmlResponse, redirectTo, safePath } from "#src/lib/respond.ts";
import { SignInPage, type SignInPageProps } from "#views/account/sign-in-page.tsx";
import { findUser, signIn, type User } from "./store.ts";

/** The sign-in form; whoever has signed in already is sent on. */
export function showSignIn(context: Context): Response {
  const next = safePath(context.url.searchParams.get("next"));
  if (context.principal) return redirectTo(next);
  return signInPage(context, { email: "", next, refusal: null });
}

/** Signs somebody in, or says that something is not right, never what. */
export async function createSignIn(context: Context): Promise<Response> {
  const { form, deps, ip, request } = context;
  const orm = deps.database.orm;
  const now = deps.now();
  const next = safePath(form.text("next", 2_000));
  const email = form.text("email", 254).toLowerCase();
  const password = form.secret("password");
  const answer = await tryPassword(orm, { email, ip }, now, () =>
    findVerified(context, email, password),
  );
  if (!answer.ok && answer.why === "wait") {
    const refusal = { why: "wait", seconds: Math.ceil(answer.waitMs / 1000) } as const;
    return signInPage(context, { email, next, refusal }, 429);
  }
  if (!answer.ok) {
    const actor = { userId: null, email, ip };
    await writeAudit(orm, { actor, action: "session.refuse", subject: email, at: now });
    return signInPage(context, { email, next, refusal: { why: "wrong" } }, 422);
  }
  const user = answer.found;
  const isOutdated = user.passwordHash !== null && needsRehash(user.passwordHash);
  const passwordHash = isOutdated ? await hashPassword(password) : null;
  const actor = { userId: user.id, email: user.email, ip };
  const origin = originOf(context);
  const { id, asksCode } = await signIn(orm, { user, actor, passwordHash, origin, now });
  // A session that this browser still had ends: each sign-in gets a new id.
  const old = readSessionCookie(request, deps.config);
  if (old) await endSession(orm, hashToken(old));
  const maxAgeS = asksCode ? codeSessionMaxAgeS : sessionMaxAgeS;
  const cookie = sessionCookie(request, deps.config, { id, maxAgeS });
  const path = asksCode ? `/sign-in/code?next=${encodeURIComponent(next)}` : next;
  return redirectTo(path, { "set-cookie": cookie });
}

async function findVerified(
  { deps }: Context,
  email: string,
  password: string,
): Promise<User | null> {
  const user = await findUser(deps.database.orm, email);
  // Hashing megabytes would be a way to keep the server busy.
  const candidate = password.slice(0, passwordMax * 2);
  // Whoever has not accepted the invitation yet answers like an address that nobody has.
  if (!user?.passwordHash) {
    await pretendVerify(candidate);
    return null;
  }
  const isRight = await verifyPassword(candidate, user.passwordHash);
  return isRight && !user.disabledAt ? user : null;
}

function signInPage(
  context: Context,
  props: Omit<SignInPageProps, "shell">,
  status = 200,
): Response {
  return htmlResponse(<SignInPage shell={shellOf(context)} {...props} />, status);
}
