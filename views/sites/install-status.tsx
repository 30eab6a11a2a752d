import { formatFullNumber } from "#src/lib/format.ts";
import type { Locale } from "#src/lib/locale.ts";
import { Button } from "#views/components/button.tsx";
import { hx } from "#views/components/hx.ts";
import { Notice } from "#views/components/notice.tsx";
import { type Messages, messagesFor } from "#views/messages/catalogue.ts";
import type { Platform } from "./platforms.ts";

export interface InstallStatusProps {
  locale: Locale;
  domain: string;
  siteKey: string;
  hasArrived: boolean;
  platform: Platform;
  /** Since when the reader has been waiting. Units: milliseconds since 1970. */
  since: number;
  /** Long enough to wonder. */
  isSlow: boolean;
  /** What of this site was refused lately, the most frequent first. */
  refusals: readonly { reason: keyof Messages["install"]["refused"]; messages: number }[];
  /** Differs where this part says something else; the server answers only then. */
  state: string;
}

/** Asks again each second until the first visit is there; a link does the same without scripts. */
export function InstallStatus(props: InstallStatusProps) {
  const { locale, domain, hasArrived, platform, since, isSlow, refusals, state } = props;
  const { sites } = messagesFor(locale);
  const address = `/sites/${encodeURIComponent(domain)}`;
  if (hasArrived)
    return (
      <div id="install-status" class="install-status">
        <Notice kind="success">{sites.arrived}</Notice>
        <Button href={address}>{sites.toDashboard}</Button>
      </div>
    );
  const kept = new URLSearchParams({ platform, since: String(since) });
  const get = `${address}/install/status?${kept}&shown=${state}`;
  return (
    <div
      id="install-status"
      class="install-status"
      {...hx({ get, trigger: "every 1s", swap: "outerHTML" })}
    >
      <Notice>
        <strong>{sites.waiting}</strong> {sites.waitingAbout}
      </Notice>
      {refusals.length > 0 && <Refused {...props} />}
      {isSlow && <Checks {...props} />}
      <noscript>
        <a href={`${address}/install?${kept}`}>{sites.checkAgain}</a>
      </noscript>
    </div>
  );
}

/** What did arrive and was not counted: as a rule the answer to why nothing is there. */
function Refused({ locale, domain, refusals }: InstallStatusProps) {
  const { install, sites } = messagesFor(locale);
  return (
    <Notice kind="warning">
      <strong>{install.refusedTitle}</strong>
      <ul class="advice">
        {refusals.map(({ reason, messages }) => (
          <li key={reason}>
            {install.times({ text: formatFullNumber(locale, messages) })}{" "}
            {install.refused[reason]({ domain })}
          </li>
        ))}
      </ul>
      <Button
        href={`/sites/${encodeURIComponent(domain)}/settings`}
        variant="secondary"
        size="small"
      >
        {sites.settingsTitle}
      </Button>
    </Notice>
  );
}

function Checks({ locale, domain, siteKey }: InstallStatusProps) {
  const { install } = messagesFor(locale);
  return (
    <section class="checks" aria-label={install.checksTitle}>
      <h2>{install.checksTitle}</h2>
      <ul class="advice">
        {Object.entries(install.checks).map(([name, check]) => (
          <li key={name}>{check({ domain, siteKey })}</li>
        ))}
      </ul>
    </section>
  );
}
