import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { HelpPage } from "#src/help/pages.ts";
import type { Locale } from "#src/lib/locale.ts";
import { helpSlugs } from "#views/help/contents.ts";
import { type HelpSource, type RenderedPage, renderHelpPage } from "./help-page.tsx";
import { BuildError, root } from "./target.ts";

const locales: readonly Locale[] = ["en", "fr"];

/**
 * Writes the pages of the help, a file a language, into `outDir`.
 * Errors: `BuildError` with a sentence for each thing that is wrong with them.
 */
export function buildHelp(outDir: string): void {
  const { pages, problems } = renderHelp(locales.flatMap(readSources), helpSlugs);
  if (problems.length > 0) throw new BuildError(problems.join("\n"));
  for (const locale of locales)
    writeFileSync(join(outDir, `${locale}.json`), JSON.stringify(pages[locale]));
}

function readSources(locale: Locale): HelpSource[] {
  const folder = join(root, "docs/help", locale);
  return readdirSync(folder)
    .filter((name) => name.endsWith(".md"))
    .map((name) => ({
      locale,
      slug: name.replace(/\.md$/, ""),
      markdown: readFileSync(join(folder, name), "utf8"),
    }));
}

/**
 * Makes the pages of what is written, each language in the order of the contents, and says in a
 * sentence each what is wrong. Shape: `slugs` are those of the contents.
 */
export function renderHelp(sources: readonly HelpSource[], slugs: readonly string[]) {
  const problems: string[] = [];
  const pages = {} as Record<Locale, HelpPage[]>;
  for (const locale of locales) {
    const own = sources.filter((source) => source.locale === locale).map(renderHelpPage);
    const bySlug = new Map(own.map((rendered) => [rendered.page.slug, rendered]));
    pages[locale] = slugs.flatMap((slug) => bySlug.get(slug)?.page ?? []);
    for (const slug of new Set([...slugs, ...bySlug.keys()])) {
      const page = bySlug.get(slug);
      const found = page ? problemsOf(page, bySlug) : ["is in the contents and is not written"];
      if (!slugs.includes(slug)) found.push("is in no group of the contents");
      for (const problem of found) problems.push(`docs/help/${locale}/${slug}.md ${problem}.`);
    }
  }
  return { pages, problems };
}

function problemsOf(
  { links, problems }: RenderedPage,
  bySlug: ReadonlyMap<string, RenderedPage>,
): string[] {
  const lost = links.flatMap(({ target, slug, id }) => {
    const ids = bySlug.get(slug)?.page.sections.map((section) => section.id);
    if (!ids) return [`has a link to ${target}, which is no page`];
    if (ids.includes(id)) return [];
    return [`has a link to ${target}, where there is only ${ids.slice(1).join(", ") || "a title"}`];
  });
  return [...problems, ...lost];
}
