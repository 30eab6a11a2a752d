import type { Context } from "#src/auth/route.ts";
import { shellOf } from "#src/auth/shell.ts";
import { NotFoundError } from "#src/lib/errors.ts";
import { htmlResponse } from "#src/lib/respond.ts";
import type { HelpNote } from "#views/help/example-note.tsx";
import { HelpPageView } from "#views/help/help-page.tsx";
import { frameOf } from "./frame.ts";
import { helpPagesIn } from "./pages.ts";
import { fillHtml } from "./placeholders.ts";
import { type Reader, readReader } from "./reader.ts";

/**
 * `GET /docs/{slug}`: one page of the help, with the reader's own site filled in.
 * Errors: `NotFoundError`.
 */
export async function showHelpPage(context: Context): Promise<Response> {
  const page = helpPagesIn(context.locale).find(({ slug }) => slug === context.params.slug);
  if (!page) throw new NotFoundError();
  const reader = await readReader(context);
  const { title, sections, isOfSite } = page;
  const props = {
    frame: frameOf(context, reader),
    slug: page.slug,
    title,
    html: fillHtml(page.html, reader.values),
    headings: sections.slice(1).map(({ id, heading, level }) => ({ id, heading, level })),
    sites: isOfSite ? choicesOf(reader) : [],
    note: isOfSite ? noteFor(context, reader) : null,
  };
  return htmlResponse(<HelpPageView shell={shellOf(context)} {...props} />);
}

function choicesOf({ sites, site }: Reader) {
  return sites.map(({ domain, name }) => ({ domain, name, isShown: domain === site?.domain }));
}

/** Why the values on a page are not the reader's. */
function noteFor({ principal }: Context, { site }: Reader): HelpNote | null {
  if (site) return null;
  return principal ? "noSite" : "stranger";
}
