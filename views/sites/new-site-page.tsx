import { Button } from "#views/components/button.tsx";
import { CsrfInput } from "#views/components/csrf-input.tsx";
import { Page } from "#views/layouts/page.tsx";
import type { Shell } from "#views/layouts/shell.ts";
import { messagesFor } from "#views/messages/catalogue.ts";
import { SiteFields, type SiteFormFaults, type SiteFormValues } from "./site-form.tsx";

interface NewSitePageProps {
  shell: Shell;
  values: SiteFormValues;
  faults: SiteFormFaults;
  timeZones: readonly string[];
}

export function NewSitePage({ shell, ...form }: NewSitePageProps) {
  const { sites } = messagesFor(shell.locale);
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
          <SiteFields locale={shell.locale} isOpen={false} {...form} />
          <Button>{sites.create}</Button>
        </form>
      </section>
    </Page>
  );
}
