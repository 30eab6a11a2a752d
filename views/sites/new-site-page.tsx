import { Button } from "#views/components/button.tsx";
import { CsrfInput } from "#views/components/csrf-input.tsx";
import { Page } from "#views/layouts/page.tsx";
import type { Shell } from "#views/layouts/shell.ts";
import { messagesFor } from "#views/messages/catalogue.ts";
import {
  BasicFields,
  CountedFields,
  MailFields,
  PrivacyFields,
  type SiteFieldsProps,
} from "./site-form.tsx";

type NewSitePageProps = { shell: Shell } & Omit<SiteFieldsProps, "locale">;

export function NewSitePage({ shell, ...form }: NewSitePageProps) {
  const { sites } = messagesFor(shell.locale);
  const fields = { locale: shell.locale, ...form };
  // A form that came back with faults keeps the zone that was chosen in it.
  const isFresh = Object.keys(form.faults).length === 0;
  return (
    <Page shell={shell} title={sites.newTitle} narrow>
      <section class="card">
        <h1 class="card-title">{sites.newTitle}</h1>
        <form
          method="post"
          action="/sites"
          class="form"
          x-data={isFresh ? "browserZone" : undefined}
        >
          <CsrfInput token={shell.csrf} />
          <BasicFields {...fields} />
          <details class="more-fields" open={hasFaultBelow(form.faults)}>
            <summary>{sites.more}</summary>
            <div class="form">
              <CountedFields {...fields} />
              <PrivacyFields {...fields} />
              <MailFields {...fields} />
            </div>
          </details>
          <Button>{sites.create}</Button>
        </form>
      </section>
    </Page>
  );
}

/** Whether something is wrong with what is not shown at once. */
function hasFaultBelow({ domain, timeZone, ...below }: SiteFieldsProps["faults"]): boolean {
  return Object.keys(below).length > 0;
}
