import { Button } from "#views/components/button.tsx";
import { CopyBox } from "#views/components/copy-box.tsx";
import { Notice } from "#views/components/notice.tsx";
import { Page } from "#views/layouts/page.tsx";
import type { Shell } from "#views/layouts/shell.ts";
import { messagesFor } from "#views/messages/catalogue.ts";

/** The codes for a lost phone, which are shown this once. */
export function RecoveryCodesPage({ shell, codes }: { shell: Shell; codes: readonly string[] }) {
  const { twoFactor } = messagesFor(shell.locale);
  return (
    <Page shell={shell} title={twoFactor.codesTitle} narrow>
      <section class="card">
        <h1>{twoFactor.codesTitle}</h1>
        <p class="card-about">
          {twoFactor.codesOn} {twoFactor.codesAbout}
        </p>
        <Notice kind="warning">{twoFactor.codesOnce}</Notice>
        <div class="recovery-codes">
          <CopyBox locale={shell.locale} label={twoFactor.codesTitle} text={codes.join("\n")} />
        </div>
        <p class="card-actions">
          <Button href="/account">{twoFactor.goOn}</Button>
          <button
            type="button"
            class="btn needs-js"
            data-variant="secondary"
            x-data="printer"
            x-on:click="print"
          >
            {twoFactor.print}
          </button>
        </p>
      </section>
    </Page>
  );
}
