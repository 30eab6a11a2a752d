import type { ComponentChildren } from "preact";
import type { Locale } from "#src/lib/locale.ts";
import { messagesFor } from "#views/messages/catalogue.ts";
import type { HelpFrame } from "./frame.ts";

/** A heading of a page. */
export interface HelpHeading {
  id: string;
  heading: string;
  level: number;
}

interface HelpContentsProps {
  locale: Locale;
  frame: HelpFrame;
  /** The page that one is on. */
  slug: string;
}

/** All pages of the help. */
export function HelpContents({ locale, frame, slug }: HelpContentsProps) {
  const { help } = messagesFor(locale);
  return (
    <Aside title={help.contents} place="contents">
      <a class="help-part help-to" href={frame.href}>
        {help.allAndSearch}
      </a>
      {frame.groups.map(({ group, pages }) => (
        <div key={group} class="help-part">
          <p class="help-group-name">{help.groups[group]}</p>
          <ul class="help-list">
            {pages.map((page) => (
              <li key={page.slug}>
                <a
                  class="help-to"
                  href={page.href}
                  aria-current={page.slug === slug ? "page" : undefined}
                >
                  {page.title}
                </a>
              </li>
            ))}
          </ul>
        </div>
      ))}
    </Aside>
  );
}

/** The headings of the page that one is on. */
export function HelpHeadings(props: { locale: Locale; headings: readonly HelpHeading[] }) {
  const { help } = messagesFor(props.locale);
  if (props.headings.length < 2) return null;
  return (
    <Aside title={help.onThisPage} place="headings">
      <ul class="help-list">
        {props.headings.map(({ id, heading, level }) => (
          <li key={id}>
            <a class="help-to" href={`#${id}`} data-level={level}>
              {heading}
            </a>
          </li>
        ))}
      </ul>
    </Aside>
  );
}

interface AsideProps {
  title: string;
  place: "contents" | "headings";
  children: ComponentChildren;
}

/** Beside the page where there is room for it; on a phone above it, folded. */
function Aside({ title, place, children }: AsideProps) {
  return (
    <>
      <nav class="help-aside" data-place={place} aria-label={title}>
        {place === "headings" && <p class="help-group-name">{title}</p>}
        {children}
      </nav>
      <details class="help-fold" data-place={place}>
        <summary>{title}</summary>
        <nav aria-label={title}>{children}</nav>
      </details>
    </>
  );
}
