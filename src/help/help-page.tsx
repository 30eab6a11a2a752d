import type { Context } from "#src/auth/route.ts";
import { NotFoundError } from "#src/lib/errors.ts";

/** `GET /docs/{slug}`: one page of the help. */
export function showHelpPage(_context: Context): Response {
  throw new NotFoundError();
}
