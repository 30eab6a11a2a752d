import { Button } from "#views/components/button.tsx";
import { Notice } from "#views/components/notice.tsx";
import { Select, type SelectOption } from "#views/components/select.tsx";
import { Page } from "#views/layouts/page.tsx";
import type { Shell } from "#views/layouts/shell.ts";
import { type Messages, messagesFor } from "#views/messages/catalogue.ts";

export type PreviewKind = keyof Messages["mailPreview"]["kinds"];

const languages = [
  { value: "en", label: "English" },
  { value: "fr", label: "Français" },
];

interface MailPreviewPageProps {
  shell: Shell;
  /** What can be chosen, and what is. */
  kinds: readonly PreviewKind[];
  kind: PreviewKind;
  sites: readonly SelectOption[];
  site: string;
  mailLocale: string;
  /** Where the HTML is, as a document of its own. */
  href: string;
  subject: string;
  text: string;
}

/** A mail as it would be sent, in both its forms. */
export function MailPreviewPage(props: MailPreviewPageProps) {
  const { shell, sites, href, subject, text } = props;
  const words = messagesFor(shell.locale).mailPreview;
  return (
    <Page shell={shell} title={words.title}>
      <h1>{words.title}</h1>
      <p class="card-about">{words.about}</p>
      {sites.length === 0 && <Notice>{words.noSite}</Notice>}
      <ChoiceForm {...props} />
      <div class="mail-preview">
        <section class="card">
          <h2>{words.html}</h2>
          <p class="mail-preview-subject">{subject}</p>
          <iframe title={subject} src={href} sandbox="" />
        </section>
        <section class="card">
          <h2>{words.text}</h2>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard has to reach it. */}
          <pre tabIndex={0}>{text}</pre>
        </section>
      </div>
    </Page>
  );
}

function ChoiceForm({ shell, kinds, kind, sites, site, mailLocale }: MailPreviewPageProps) {
  const words = messagesFor(shell.locale).mailPreview;
  return (
    <form class="card filter-form" method="get" action="/admin/mails/preview">
      <Select
        label={words.kind}
        name="kind"
        value={kind}
        options={kinds.map((value) => ({ value, label: words.kinds[value] }))}
      />
      {sites.length > 0 && <Select label={words.site} name="site" value={site} options={sites} />}
      <Select label={words.locale} name="locale" value={mailLocale} options={languages} />
      <div class="filter-form-end">
        <Button>{words.show}</Button>
      </div>
    </form>
  );
}
