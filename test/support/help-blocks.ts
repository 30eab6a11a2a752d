import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import type { Locale } from "#src/lib/locale.ts";
import { helpSlugs } from "#views/help/contents.ts";
import type { Person } from "./app.ts";

/** A box of code in a page of the help. */
export interface HelpBlock {
  locale: Locale;
  slug: string;
  /** Which of the page it is, from 0. */
  at: number;
  /** What its page says that it is: `html`, `sh`, … */
  kind: string;
  /** As it is written, with its placeholders. */
  source: string;
  /** Where it stands: `en/html.md:17`. */
  place: string;
}

const root = resolve(import.meta.dir, "../..");

/** Every box of code of the help in a language, in the order of its pages. */
export function readHelpBlocks(locale: Locale): HelpBlock[] {
  return helpSlugs.flatMap((slug) => {
    const name = `${locale}/${slug}.md`;
    const markdown = readFileSync(join(root, "docs/help", name), "utf8");
    return [...markdown.matchAll(/^```(.*)\n([\s\S]*?)^```$/gm)].map((box, at) => {
      const [, kind = "", text = ""] = box;
      const line = markdown.slice(0, box.index).split("\n").length;
      const source = text.replace(/\n$/, "");
      return { locale, slug, at, kind, source, place: `${name}:${line}` };
    });
  });
}

/** Every box of code of a page as a reader of the site sees it. */
export async function readRenderedBlocks(
  person: Person,
  { locale, slug }: Pick<HelpBlock, "locale" | "slug">,
  domain: string,
): Promise<string[]> {
  const response = await person.get(`/docs/${slug}?lang=${locale}&site=${domain}`);
  const page = await response.text();
  const boxes = page.matchAll(/<pre><code x-ref="text">([\s\S]*?)<\/code><\/pre>/g);
  return [...boxes].map(([, text = ""]) => unescapeHtml(text));
}

function unescapeHtml(text: string): string {
  const signs: Record<string, string> = { lt: "<", gt: ">", quot: '"', "#39": "'", "#x27": "'" };
  return text
    .replace(/&(lt|gt|quot|#39|#x27);/g, (_, name: string) => signs[name] ?? "")
    .replaceAll("&amp;", "&");
}
