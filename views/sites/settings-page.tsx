import { Button } from "#views/components/button.tsx";
import { CopyBox } from "#views/components/copy-box.tsx";
import { CsrfInput } from "#views/components/csrf-input.tsx";
import { Notice } from "#views/components/notice.tsx";
import { Page } from "#views/layouts/page.tsx";
import type { Shell } from "#views/layouts/shell.ts";
import { messagesFor } from "#views/messages/catalogue.ts";
import { DangerZone } from "./danger-zone.tsx";
import { RebuildOffer, type RebuildProps } from "./rebuild.tsx";
import { SecretKey, type SecretKeyProps } from "./secret-key.tsx";
import {
  BasicFields,
  CountedFields,
  MailFields,
  PrivacyFields,
  type SiteFieldsProps,
} from "./site-form.tsx";

type SettingsPageProps = {
  shell: Shell;
  domain: string;
  name: string;
  isArchived: boolean;
  snippet: string;
  /** The picture for visitors without scripts. */
  pixel: string;
  isSaved: boolean;
  rebuild: RebuildProps;
} & SecretKeyProps &
  Omit<SiteFieldsProps, "locale">;

export function SettingsPage(props: SettingsPageProps) {
  const { shell, domain, name, isArchived, isSaved, isAdmin } = props;
  const { sites } = messagesFor(shell.locale);
  const address = `/sites/${encodeURIComponent(domain)}`;
  return (
    <Page shell={shell} title={`${sites.settingsTitle} · ${domain}`} narrow>
      <header class="settings-head">
        <h1>{sites.settingsTitle}</h1>
        <p class="card-about">
          <a href={address}>{name}</a>
          {name !== domain && ` · ${domain}`}
        </p>
      </header>
      {isArchived && <Notice kind="warning">{sites.life.archivedAbout}</Notice>}
      {isSaved && <Notice kind="success">{sites.saved}</Notice>}
      <RebuildOffer {...{ shell, domain }} {...props.rebuild} />
      <SettingsForm {...props} />
      <Installation {...props} />
      {isAdmin && <SecretKey {...props} />}
      {isAdmin && <DangerZone {...{ shell, domain, isArchived }} />}
    </Page>
  );
}

/** What is set, in one form: a card for each kind of thing. */
function SettingsForm({ shell, domain, ...form }: SettingsPageProps) {
  const { sites, common, privacy } = messagesFor(shell.locale);
  const { sections } = sites;
  const fields = { locale: shell.locale, ...form };
  return (
    <form
      method="post"
      action={`/sites/${encodeURIComponent(domain)}/settings`}
      class="settings-form"
    >
      <CsrfInput token={shell.csrf} />
      <section class="card form">
        <h2>{sections.general}</h2>
        <BasicFields {...fields} />
      </section>
      <section class="card form">
        <h2>{sections.counted}</h2>
        <CountedFields {...fields} />
      </section>
      <section class="card form">
        <h2>{sections.privacy}</h2>
        <PrivacyFields {...fields} />
        <p>
          <a href={`/sites/${encodeURIComponent(domain)}/privacy`}>{privacy.link}</a>
        </p>
      </section>
      <section class="card form">
        <h2>{sections.mails}</h2>
        <MailFields {...fields} />
      </section>
      <div class="settings-save">
        <Button>{common.save}</Button>
      </div>
    </form>
  );
}

function Installation({ shell, domain, snippet, pixel }: SettingsPageProps) {
  const { sites } = messagesFor(shell.locale);
  return (
    <section class="card">
      <h2>{sites.installTitle}</h2>
      <p class="card-text">{sites.installAbout}</p>
      <CopyBox locale={shell.locale} label={sites.snippet} text={snippet} />
      <p class="card-text">{sites.pixelAbout}</p>
      <CopyBox locale={shell.locale} label={sites.pixel} text={pixel} />
      <p class="card-text">
        <a href={`/sites/${encodeURIComponent(domain)}/install`}>{sites.installMore}</a>
      </p>
    </section>
  );
}
