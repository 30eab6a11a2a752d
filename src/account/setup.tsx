import { sessionCookie } from "#src/auth/cookie.ts";
import { hashPassword, passwordFault } from "#src/auth/password.ts";
import type { Context } from "#src/auth/route.ts";
import { sessionMaxAgeS, startSession } from "#src/auth/session.ts";
import { originOf } from "#src/auth/session-origin.ts";
import { createFirstAdmin, isSetupToken } from "#src/auth/setup.ts";
import { shellOf } from "#src/auth/shell.ts";
import { parseEmail } from "#src/lib/email.ts";
import { NotFoundError } from "#src/lib/errors.ts";
import { htmlResponse, redirectTo } from "#src/lib/respond.ts";
import { listSiteIds } from "#src/sites/store.ts";
import { SetupPage, type SetupPageProps } from "#views/account/setup-page.tsx";

/** The form of the first admin; gone once there is one. */
export async function showSetup(context: Context): Promise<Response> {
  const token = await requireToken(context);
  const empty = { name: "", email: "", faults: {} };
  return htmlResponse(<SetupPage shell={shellOf(context)} token={token} {...empty} />);
}

/** Creates the first admin and signs them in. */
export async function createSetup(context: Context): Promise<Response> {
  const { form, deps, ip, locale, request } = context;
  const token = await requireToken(context);
  const [name, typedEmail, password] = [
    form.text("name", 100),
    form.text("email", 254),
    form.secret("password"),
  ];
  const email = parseEmail(typedEmail);
  const faults = await faultsOf(name, email, password);
  if (!email || Object.keys(faults).length > 0) {
    const typed = { name, email: typedEmail, faults };
    return htmlResponse(<SetupPage shell={shellOf(context)} token={token} {...typed} />, 422);
  }
  const passwordHash = await hashPassword(password);
  const now = deps.now();
  const admin = { name, email, passwordHash, locale };
  const userId = await createFirstAdmin(deps.database.orm, { token, admin, ip, now });
  if (userId === null) throw new NotFoundError();
  const id = await startSession(deps.database.orm, userId, now, originOf(context));
  const cookie = sessionCookie(request, deps.config, { id, maxAgeS: sessionMaxAgeS });
  // The demo's site may be there already; else the first thing to do is to add one.
  const hasSites = (await listSiteIds(deps.database.orm)).length > 0;
  return redirectTo(hasSites ? "/sites" : "/sites/new", { "set-cookie": cookie });
}

async function requireToken({ params, deps }: Context): Promise<string> {
  const token = params.token ?? "";
  if (await isSetupToken(deps.database.orm, token)) return token;
  throw new NotFoundError();
}

async function faultsOf(
  name: string,
  email: string | null,
  password: string,
): Promise<SetupPageProps["faults"]> {
  const fault = await passwordFault(password, email ?? "");
  return {
    ...(name ? {} : { name: "name_missing" }),
    ...(email ? {} : { email: "email_invalid" }),
    ...(fault ? { password: fault } : {}),
  };
}
