import type { ComponentChildren } from "preact";
import { Button } from "#views/components/button.tsx";
import { CsrfInput } from "#views/components/csrf-input.tsx";
import { Field } from "#views/components/field.tsx";
import { Notice } from "#views/components/notice.tsx";
import type { Shell } from "#views/layouts/shell.ts";
import { messagesFor } from "#views/messages/catalogue.ts";
import type { ClientStateName } from "./client-state.tsx";

export interface ClientActionsProps {
  shell: Shell;
  client: {
    id: number;
    name: string;
    email: string;
    state: ClientStateName;
    hasTwoFactor: boolean;
    /** Nobody else can sign in as an admin. */
    isLastAdmin: boolean;
  };
  /** Whether mails can be sent; without them a link is copied. */
  canMail: boolean;
  deletion: { typed: string; fault: "confirm_wrong" | null };
}

/** What can be done with somebody's access: each a small form of its own. */
export function ClientActions(props: ClientActionsProps) {
  const { shell, client } = props;
  const { actions } = messagesFor(shell.locale).clients;
  return (
    <>
      <section class="card">
        <h2>{actions.title}</h2>
        <div class="client-actions">
          {client.state !== "disabled" && <LinkAction {...props} />}
          {client.hasTwoFactor && (
            <Action title={actions.twoFactor} about={actions.twoFactorAbout}>
              <Step {...{ shell, client }} to="two-factor">
                <Button variant="secondary">{actions.twoFactorDrop}</Button>
              </Step>
            </Action>
          )}
          {!client.isLastAdmin && <StateAction {...props} />}
        </div>
        {client.isLastAdmin && <Notice>{actions.lastAdmin}</Notice>}
      </section>
      {!client.isLastAdmin && <Deletion {...props} />}
    </>
  );
}

function LinkAction({ shell, client, canMail }: ClientActionsProps) {
  const { actions } = messagesFor(shell.locale).clients;
  const isInvited = client.state === "invited";
  const byMail = isInvited ? actions.inviteByMail : actions.resetByMail;
  const byLink = isInvited ? actions.inviteByLink : actions.resetByLink;
  return (
    <Action
      title={isInvited ? actions.invite : actions.reset}
      about={isInvited ? actions.inviteAbout : actions.resetAbout}
    >
      <Step {...{ shell, client }} to={isInvited ? "invite" : "reset"}>
        {canMail && (
          <Button variant="secondary" name="way" value="mail">
            {byMail}
          </Button>
        )}
        <Button variant="secondary" name="way" value="copy">
          {byLink}
        </Button>
      </Step>
    </Action>
  );
}

function StateAction({ shell, client }: ClientActionsProps) {
  const { actions } = messagesFor(shell.locale).clients;
  if (client.state === "disabled")
    return (
      <Action title={actions.enable} about={actions.enableAbout}>
        <Step {...{ shell, client }} to="enable">
          <Button variant="secondary">{actions.enableNow}</Button>
        </Step>
      </Action>
    );
  return (
    <Action title={actions.disable} about={actions.disableAbout}>
      <Step {...{ shell, client }} to="disable">
        <Button variant="danger">{actions.disableNow}</Button>
      </Step>
    </Action>
  );
}

/** Gone for good, so the address is typed before. */
function Deletion({ shell, client, deletion }: ClientActionsProps) {
  const { actions, errors } = messagesFor(shell.locale).clients;
  const { typed, fault } = deletion;
  return (
    <section class="card" id="delete">
      <details class="more-fields" open={fault !== null}>
        <summary>{actions.remove}</summary>
        <form method="post" action={`/admin/clients/${client.id}/delete#delete`} class="form">
          <CsrfInput token={shell.csrf} />
          <p>{actions.removeAbout}</p>
          <Field
            label={actions.confirm(client)}
            name="confirmed"
            value={typed}
            error={fault ? errors[fault] : undefined}
            autocomplete="off"
            spellcheck={false}
            inputMode="email"
            required
          />
          <Button variant="danger">{actions.removeNow}</Button>
        </form>
      </details>
    </section>
  );
}

interface ActionProps {
  title: string;
  about: string;
  children: ComponentChildren;
}

function Action({ title, about, children }: ActionProps) {
  return (
    <div class="client-action">
      <div>
        <h3>{title}</h3>
        <p>{about}</p>
      </div>
      {children}
    </div>
  );
}

interface StepProps {
  shell: Shell;
  client: { id: number };
  to: "invite" | "reset" | "two-factor" | "disable" | "enable";
  children: ComponentChildren;
}

function Step({ shell, client, to, children }: StepProps) {
  return (
    <form method="post" action={`/admin/clients/${client.id}/${to}`} class="row">
      <CsrfInput token={shell.csrf} />
      {children}
    </form>
  );
}
