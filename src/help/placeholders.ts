/** What stands in a page for something of the reader's own site: in texts, in code, in links. */
export const sitePlaceholders = [
  "snippet",
  "pixel",
  "key",
  "domain",
  "dashboard",
  "settings",
  "install",
  "privacy",
] as const;

/** All of them; those of this server are known also to who has no site. */
export const placeholders = [...sitePlaceholders, "policy", "origin", "host"] as const;

/** What is filled in; `query` is what a link to another page of the help takes along. */
export type Values = Readonly<Record<(typeof placeholders)[number] | "query", string>>;

/** Fills in a plain text. */
export function fillText(text: string, values: Values): string {
  return fill(text, values, (value) => value);
}

/** Fills in HTML: between its tags and in the values of its attributes. */
export function fillHtml(html: string, values: Values): string {
  return fill(html, values, Bun.escapeHTML);
}

function fill(text: string, values: Values, write: (value: string) => string): string {
  // What has spaces or capitals, such as GTM's {{Page URL}}, is the text of a page.
  return text.replace(/\{\{([a-z]+)\}\}/g, (whole, name: string) =>
    Object.hasOwn(values, name) ? write(values[name as keyof Values]) : whole,
  );
}
