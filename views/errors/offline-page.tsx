import { Button } from "#views/components/button.tsx";
import { Door } from "#views/layouts/door.tsx";
import type { Shell } from "#views/layouts/shell.ts";
import { messagesFor } from "#views/messages/catalogue.ts";

/** What the service worker shows at any address when the network fails; pwa.js tries it again. */
export function OfflinePage({ shell }: { shell: Shell }) {
  const { common, pwa } = messagesFor(shell.locale);
  return (
    <Door shell={shell} title={pwa.offline.title}>
      <p>{pwa.offline.text}</p>
      <p id="try-again" class="error-way-out">
        <Button href="/" variant="secondary">
          {common.tryAgain}
        </Button>
      </p>
    </Door>
  );
}
