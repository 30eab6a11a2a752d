import { actorOf, writeAudit } from "#src/auth/audit.ts";
import type { SignedInContext } from "#src/auth/route.ts";
import { parseEmail } from "#src/lib/email.ts";
import { NotFoundError } from "#src/lib/errors.ts";
import { answerOf } from "#src/mail/mailer.ts";
import { sendTestMail } from "#src/mail/test-mail.ts";
import { systemPage } from "./system.tsx";

/** `POST /admin/mails/test`: sends a mail at once and shows what the mail server says. */
export async function testMail(context: SignedInContext): Promise<Response> {
  const { form, deps, locale, keepOpen } = context;
  if (!deps.mail.canSend) throw new NotFoundError();
  const typed = form.text("email", 254);
  const email = parseEmail(typed);
  if (!email) return await systemPage(context, { typed, isInvalid: true, result: null }, 422);
  // A mail server may think for longer than a request is let idle.
  keepOpen();
  const outcome = await sendTestMail(deps.config, { recipient: email, locale });
  if (!outcome) throw new NotFoundError();
  const answer = answerOf(outcome);
  const entry = { actor: actorOf(context), action: "mail.test", subject: email, at: deps.now() };
  await writeAudit(deps.database.orm, { ...entry, after: { answer } });
  const result = { kind: outcome.kind, email, answer };
  return await systemPage(context, { typed, isInvalid: false, result });
}
