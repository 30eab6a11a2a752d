import { Button } from "#views/components/button.tsx";
import { CsrfInput } from "#views/components/csrf-input.tsx";
import { Door } from "#views/layouts/door.tsx";
import type { Shell } from "#views/layouts/shell.ts";
import { messagesFor } from "#views/messages/catalogue.ts";

export interface UnsubscribePageProps {
  shell: Shell;
  token: string;
  kind: "weekly" | "monthly" | "alert";
  address: string;
  /** Whether such mails are still sent, and whether they are so again. */
  state: "asked" | "ended" | "resumed";
  hasAccount: boolean;
}

/** Asks whether mails are to end, or says that they have, and how to get them again. */
export function UnsubscribePage(props: UnsubscribePageProps) {
  const { shell, token, kind, address, state } = props;
  const { unsubscribe } = messagesFor(shell.locale);
  const about = { what: unsubscribe.kinds[kind], address };
  const path = `/unsubscribe/${token}`;
  switch (state) {
    case "asked":
      return (
        <Door shell={shell} title={unsubscribe.title}>
          <p class="card-about">{unsubscribe.ask(about)}</p>
          <OneButton shell={shell} action={path} label={unsubscribe.stop} />
        </Door>
      );
    case "ended":
      return (
        <Door shell={shell} title={unsubscribe.doneTitle}>
          <p class="card-about">{unsubscribe.done(about)}</p>
          <p class="card-about">
            {unsubscribe.again}
            {/* Alerts are not among what an account chooses. */}
            {props.hasAccount && kind !== "alert" && ` ${unsubscribe.againAccount}`}
          </p>
          <OneButton shell={shell} action={`${path}/undo`} label={unsubscribe.resume} isQuiet />
        </Door>
      );
    case "resumed":
      return (
        <Door shell={shell} title={unsubscribe.resumedTitle}>
          <p class="card-about">{unsubscribe.resumed(about)}</p>
        </Door>
      );
  }
}

interface OneButtonProps {
  shell: Shell;
  action: string;
  label: string;
  isQuiet?: boolean;
}

function OneButton({ shell, action, label, isQuiet = false }: OneButtonProps) {
  return (
    <form method="post" action={action} class="form">
      <CsrfInput token={shell.csrf} />
      <Button variant={isQuiet ? "secondary" : "primary"}>{label}</Button>
    </form>
  );
}
