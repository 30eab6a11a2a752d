import { Button } from "#views/components/button.tsx";
import { CsrfInput } from "#views/components/csrf-input.tsx";
import type { Shell } from "#views/layouts/shell.ts";
import { messagesFor } from "#views/messages/catalogue.ts";

interface DangerZoneProps {
  shell: Shell;
  domain: string;
  isArchived: boolean;
}

/** What takes a site away: for a while, which is done at once, or for good, which is asked again. */
export function DangerZone({ shell, domain, isArchived }: DangerZoneProps) {
  const { life, sections } = messagesFor(shell.locale).sites;
  const address = `/sites/${encodeURIComponent(domain)}`;
  return (
    <section class="card danger-zone">
      <h2>{sections.danger}</h2>
      <div class="danger-step">
        <p>{isArchived ? life.restoreAbout : life.archiveAbout}</p>
        <form method="post" action={`${address}/${isArchived ? "restore" : "archive"}`}>
          <CsrfInput token={shell.csrf} />
          <Button variant="secondary">{isArchived ? life.restore : life.archive}</Button>
        </form>
      </div>
      <div class="danger-step">
        <p>{life.deleteAbout}</p>
        <Button variant="danger" href={`${address}/delete`}>
          {life.delete}
        </Button>
      </div>
    </section>
  );
}
