import { actorOf } from "#src/auth/audit.ts";
import type { SignedInContext, Theme } from "#src/auth/route.ts";
import { NotFoundError } from "#src/lib/errors.ts";
import { updateProfile } from "./profile-store.ts";

/** Takes a submitted value as a theme, or says null. */
export function parseTheme(value: unknown): Theme | null {
  return value === "system" || value === "light" || value === "dark" ? value : null;
}

/** `POST /account/theme`: what the switch in the header sends, so that every device has it. */
export async function updateTheme(context: SignedInContext): Promise<Response> {
  const { form, principal, deps } = context;
  const theme = parseTheme(form.text("theme"));
  if (!theme) throw new NotFoundError();
  const { userId } = principal;
  const change = { actor: actorOf(context), userId, fields: { theme }, now: deps.now() };
  await updateProfile(deps.database.orm, change);
  return new Response(null, { status: 204 });
}
