import type { Locale } from "#src/lib/locale.ts";
import { messagesFor } from "#views/messages/catalogue.ts";

/** The way on from a page of the door that has no form, or not the one that was looked for. */
export function BackToSignIn({ locale }: { locale: Locale }) {
  return (
    <p class="door-more">
      <a href="/sign-in">{messagesFor(locale).passwords.backToSignIn}</a>
    </p>
  );
}
