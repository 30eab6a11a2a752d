import type { Locale } from "#src/lib/locale.ts";
import { messagesFor } from "#views/messages/catalogue.ts";

/** Whether somebody can sign in, has still to accept the invitation, or is shut out. */
export type ClientStateName = "active" | "invited" | "disabled";

export function ClientState({ locale, state }: { locale: Locale; state: ClientStateName }) {
  return (
    <span class="client-state" data-state={state}>
      {messagesFor(locale).clients.states[state]}
    </span>
  );
}
