import { Notice } from "#views/components/notice.tsx";
import type { Shell } from "#views/layouts/shell.ts";
import { signInHref } from "#views/layouts/sign-in-href.ts";
import { messagesFor } from "#views/messages/catalogue.ts";

/** Why the values on a page are not the reader's: nobody knows them, or they have no site. */
export type HelpNote = "stranger" | "noSite";

export function ExampleNote({ shell, note }: { shell: Shell; note: HelpNote }) {
  const { help, account } = messagesFor(shell.locale);
  return (
    <Notice>
      <p>
        {help.examples[note]}{" "}
        {note === "stranger" && <a href={signInHref(shell.path)}>{account.signIn}</a>}
      </p>
    </Notice>
  );
}
