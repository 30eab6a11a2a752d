import type { Context } from "#src/auth/route.ts";
import { shellOf } from "#src/auth/shell.ts";
import { htmlResponse } from "#src/lib/respond.ts";
import { ContentsPage, type HitProps } from "#views/help/contents-page.tsx";
import { excerptOf } from "./excerpt.ts";
import { frameOf } from "./frame.ts";
import { helpPagesIn } from "./pages.ts";
import { fillText } from "./placeholders.ts";
import { queryOf, type Reader, readReader } from "./reader.ts";
import { searchHelp, wordsIn } from "./search.ts";

const searchMax = 100;

/** `GET /docs`: what the help holds, and where it has what `q` asks for. */
export async function showContents(context: Context): Promise<Response> {
  const reader = await readReader(context);
  const text = (context.url.searchParams.get("q") ?? "").slice(0, searchMax).trim();
  const hits = text ? hitsOf(context, reader, text) : null;
  const frame = frameOf(context, reader);
  return htmlResponse(<ContentsPage shell={shellOf(context)} {...{ frame, text, hits }} />);
}

function hitsOf({ locale }: Context, { kept, values }: Reader, text: string): HitProps[] {
  const words = wordsIn(text);
  return searchHelp(helpPagesIn(locale), text).map(({ page, section }) => ({
    href: `/docs/${page.slug}${queryOf(kept)}${section.id && `#${section.id}`}`,
    title: page.title,
    heading: section.id && section.heading,
    excerpt: excerptOf(fillText(section.text, values), words),
  }));
}
