import type { Locale } from "#src/lib/locale.ts";
import { Button } from "#views/components/button.tsx";
import { Icon } from "#views/components/icon.tsx";
import { messagesFor } from "#views/messages/catalogue.ts";

const codes = ["internal", "unavailable", "not_found", "unreachable", "offline"] as const;

/** What failure.ts tells when a part of the page could not be had; the page itself stays. */
export function Failure({ locale }: { locale: Locale }) {
  const { common } = messagesFor(locale);
  return (
    <template id="failure-template">
      <div class="failure" role="alert">
        <Icon name="warning" />
        {codes.map((code) => (
          <p key={code} data-code={code} hidden>
            <strong>{common.errors[code].title}</strong> {common.errors[code].text}
          </p>
        ))}
        <Button type="button" variant="secondary" size="small">
          {common.tryAgain}
        </Button>
      </div>
    </template>
  );
}
