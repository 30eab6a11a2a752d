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
  isSaved: boolean;
  values: SiteFormValues;
  faults: SiteFormFaults;
  timeZones: readonly string[];
}

export function SettingsPage({ shell, domain, snippet, isSaved, ...form }: SettingsPageProps) {
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
      </section>
    </Page>
  );
}
