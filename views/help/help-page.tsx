import { Icon } from "#views/components/icon.tsx";
import { Page } from "#views/layouts/page.tsx";
import type { Shell } from "#views/layouts/shell.ts";
import { messagesFor } from "#views/messages/catalogue.ts";
import { ExampleNote, type HelpNote } from "./example-note.tsx";
import type { HelpFrame } from "./frame.ts";
import { HelpContents, type HelpHeading, HelpHeadings } from "./help-contents.tsx";
import { OtherLanguage } from "./other-language.tsx";
import { type SiteChoice, SitePicker } from "./site-picker.tsx";

interface HelpPageProps {
  shell: Shell;
  frame: HelpFrame;
  slug: string;
  title: string;
  /** Made by the build from a page of the repository; what was filled in is escaped. */
  html: string;
  headings: readonly HelpHeading[];
  /** Whose values the page can show. */
  sites: readonly SiteChoice[];
  note: HelpNote | null;
}

/** One page of the help, with the contents at its side. */
export function HelpPageView(props: HelpPageProps) {
  const { shell, frame, slug, title, html, headings, sites, note } = props;
  const { locale } = shell;
  const { help } = messagesFor(locale);
  return (
    <Page shell={shell} title={`${title} · ${help.title}`}>
      <div class="help">
        <HelpContents locale={locale} frame={frame} slug={slug} />
        <HelpHeadings locale={locale} headings={headings} />
        <article class="help-article">
          <h1>{title}</h1>
          {sites.length > 1 && <SitePicker {...{ locale, frame, slug, sites }} />}
          {note && <ExampleNote shell={shell} note={note} />}
          <div class="prose" dangerouslySetInnerHTML={{ __html: html }} />
          <Neighbours locale={locale} frame={frame} slug={slug} />
          <OtherLanguage locale={locale} frame={frame} />
        </article>
      </div>
    </Page>
  );
}

/** The page before and the page after in the contents. */
function Neighbours({
  locale,
  frame,
  slug,
}: Pick<HelpPageProps, "frame" | "slug"> & { locale: Shell["locale"] }) {
  const { help } = messagesFor(locale);
  const pages = frame.groups.flatMap((group) => group.pages);
  const place = pages.findIndex((page) => page.slug === slug);
  const [before, after] = [pages[place - 1], pages[place + 1]];
  return (
    <nav class="help-neighbours" aria-label={help.neighbours}>
      {before && (
        <a href={before.href} class="help-neighbour" rel="prev">
          <span>
            <Icon name="left" />
            {help.previous}
          </span>
          {before.title}
        </a>
      )}
      {after && (
        <a href={after.href} class="help-neighbour" rel="next">
          <span>
            {help.next}
            <Icon name="right" />
          </span>
          {after.title}
        </a>
      )}
    </nav>
  );
}
