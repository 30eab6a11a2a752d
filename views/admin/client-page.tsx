import { Button } from "#views/components/button.tsx";
import { CsrfInput } from "#views/components/csrf-input.tsx";
import { Notice } from "#views/components/notice.tsx";
import { Page } from "#views/layouts/page.tsx";
import { messagesFor } from "#views/messages/catalogue.ts";
import { ClientActions, type ClientActionsProps } from "./client-actions.tsx";
import { ClientFields, type ClientFieldsProps } from "./client-form.tsx";
import { ClientState } from "./client-state.tsx";

/** What was done with somebody, as the page says it afterwards. */
export const clientNews = [
  "saved",
  "invited",
  "resetSent",
  "disabled",
  "enabled",
  "twoFactorDropped",
] as const;
type ClientNews = (typeof clientNews)[number];

interface ClientPageProps extends Omit<ClientFieldsProps, "locale">, ClientActionsProps {
  news: ClientNews | null;
}

/** Somebody who signs in: what they are, what they see, and the door. */
export function ClientPage(props: ClientPageProps) {
  const { shell, client, news, values, faults, sites } = props;
  const { clients, common } = messagesFor(shell.locale);
  return (
    <Page shell={shell} title={client.name} narrow>
      <section class="card">
        <h1>{client.name}</h1>
        <p class="card-about row">
          <a href="/admin/clients">{clients.back}</a>
          <ClientState locale={shell.locale} state={client.state} />
        </p>
        {news && <Notice kind="success">{newsText(props, news)}</Notice>}
        <form method="post" action={`/admin/clients/${client.id}`} class="form">
          <CsrfInput token={shell.csrf} />
          <ClientFields locale={shell.locale} {...{ values, faults, sites }} />
          <Button>{common.save}</Button>
        </form>
      </section>
      <ClientActions {...props} />
    </Page>
  );
}

function newsText({ shell, client }: ClientPageProps, news: ClientNews): string {
  const { clients } = messagesFor(shell.locale);
  if (news === "enabled" && client.state === "invited") return clients.enabledInvited;
  const text = clients[news];
  return typeof text === "string" ? text : text(client);
}
