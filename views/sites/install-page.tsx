import type { Locale } from "#src/lib/locale.ts";
import { Button } from "#views/components/button.tsx";
import { CopyBox } from "#views/components/copy-box.tsx";
import { hx } from "#views/components/hx.ts";
import { Notice } from "#views/components/notice.tsx";
import { Page } from "#views/layouts/page.tsx";
import type { Shell } from "#views/layouts/shell.ts";
import { messagesFor } from "#views/messages/catalogue.ts";

interface InstallPageProps {
  shell: Shell;
  domain: string;
  snippet: string;
  hasArrived: boolean;
}

/** The line to paste, and whether it works already. */
export function InstallPage({ shell, domain, snippet, hasArrived }: InstallPageProps) {
  const { sites } = messagesFor(shell.locale);
  return (
    <Page shell={shell} title={`${sites.installTitle} · ${domain}`} narrow>
      <section class="card">
        <h1>{sites.installTitle}</h1>
        <p class="card-about">{domain}</p>
        <p class="card-text">{sites.installAbout}</p>
        <CopyBox locale={shell.locale} label={sites.snippet} text={snippet} />
        <InstallStatus locale={shell.locale} domain={domain} hasArrived={hasArrived} />
      </section>
    </Page>
  );
}

interface InstallStatusProps {
  locale: Locale;
  domain: string;
  hasArrived: boolean;
}

/** Asks again each second until the first visit is there; a link does the same without scripts. */
export function InstallStatus({ locale, domain, hasArrived }: InstallStatusProps) {
  const { sites } = messagesFor(locale);
  const address = `/sites/${encodeURIComponent(domain)}`;
  if (hasArrived)
    return (
      <div id="install-status" class="install-status">
        <Notice kind="success">{sites.arrived}</Notice>
        <Button href={address}>{sites.toDashboard}</Button>
      </div>
    );
  const again = hx({ get: `${address}/install/status`, trigger: "every 1s", swap: "outerHTML" });
  return (
    <div id="install-status" class="install-status" {...again}>
      <Notice>
        <strong>{sites.waiting}</strong> {sites.waitingAbout}
      </Notice>
      <noscript>
        <a href={`${address}/install`}>{sites.checkAgain}</a>
      </noscript>
    </div>
  );
}
