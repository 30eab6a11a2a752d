import { Button } from "#views/components/button.tsx";
import { CopyBox } from "#views/components/copy-box.tsx";
import { CsrfInput } from "#views/components/csrf-input.tsx";
import { Notice } from "#views/components/notice.tsx";
import { Page } from "#views/layouts/page.tsx";
import type { Shell } from "#views/layouts/shell.ts";
import { messagesFor } from "#views/messages/catalogue.ts";
import { SiteFields, type SiteFormFaults, type SiteFormValues } from "./site-form.tsx";

interface SettingsPageProps {
  shell: Shell;
  domain: string;
  snippet: string;
  /** The picture for visitors without scripts. */
  pixel: string;
  /** Where the site's servers report events, and whether they have a key for it. */
  reportUrl: string;
  hasSecret: boolean;
  /** The new secret key, which is shown this once. */
  secret?: string;
  isSaved: boolean;
  values: SiteFormValues;
  faults: SiteFormFaults;
  timeZones: readonly string[];
}

export function SettingsPage(props: SettingsPageProps) {
  const { shell, domain, snippet, pixel, isSaved, ...form } = props;
  const { sites, common } = messagesFor(shell.locale);
  const address = `/sites/${encodeURIComponent(domain)}`;
  return (
    <Page shell={shell} title={`${sites.settingsTitle} · ${domain}`} narrow>
      <section class="card">
        <h1>{sites.settingsTitle}</h1>
        <p class="card-about">
          <a href={address}>{domain}</a>
        </p>
        {isSaved && <Notice kind="success">{sites.saved}</Notice>}
        <form method="post" action={`${address}/settings`} class="form">
          <CsrfInput token={shell.csrf} />
          <SiteFields locale={shell.locale} isOpen {...form} />
          <Button>{common.save}</Button>
        </form>
      </section>
      <section class="card">
        <h2>{sites.installTitle}</h2>
        <p class="card-text">{sites.installAbout}</p>
        <CopyBox locale={shell.locale} label={sites.snippet} text={snippet} />
        <p class="card-text">{sites.pixelAbout}</p>
        <CopyBox locale={shell.locale} label={sites.pixel} text={pixel} />
      </section>
      <SecretKey {...props} />
    </Page>
  );
}

/** The key by which the site's own servers report events, and how. */
function SecretKey({ shell, domain, reportUrl, hasSecret, secret }: SettingsPageProps) {
  const { sites } = messagesFor(shell.locale);
  const { server } = sites;
  const action = `/sites/${encodeURIComponent(domain)}/secret#server`;
  return (
    <section class="card" id="server">
      <h2>{server.title}</h2>
      <p class="card-text">{server.about}</p>
      {secret ? (
        <>
          <Notice kind="success">{server.shownOnce}</Notice>
          <CopyBox locale={shell.locale} label={server.key} text={secret} />
          <p class="card-text">{server.example}</p>
          <CopyBox
            locale={shell.locale}
            label={server.example}
            text={exampleOf({ reportUrl, domain, secret })}
          />
        </>
      ) : (
        <form method="post" action={action} class="form">
          <CsrfInput token={shell.csrf} />
          {hasSecret && <p>{server.exists}</p>}
          <Button variant="secondary">{hasSecret ? server.renew : server.make}</Button>
        </form>
      )}
    </section>
  );
}

function exampleOf({ reportUrl, domain, secret }: Record<string, string>): string {
  const event = {
    name: "purchase",
    url: `https://${domain}/thanks`,
    ip: "203.0.113.7",
    userAgent: "Mozilla/5.0 …",
    props: { plan: "pro" },
  };
  return [
    `curl ${reportUrl} \\`,
    `  -H 'Authorization: Bearer ${secret}' \\`,
    "  -H 'Idempotency-Key: order-4711' \\",
    `  -d '${JSON.stringify(event)}'`,
  ].join("\n");
}
