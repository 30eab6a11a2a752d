import type { Context } from "#src/auth/route.ts";
import { shellOf } from "#src/auth/shell.ts";
import { htmlResponse } from "#src/lib/respond.ts";
import { ContentsPage } from "#views/help/contents-page.tsx";

/** `GET /docs`: what the help holds. */
export function showContents(context: Context): Response {
  return htmlResponse(<ContentsPage shell={shellOf(context)} />);
}
