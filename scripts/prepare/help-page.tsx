import { type ComponentChildren, Fragment, h } from "preact";
import { renderToString } from "preact-render-to-string";
import type { HelpPage, HelpSection } from "#src/help/pages.ts";
import { placeholders, sitePlaceholders } from "#src/help/placeholders.ts";
import { foldText } from "#src/lib/fold.ts";
import type { Locale } from "#src/lib/locale.ts";
import { CopyBox } from "#views/components/copy-box.tsx";
import { messagesFor } from "#views/messages/catalogue.ts";

/** A page of the help as it is written. */
export interface HelpSource {
  locale: Locale;
  slug: string;
  markdown: string;
}

/** A link from one page to another or to a part of it, by the text of its target. */
export interface HelpLink {
  target: string;
  slug: string;
  id: string;
}

/** What became of a page, and what is wrong with it in a sentence each. */
export interface RenderedPage {
  page: HelpPage;
  links: HelpLink[];
  problems: string[];
}

/** A piece of the tree that Bun's parser makes of Markdown. */
type Piece = string | Element;
interface Element {
  type: string;
  props: { children?: Piece[]; href?: string; start?: number; align?: string };
}

interface Draft {
  source: HelpSource;
  sections: HelpSection[];
  links: HelpLink[];
  problems: string[];
}

/** What is shown as it is written. */
const plain = new Set(
  "p ul ol li thead tbody tr th td em strong del code blockquote hr br".split(" "),
);
/** What ends a word for the search. */
const blocks = new Set("p li td th pre br h4".split(" "));

/** Makes HTML of a page of the help, and plain text for the search. */
export function renderHelpPage(source: HelpSource): RenderedPage {
  const [first, second, ...rest] = parse(source.markdown);
  const draft: Draft = { source, sections: [], links: [], problems: unknownNames(source) };
  const title = isA(first, "h1") ? textOf(first).trim() : "";
  if (!title || /\{\{/.test(title)) draft.problems.push("begins with no plain title");
  if (!isA(second, "p")) draft.problems.push("has no paragraph below its title that sums it up");
  const summary = textIn(second === undefined ? [] : [second], source.locale);
  draft.sections.push({ id: "", heading: title, level: 1, text: summary });
  const body = (second === undefined ? rest : [second, ...rest]).map((piece) => {
    const node = render(piece, draft);
    const section = draft.sections.at(-1);
    if (section && piece !== second && !isA(piece, "h2") && !isA(piece, "h3"))
      section.text = `${section.text} ${textIn([piece], source.locale)}`.trim();
    return node;
  });
  const isOfSite = sitePlaceholders.some((name) => source.markdown.includes(`{{${name}}}`));
  const html = renderToString(h(Fragment, null, body));
  const page = { slug: source.slug, title, summary, html, sections: draft.sections, isOfSite };
  return { page, links: draft.links, problems: draft.problems };
}

function parse(markdown: string): Piece[] {
  // A tag in prose, such as </head>, is what the page tells of.
  const options = { noHtmlBlocks: true, noHtmlSpans: true, noIndentedCodeBlocks: true };
  const tree = Bun.markdown.react(markdown.normalize("NFC"), {}, options) as unknown as Element;
  return tree.props.children ?? [];
}

function isA(piece: Piece | undefined, type: string): piece is Element {
  return typeof piece === "object" && piece.type === type;
}

function unknownNames({ locale, markdown }: HelpSource): string[] {
  const { definitions } = messagesFor(locale);
  const known = new Set<string>(placeholders);
  for (const name of Object.keys(definitions)) known.add(`definition.${name}`);
  const names = [...markdown.matchAll(/\{\{([a-z.-]+)\}\}/g)].map(([, name = ""]) => name);
  return names
    .filter((name) => !known.has(name))
    .map((name) => `holds {{${name}}}, which nothing fills in`);
}

function render(piece: Piece, draft: Draft): ComponentChildren {
  const { locale } = draft.source;
  if (typeof piece === "string") return define(piece, locale);
  const { type, props } = piece;
  switch (type) {
    case "h2":
    case "h3":
      return <Heading type={type} {...noteSection(piece, draft)} locale={locale} />;
    case "pre":
      return <CopyBox locale={locale} label={messagesFor(locale).help.code} text={codeOf(piece)} />;
    case "a":
      return <a href={addressOf(props.href ?? "", draft)}>{renderAll(piece, draft)}</a>;
    case "table":
      return (
        <ScrolledTable label={draft.sections.at(-1)?.heading}>
          {renderAll(piece, draft)}
        </ScrolledTable>
      );
    default:
      if (!plain.has(type)) draft.problems.push(`holds a <${type}>, which has no look`);
      return h(type, attributesOf(props), renderAll(piece, draft));
  }
}

function renderAll({ props }: Element, draft: Draft): ComponentChildren {
  return joined(props.children).map((piece) => render(piece, draft));
}

function attributesOf({ start, align }: Element["props"]): Record<string, unknown> {
  return {
    ...(start !== undefined && start !== 1 && { start }),
    ...(align === "right" && { class: "number" }),
  };
}

/** It scrolls within itself where it is too wide, also by the keyboard, which has to reach it. */
function ScrolledTable({
  label,
  children,
}: {
  label: string | undefined;
  children: ComponentChildren;
}) {
  const region = { class: "table-card help-table", "aria-label": label, tabIndex: 0 };
  return h("section", region, <table class="table">{children}</table>);
}

interface HeadingProps {
  type: "h2" | "h3";
  id: string;
  heading: string;
  locale: Locale;
}

function Heading({ type, id, heading, locale }: HeadingProps) {
  const label = messagesFor(locale).help.linkTo({ heading });
  return h(type, { id, class: "help-heading" }, [
    `${heading} `,
    <a key={id} class="help-anchor" href={`#${id}`} aria-label={label}>
      #
    </a>,
  ]);
}

/** A second heading of the same words is told apart by a number. */
function noteSection(piece: Element, { source, sections, problems }: Draft) {
  const heading = textIn([piece], source.locale);
  if (/\{\{/.test(heading)) problems.push(`has a heading that is no plain text: ${heading}`);
  const slug = slugOf(heading);
  const before = sections.filter(({ id }) => id.replace(/-\d+$/, "") === slug).length;
  const id = before === 0 ? slug : `${slug}-${before + 1}`;
  sections.push({ id, heading, level: Number(piece.type.slice(1)), text: "" });
  return { id, heading };
}

/** The name of a heading in an address: `Qu’est-ce qu’un visiteur ?` is `qu-est-ce-qu-un-visiteur`. */
function slugOf(heading: string): string {
  return foldText(heading)
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-|-$/g, "");
}

/** Where a link leads; one within the help takes along what the reader's own address says. */
function addressOf(href: string, { source, links, problems }: Draft): string {
  if (/^(https?:\/\/|mailto:|tel:|\{\{|\/(?!docs))/.test(href)) return href;
  const [isRead, slug = source.slug, id = ""] =
    /^(?:([a-z-]+)\.md)?(?:#([a-z0-9-]+))?$/.exec(href) ?? [];
  if (!isRead) {
    problems.push(`has a link to ${href || "nowhere"}, which is no address`);
    return href;
  }
  links.push({ target: href, slug, id });
  const hash = id && `#${id}`;
  return href.startsWith("#") ? hash : `/docs/${slug}{{query}}${hash}`;
}

function codeOf({ props }: Element): string {
  return (props.children ?? []).join("").replace(/\n$/, "");
}

/** What the dashboard says behind a label, where the page wants it. */
function define(text: string, locale: Locale): string {
  const definitions: Record<string, { text: string }> = messagesFor(locale).definitions;
  return text.replace(/\{\{definition\.([a-z-]+)\}\}/g, (whole, name: string) =>
    Object.hasOwn(definitions, name) ? (definitions[name]?.text ?? whole) : whole,
  );
}

function textIn(pieces: readonly Piece[], locale: Locale): string {
  return define(pieces.map(textOf).join(" "), locale)
    .replace(/ ?\n ?| {2,}/g, " ")
    .trim();
}

function textOf(piece: Piece): string {
  if (typeof piece === "string") return piece;
  const text = (piece.props.children ?? []).map(textOf).join("");
  return blocks.has(piece.type) ? `${text} ` : text;
}

/** The parser cuts a text at every sign that might have meant something. */
function joined(pieces: readonly Piece[] = []): Piece[] {
  const whole: Piece[] = [];
  for (const piece of pieces) {
    const last = whole.at(-1);
    if (typeof piece === "string" && typeof last === "string")
      whole[whole.length - 1] = last + piece;
    else whole.push(piece);
  }
  return whole;
}
