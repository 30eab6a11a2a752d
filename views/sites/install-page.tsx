import { CopyBox } from "#views/components/copy-box.tsx";
import { Page } from "#views/layouts/page.tsx";
import type { Shell } from "#views/layouts/shell.ts";
import { messagesFor } from "#views/messages/catalogue.ts";
import { InstallStatus, type InstallStatusProps } from "./install-status.tsx";
import { type Platform, platforms } from "./platforms.ts";

interface Guide {
  platform: Platform;
  /** What is pasted there. */
  code: string;
  /** The other way, for who bundles the script. */
  packageCode: string | null;
  /** The line for a content security policy. */
  policy: string;
}

interface InstallPageProps {
  shell: Shell;
  guide: Guide;
  status: Omit<InstallStatusProps, "locale">;
}

/** What to paste where, step by step, and whether it works already. */
export function InstallPage({ shell, guide, status }: InstallPageProps) {
  const { locale } = shell;
  const { sites, privacy, help } = messagesFor(locale);
  const { domain } = status;
  return (
    <Page shell={shell} title={`${sites.installTitle} · ${domain}`} narrow>
      <section class="card">
        <h1>{sites.installTitle}</h1>
        <p class="card-about">{domain}</p>
        <PlatformTabs shell={shell} domain={domain} current={guide.platform} />
        <Steps shell={shell} guide={guide} />
        <p class="guide-more">
          <a href={`/docs/${guide.platform}?site=${encodeURIComponent(domain)}`}>
            {help.aboutPlatform}
          </a>
        </p>
        <InstallStatus locale={locale} {...status} />
      </section>
      <Troubles shell={shell} guide={guide} />
      <p class="install-more">
        <a href={`/sites/${encodeURIComponent(domain)}/privacy`}>{privacy.link}</a>
      </p>
    </Page>
  );
}

function PlatformTabs(props: { shell: Shell; domain: string; current: Platform }) {
  const { install } = messagesFor(props.shell.locale);
  const address = `/sites/${encodeURIComponent(props.domain)}/install`;
  return (
    <nav class="platforms" aria-label={install.platformsLabel}>
      {platforms.map((platform) => (
        <a
          key={platform}
          href={`${address}?platform=${platform}`}
          aria-current={platform === props.current ? "page" : undefined}
        >
          {install.platforms[platform]}
        </a>
      ))}
    </nav>
  );
}

/** The code stands below the step that says where it belongs. */
function Steps({ shell: { locale }, guide }: Omit<InstallPageProps, "status">) {
  const { install, sites } = messagesFor(locale);
  const { before, paste, after } = install.guides[guide.platform];
  return (
    <>
      <ol class="guide-steps">
        {before.map((step) => (
          <li key={step}>{step}</li>
        ))}
        <li>
          {paste}
          <CopyBox locale={locale} label={sites.snippet} text={guide.code} />
        </li>
        {after.map((step) => (
          <li key={step}>{step}</li>
        ))}
      </ol>
      {guide.packageCode && (
        <details class="guide-more">
          <summary>{install.package.title}</summary>
          <p>{install.package.about}</p>
          <CopyBox locale={locale} label={install.package.title} text={guide.packageCode} />
        </details>
      )}
    </>
  );
}

function Troubles({ shell: { locale }, guide }: Omit<InstallPageProps, "status">) {
  const { install } = messagesFor(locale);
  const { troubles } = install;
  const own = install.guides[guide.platform].troubles;
  return (
    <section class="card">
      <h2 class="card-title">{troubles.title}</h2>
      <ul class="advice">
        {[...own, troubles.cache, troubles.consent, troubles.blocker].map((trouble) => (
          <li key={trouble}>{trouble}</li>
        ))}
        <li>
          {troubles.policy}
          <CopyBox locale={locale} label={troubles.policyLabel} text={guide.policy} />
        </li>
      </ul>
    </section>
  );
}
