import { Button } from "#views/components/button.tsx";
import { CopyBox } from "#views/components/copy-box.tsx";
import { Notice } from "#views/components/notice.tsx";
import { Page } from "#views/layouts/page.tsx";
import type { Shell } from "#views/layouts/shell.ts";
import { messagesFor } from "#views/messages/catalogue.ts";

interface ClientLinkPageProps {
  shell: Shell;
  client: { id: number; name: string; email: string };
  purpose: "invitation" | "reset";
  /** The whole link. It is on this page alone. */
  link: string;
}

/** A link that was made to be copied, shown this once. */
export function ClientLinkPage({ shell, client, purpose, link }: ClientLinkPageProps) {
  const { link: words } = messagesFor(shell.locale).clients;
  const isReset = purpose === "reset";
  const title = isReset ? words.resetTitle : words.inviteTitle;
  return (
    <Page shell={shell} title={title} narrow>
      <section class="card">
        <h1>{title}</h1>
        <p class="card-about">{words.forWhom(client)}</p>
        <div class="stack">
          <Notice kind="warning">{words.shownOnce}</Notice>
          <CopyBox locale={shell.locale} label={words.label} text={link} />
          <p>{isReset ? words.resetAbout : words.inviteAbout}</p>
          <p>
            <Button href={`/admin/clients/${client.id}`} variant="secondary">
              {words.done}
            </Button>
          </p>
        </div>
      </section>
    </Page>
  );
}
