import { actorOf } from "#src/auth/audit.ts";
import type { SignedInContext } from "#src/auth/route.ts";
import { AppError } from "#src/lib/errors.ts";
import { parseLocale } from "#src/lib/locale.ts";
import { redirectTo, safePath } from "#src/lib/respond.ts";
import { setLocale } from "./store.ts";

/** Switches the language of the account, and goes back to where the switch was. */
export async function updateLanguage(context: SignedInContext): Promise<Response> {
  const { form, principal, deps } = context;
  const locale = parseLocale(form.text("locale"));
  if (!locale) throw new AppError("not_found", 404);
  await setLocale(deps.database.orm, {
    actor: actorOf(context),
    userId: principal.userId,
    before: principal.locale,
    locale,
    now: deps.now(),
  });
  return redirectTo(safePath(form.text("next", 2_000)));
}
