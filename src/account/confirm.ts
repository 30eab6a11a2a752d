import { actorOf, writeAudit } from "#src/auth/audit.ts";
import { passwordMax, verifyPassword } from "#src/auth/password.ts";
import type { SignedInContext } from "#src/auth/route.ts";
import { tryPassword } from "#src/auth/throttle.ts";
import type { Refusal } from "#views/account/refusal.ts";
import { findUser } from "./store.ts";

/**
 * Has the person show by the form's password that it is still them at the browser; null when it
 * is. Wrong ones are counted as those at sign-in are.
 */
export async function confirmPassword(
  context: SignedInContext,
  field = "password",
): Promise<Refusal | null> {
  const { form, principal, deps, ip } = context;
  const { orm } = deps.database;
  const now = deps.now();
  const attempt = { email: principal.email, ip };
  const answer = await tryPassword(orm, attempt, now, async () => {
    const user = await findUser(orm, principal.email);
    const typed = form.secret(field).slice(0, passwordMax * 2);
    const isRight = user?.passwordHash ? await verifyPassword(typed, user.passwordHash) : false;
    return isRight ? user : null;
  });
  if (answer.ok) return null;
  if (answer.why === "wait") return { why: "wait", seconds: Math.ceil(answer.waitMs / 1000) };
  const entry = { action: "account.refuse", subject: principal.email, at: now };
  await writeAudit(orm, { actor: actorOf(context), ...entry });
  return { why: "wrong" };
}
