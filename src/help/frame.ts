import type { Context } from "#src/auth/route.ts";
import { helpContents, helpGroups } from "#views/help/contents.ts";
import type { HelpFrame } from "#views/help/frame.ts";
import { helpPagesIn } from "./pages.ts";
import { fillText } from "./placeholders.ts";
import { queryOf, type Reader } from "./reader.ts";

/** What every page of the help shows around its own: the contents, and the same in the other language. */
export function frameOf(context: Context, { kept, values }: Reader): HelpFrame {
  const { locale, url } = context;
  const pages = helpPagesIn(locale);
  const lang = locale === "en" ? "fr" : "en";
  const q = url.searchParams.get("q");
  const groups = helpGroups.map((group) => ({
    group,
    pages: helpContents[group].flatMap((slug) => {
      const page = pages.find((one) => one.slug === slug);
      if (!page) return [];
      const href = `/docs/${slug}${queryOf(kept)}`;
      return [{ slug, href, title: page.title, summary: fillText(page.summary, values) }];
    }),
  }));
  return {
    groups: groups.filter((group) => group.pages.length > 0),
    kept,
    href: `/docs${queryOf(kept)}`,
    other: { lang, href: url.pathname + queryOf({ ...kept, lang, ...(q && { q }) }) },
  };
}
