import { keepLanguage } from "#src/lib/language-link.ts";
import type { Shell } from "#views/layouts/shell.ts";
import { messagesFor } from "#views/messages/catalogue.ts";

/** The way on from a page of the door that has no form, or not the one that was looked for. */
export function BackToSignIn({ shell }: { shell: Shell }) {
  const { passwords } = messagesFor(shell.locale);
  return (
    <p class="door-more">
      <a href={keepLanguage("/sign-in", shell.path)}>{passwords.backToSignIn}</a>
    </p>
  );
}
