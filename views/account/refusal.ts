import type { Locale } from "#src/lib/locale.ts";
import { messagesFor } from "#views/messages/catalogue.ts";

/** Why a password or a code was not taken. */
export type Refusal = { why: "wrong" } | { why: "wait"; seconds: number };

/** What stands below the field of the password that confirms something. */
export function passwordRefusal(locale: Locale, refusal: Refusal | null): string | undefined {
  if (!refusal) return undefined;
  const { account, profile } = messagesFor(locale);
  return refusal.why === "wait"
    ? account.waitFor({ seconds: refusal.seconds })
    : profile.passwordWrong;
}
