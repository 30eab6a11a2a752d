import type { Locale } from "#src/lib/locale.ts";
import { Page } from "#views/layouts/page.tsx";
import type { Shell } from "#views/layouts/shell.ts";
import { messagesFor } from "#views/messages/catalogue.ts";
import type { HelpFrame } from "./frame.ts";
import { OtherLanguage } from "./other-language.tsx";
import { SearchForm } from "./search-form.tsx";

/** A section of a page that a search has found. */
export interface HitProps {
  href: string;
  title: string;
  /** Empty for the beginning of a page. */
  heading: string;
  excerpt: { text: string; isHit: boolean }[];
}

interface ContentsPageProps {
  shell: Shell;
  frame: HelpFrame;
  /** What is searched for. */
  text: string;
  /** Null when nothing is. */
  hits: readonly HitProps[] | null;
}

/** What the help holds, by groups, and what a search of it finds. */
export function ContentsPage({ shell, frame, text, hits }: ContentsPageProps) {
  const { locale } = shell;
  const { help } = messagesFor(locale);
  return (
    <Page shell={shell} title={text ? `${text} · ${help.title}` : help.title}>
      <div class="help-head">
        <h1>{help.title}</h1>
        <p class="muted">{help.about}</p>
        <SearchForm locale={locale} frame={frame} text={text} />
      </div>
      <div id="help-found">
        {hits && <Hits locale={locale} text={text} hits={hits} />}
        {!hits?.length && <Groups locale={locale} frame={frame} />}
        <OtherLanguage locale={locale} frame={frame} />
      </div>
    </Page>
  );
}

function Hits({ locale, text, hits }: { locale: Locale; text: string; hits: readonly HitProps[] }) {
  const { help } = messagesFor(locale);
  return (
    <>
      <p class="help-count" role="status">
        {hits.length > 0 ? help.found({ count: hits.length }) : help.nothingFound({ text })}
      </p>
      {hits.length > 0 && (
        <ol class="help-hits">
          {hits.map((hit) => (
            <li key={hit.href} class="card">
              <a class="help-link" href={hit.href}>
                {hit.heading ? `${hit.title} › ${hit.heading}` : hit.title}
              </a>
              <p class="help-excerpt">
                {hit.excerpt.map((mark, place) =>
                  mark.isHit ? <mark key={place}>{mark.text}</mark> : mark.text,
                )}
              </p>
            </li>
          ))}
        </ol>
      )}
    </>
  );
}

function Groups({ locale, frame }: { locale: Locale; frame: HelpFrame }) {
  const { help } = messagesFor(locale);
  return (
    <div class="help-groups">
      {frame.groups.map(({ group, pages }) => (
        <section key={group} class="card help-group" aria-labelledby={`group-${group}`}>
          <h2 id={`group-${group}`}>{help.groups[group]}</h2>
          <ul>
            {pages.map(({ slug, href, title, summary }) => (
              <li key={slug}>
                <a class="help-link" href={href}>
                  {title}
                </a>
                <p class="help-summary">{summary}</p>
              </li>
            ))}
          </ul>
        </section>
      ))}
    </div>
  );
}
