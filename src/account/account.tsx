import { actorOf } from "#src/auth/audit.ts";
import type { SignedInContext } from "#src/auth/route.ts";
import { shellOf } from "#src/auth/shell.ts";
import { NotFoundError } from "#src/lib/errors.ts";
import { formatInstant } from "#src/lib/format.ts";
import { parseLocale } from "#src/lib/locale.ts";
import { htmlResponse, redirectTo } from "#src/lib/respond.ts";
import { AccountPage, type AccountPageProps, notices } from "#views/account/account-page.tsx";
import { type Profile, readAccount, updateProfile } from "./profile-store.ts";
import { listSessions } from "./session-store.ts";
import { parseTheme } from "./theme.ts";

const nameMax = 100;

/** `GET /account`: who one is here, and where one has signed in. */
export async function showAccount(context: SignedInContext): Promise<Response> {
  const { searchParams } = context.url;
  const notice = notices.find((name) => searchParams.has(name)) ?? null;
  return await accountPage(context, { notice });
}

/** `POST /account`: stores what somebody has changed about themselves. */
export async function updateAccount(context: SignedInContext): Promise<Response> {
  const { form, principal, deps } = context;
  const locale = parseLocale(form.text("locale"));
  const theme = parseTheme(form.text("theme"));
  if (!locale || !theme) throw new NotFoundError();
  const fields: Profile = {
    name: form.text("name", nameMax),
    locale,
    theme,
    weeklyMail: form.checked("weeklyMail"),
    monthlyMail: form.checked("monthlyMail"),
  };
  if (!fields.name) return await accountPage(context, { values: fields, isNameMissing: true }, 422);
  const { userId } = principal;
  const actor = actorOf(context);
  await updateProfile(deps.database.orm, { actor, userId, fields, now: deps.now() });
  return redirectTo("/account?saved");
}

/** What a page says that is not in the account itself. */
type Said = Partial<
  Pick<AccountPageProps, "notice" | "values" | "isNameMissing" | "passwordRefusal" | "fault">
>;

/** The page of the account, with what came of a form. */
export async function accountPage(
  context: SignedInContext,
  said: Said,
  status = 200,
): Promise<Response> {
  const { principal, deps, locale } = context;
  const { orm } = deps.database;
  const user = await readAccount(orm, principal.userId);
  const rows = await listSessions(orm, principal.userId, deps.now());
  const sessions = rows.map(({ id, ip, agent, createdAt }) => ({
    id,
    ip,
    agent,
    since: { iso: createdAt.toISOString(), text: formatInstant(locale, createdAt) },
    isThis: id === principal.sessionId,
  }));
  const props: AccountPageProps = {
    // A form that was refused has an address that cannot be opened again.
    shell: { ...shellOf(context), path: "/account" },
    email: principal.email,
    values: user,
    notice: null,
    isNameMissing: false,
    passwordRefusal: null,
    fault: null,
    hasSecondFactor: user.totpSecret !== null,
    sessions,
    ...said,
  };
  return htmlResponse(<AccountPage {...props} />, status);
}
