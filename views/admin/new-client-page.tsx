import { Button } from "#views/components/button.tsx";
import { CsrfInput } from "#views/components/csrf-input.tsx";
import { Page } from "#views/layouts/page.tsx";
import type { Shell } from "#views/layouts/shell.ts";
import { messagesFor } from "#views/messages/catalogue.ts";
import { ClientFields, type ClientFieldsProps } from "./client-form.tsx";

interface NewClientPageProps extends Omit<ClientFieldsProps, "locale"> {
  shell: Shell;
}

export function NewClientPage({ shell, ...form }: NewClientPageProps) {
  const { clients } = messagesFor(shell.locale);
  return (
    <Page shell={shell} title={clients.newTitle} narrow>
      <section class="card">
        <h1>{clients.newTitle}</h1>
        <p class="card-about">{clients.newAbout}</p>
        <form method="post" action="/admin/clients" class="form">
          <CsrfInput token={shell.csrf} />
          <ClientFields locale={shell.locale} {...form} />
          <Button>{clients.create}</Button>
        </form>
      </section>
    </Page>
  );
}
