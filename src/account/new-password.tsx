import { sessionCookie } from "#src/auth/cookie.ts";
import { findLink, type Link } from "#src/auth/link.ts";
import { hashPassword, passwordFault } from "#src/auth/password.ts";
import type { Context } from "#src/auth/route.ts";
import { sessionMaxAgeS } from "#src/auth/session.ts";
import { originOf } from "#src/auth/session-origin.ts";
import { shellOf } from "#src/auth/shell.ts";
import { htmlResponse, redirectTo } from "#src/lib/respond.ts";
import {
  LinkOverPage,
  NewPasswordPage,
  type NewPasswordPageProps,
} from "#views/account/new-password-page.tsx";
import { setPasswordByLink } from "./reset-store.ts";

/** `GET /password/{token}`: the form of a password, for whom the link was made. Uses nothing up. */
export async function showNewPassword(context: Context): Promise<Response> {
  const link = await linkOf(context);
  return link ? newPasswordPage(context, link, null) : overPage(context);
}

/**
 * `POST /password/{token}`: sets it, ends every session of the user and signs them in, unless the
 * code of a second factor is still to come.
 */
export async function createNewPassword(context: Context): Promise<Response> {
  const { form, deps, ip, principal, request } = context;
  const link = await linkOf(context);
  if (!link) return overPage(context);
  const password = form.secret("password");
  const fault = await passwordFault(password, link.user.email);
  if (fault) return newPasswordPage(context, link, fault, 422);
  const done = await setPasswordByLink(deps.database.orm, {
    link,
    token: tokenOf(context),
    passwordHash: await hashPassword(password),
    origin: originOf(context),
    ip,
    // Whoever the browser was signed in as before is signed out, as at each sign-in.
    replaces: principal?.sessionHash ?? null,
    now: deps.now(),
  });
  if (!done) return overPage(context);
  deps.mail.wake();
  if (done.sessionId === null) return redirectTo("/sign-in");
  const session = { id: done.sessionId, maxAgeS: sessionMaxAgeS };
  return redirectTo("/", { "set-cookie": sessionCookie(request, deps.config, session) });
}

function tokenOf({ params }: Context): string {
  return params.token ?? "";
}

function linkOf(context: Context): Promise<Link | null> {
  const { database, now } = context.deps;
  return findLink(database.orm, tokenOf(context), now());
}

function newPasswordPage(
  context: Context,
  { user, purpose }: Link,
  fault: NewPasswordPageProps["fault"],
  status = 200,
): Response {
  const { name, email, locale } = user;
  // Who holds the link is known, and so is the language they read.
  const shell = shellOf({ ...context, locale });
  const props = { token: tokenOf(context), name, email, isFirst: purpose === "invitation", fault };
  return secretPage(context, <NewPasswordPage shell={shell} {...props} />, status);
}

function overPage(context: Context): Response {
  return secretPage(context, <LinkOverPage shell={shellOf(context)} />, 410);
}

/**
 * The address of the page is a secret, which no other page is told. A browser that sends no
 * Sec-Fetch-Site, as all do over plain http, would with `no-referrer` hide the form's origin from our
 * own server as well, and be refused: it may tell the origin, without the path.
 */
function secretPage(
  { request }: Context,
  view: Parameters<typeof htmlResponse>[0],
  status: number,
) {
  const policy = request.headers.has("sec-fetch-site") ? "no-referrer" : "strict-origin";
  return htmlResponse(view, status, { "referrer-policy": policy });
}
