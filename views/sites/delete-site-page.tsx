import { Button } from "#views/components/button.tsx";
import { CsrfInput } from "#views/components/csrf-input.tsx";
import { Field } from "#views/components/field.tsx";
import { Notice } from "#views/components/notice.tsx";
import { Page } from "#views/layouts/page.tsx";
import type { Shell } from "#views/layouts/shell.ts";
import { messagesFor } from "#views/messages/catalogue.ts";

interface DeleteSitePageProps {
  shell: Shell;
  domain: string;
  name: string;
  isArchived: boolean;
  /** How many events would be lost, as far as they are counted; the text is the reader's. */
  events: { count: number; text: string };
  /** The first day with one, as the reader writes it; null before there is any. */
  since: string | null;
  /** Whether something else was typed than the domain. */
  isMistyped: boolean;
}

/** What is lost with a site, and the question whether that is meant. */
export function DeleteSitePage(props: DeleteSitePageProps) {
  const { shell, domain, name, isArchived, events, since, isMistyped } = props;
  const { sites, common } = messagesFor(shell.locale);
  const { life } = sites;
  const address = `/sites/${encodeURIComponent(domain)}`;
  const kept = `${address}/raw/events.csv?period=all`;
  // What has just arrived is not counted yet.
  const loses = events.count > 0 ? life.loses : life.losesAll;
  const loss = since ? loses({ ...events, since }) : life.losesNothing;
  return (
    <Page shell={shell} title={`${life.deleteTitle} · ${domain}`} narrow>
      <section class="card">
        <h1>{life.deleteTitle}</h1>
        <p class="card-about">{name === domain ? domain : `${name} · ${domain}`}</p>
        <Notice kind="warning">
          {loss} {life.forGood}
        </Notice>
        {since && (
          <p class="card-text">
            <a href={kept} download>
              {life.exportFirst}
            </a>
          </p>
        )}
        {!isArchived && <p class="card-text">{life.ratherArchive}</p>}
        <form method="post" action={`${address}/delete`} class="form">
          <CsrfInput token={shell.csrf} />
          <Field
            label={life.typeDomain({ domain })}
            name="domain"
            error={isMistyped ? life.mistyped({ domain }) : undefined}
            autocomplete="off"
            spellcheck={false}
            required
          />
          <div class="form-actions">
            <Button variant="danger">{life.deleteNow}</Button>
            <Button variant="secondary" href={`${address}/settings`}>
              {common.cancel}
            </Button>
          </div>
        </form>
      </section>
    </Page>
  );
}
