import type { Locale } from "#src/lib/locale.ts";
import { CopyBox } from "#views/components/copy-box.tsx";
import { Page } from "#views/layouts/page.tsx";
import type { Shell } from "#views/layouts/shell.ts";
import { messagesFor } from "#views/messages/catalogue.ts";
import { type PolicySettings, policyText } from "./policy.ts";
import { ReaderList, type ReaderListProps } from "./reader-list.tsx";
import { Retention, type RetentionProps, type Terms } from "./retention.tsx";
import { StoredRow } from "./stored-row.tsx";

export interface PrivacyPageProps extends ReaderListProps, Omit<RetentionProps, keyof Terms> {
  shell: Shell;
  domain: string;
  name: string;
  timeZone: string;
  /** A row of the log, by its columns; the newest view's, or one that is made up. */
  row: Record<string, string>;
  isMadeUp: boolean;
  /** The salts that exist: their day, and when they go, in the reader's language. */
  salts: readonly { day: string; at: string }[];
  /** Whether they lie in a PostgreSQL that is not this server's own. */
  isElsewhere: boolean;
  settings: PolicySettings;
  /** Whether the reader may open the settings. */
  canEdit: boolean;
}

/** What is stored of a site's visits, for how long and for whom, and how to say so to visitors. */
export function PrivacyPage(props: PrivacyPageProps) {
  const { shell, domain, name, canEdit, row, isMadeUp, settings } = props;
  const { locale } = shell;
  const { privacy, sites } = messagesFor(locale);
  const address = `/sites/${encodeURIComponent(domain)}`;
  return (
    <Page shell={shell} title={`${privacy.title} · ${domain}`} narrow>
      <header class="settings-head">
        <h1>{privacy.title}</h1>
        <p class="card-about">
          <a href={address}>{name}</a>
          {name !== domain && ` · ${domain}`}
          {canEdit && (
            <>
              {" · "}
              <a href={`${address}/settings`}>{sites.settings}</a>
            </>
          )}
        </p>
        <p>
          {privacy.about({ domain })} <a href="#policy">{privacy.policy.title}</a>
        </p>
      </header>
      <div class="stack privacy">
        <StoredRow {...{ locale, row, isMadeUp }} />
        <NotStored locale={locale} />
        <VisitorKey {...props} />
        <Retention locale={locale} {...settings} {...props} />
        <Choice locale={locale} {...settings} />
        <ReaderList locale={locale} {...props} />
        <PolicyTexts {...props} />
        <Law locale={locale} />
      </div>
    </Page>
  );
}

function NotStored({ locale }: { locale: Locale }) {
  const { not } = messagesFor(locale).privacy;
  return (
    <section class="card">
      <h2>{not.title}</h2>
      <ul class="advice privacy-list">
        {not.items.map((item) => (
          <li key={item}>{item}</li>
        ))}
      </ul>
    </section>
  );
}

function VisitorKey({ shell, salts, isElsewhere, timeZone }: PrivacyPageProps) {
  const { key } = messagesFor(shell.locale).privacy;
  return (
    <section class="card">
      <h2>{key.title}</h2>
      <p class="card-text">{key.about}</p>
      <p class="card-text">{key.destroyed}</p>
      {isElsewhere && <p class="card-text">{key.elsewhere}</p>}
      <p class="card-text">{salts.length === 0 ? key.none : key.exists}</p>
      {salts.length > 0 && (
        <ul class="advice privacy-list">
          {salts.map((salt) => (
            <li key={salt.day}>{key.ends(salt)}</li>
          ))}
        </ul>
      )}
      {salts.length > 0 && <p class="card-text">{key.zone({ zone: timeZone })}</p>}
      <p class="card-text">{key.device}</p>
    </section>
  );
}

type ChoiceProps = Pick<PolicySettings, "respectDnt" | "hashMode"> & { locale: Locale };

function Choice({ locale, respectDnt, hashMode }: ChoiceProps) {
  const { choice } = messagesFor(locale).privacy;
  const link = {
    ...{ about: choice.link, label: choice.label },
    html: choice.html({ href: "#tracker-off" }),
  };
  const button = {
    ...{ about: choice.button, label: choice.buttonLabel },
    html: choice.buttonHtml({ call: "tracker.optOut()" }),
  };
  const { about, label, html } = hashMode ? button : link;
  return (
    <section class="card">
      <h2>{choice.title}</h2>
      <p class="card-text">{about}</p>
      <CopyBox locale={locale} label={label} text={html} />
      <p class="card-text">{respectDnt ? choice.dntOn : choice.dntOff}</p>
    </section>
  );
}

function PolicyTexts({ shell, settings }: PrivacyPageProps) {
  const { policy } = messagesFor(shell.locale).privacy;
  const boxes = [
    { locale: "fr", label: policy.inFrench },
    { locale: "en", label: policy.inEnglish },
  ] as const;
  return (
    <section class="card" id="policy">
      <h2>{policy.title}</h2>
      <p class="card-text">{policy.about}</p>
      {boxes.map(({ locale, label }) => (
        <div key={locale} class="policy-text">
          <h3>{label}</h3>
          <CopyBox
            locale={shell.locale}
            label={label}
            text={policyText(locale, settings)}
            lang={locale}
          />
        </div>
      ))}
    </section>
  );
}

function Law({ locale }: { locale: Locale }) {
  const { law } = messagesFor(locale).privacy;
  return (
    <section class="card">
      <h2>{law.title}</h2>
      <p class="card-text">{law.designed}</p>
      <p class="card-text">{law.gdpr}</p>
      <p class="card-text">{law.eprivacy}</p>
      <p class="privacy-links">
        <a href="/docs/law">{law.more}</a>
        <a href="/docs/privacy">{law.moreStored}</a>
      </p>
    </section>
  );
}
