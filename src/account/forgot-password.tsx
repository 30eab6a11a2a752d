import type { Context } from "#src/auth/route.ts";
import { shellOf } from "#src/auth/shell.ts";
import { parseEmail } from "#src/lib/email.ts";
import { keepLanguage } from "#src/lib/language-link.ts";
import { htmlResponse, redirectTo } from "#src/lib/respond.ts";
import {
  ForgotPasswordPage,
  type ForgotPasswordPageProps,
  LinkSentPage,
  NoMailPage,
} from "#views/account/forgot-password-page.tsx";

import { requestReset } from "./reset-store.ts";

/** `GET /forgot-password`: asks for the address, or says whom to ask where no mails are sent. */
export function showForgotPassword(context: Context): Response {
  const shell = shellOf(context);
  if (!context.deps.mail.canSend) return htmlResponse(<NoMailPage shell={shell} />);
  if (context.url.searchParams.has("sent")) return htmlResponse(<LinkSentPage shell={shell} />);
  return forgotPage(context, { email: "", refusal: null });
}

/**
 * `POST /forgot-password`: queues a mail to the address as it was typed. Only the delivery looks
 * whether somebody has it, so that nothing here can tell, neither by its words nor by its time.
 */
export async function createForgotPassword(context: Context): Promise<Response> {
  const { form, deps, ip, url } = context;
  if (!deps.mail.canSend) return redirectTo(keepLanguage("/forgot-password", url.search));
  const typed = form.text("email", 254);
  const email = parseEmail(typed);
  if (!email) return forgotPage(context, { email: typed, refusal: { why: "email_invalid" } }, 422);
  const waitMs = await requestReset(deps.database.orm, { email, ip, now: deps.now() });
  if (waitMs > 0) {
    const refusal = { why: "wait", seconds: Math.ceil(waitMs / 1000) } as const;
    return forgotPage(context, { email: typed, refusal }, 429);
  }
  deps.mail.wake();
  return redirectTo(keepLanguage("/forgot-password?sent", url.search));
}

function forgotPage(
  context: Context,
  props: Omit<ForgotPasswordPageProps, "shell">,
  status = 200,
): Response {
  return htmlResponse(<ForgotPasswordPage shell={shellOf(context)} {...props} />, status);
}
