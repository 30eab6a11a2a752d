import type { Context, Deps } from "#src/auth/route.ts";
import { shellOf } from "#src/auth/shell.ts";
import { isOutage } from "#src/collect/outage.ts";
import { AppError, NotFoundError } from "#src/lib/errors.ts";
import { Form } from "#src/lib/form.ts";
import { negotiateLocale } from "#src/lib/locale.ts";
import { describeError } from "#src/lib/log.ts";
import { htmlResponse } from "#src/lib/respond.ts";
import { ErrorPage } from "#views/errors/error-page.tsx";

interface Failure {
  request: Request;
  /** The request as far as it was understood before it failed. */
  context: Context | null;
  deps: Deps;
  /** No route matched at all. */
  missing?: boolean;
}

/**
 * Turns whatever was thrown into what a person sees: the one place where that is decided. Nothing
 * of a bug's own message leaves the server.
 */
export function errorResponse(thrown: unknown, failure: Failure): Response {
  const error = asAppError(thrown, failure);
  const { request } = failure;
  if (request.method !== "GET" && request.method !== "HEAD" && failure.missing)
    return new Response(null, { status: error.status });
  const context = failure.context ?? bareContext(failure);
  if (!context) return new Response(null, { status: 400 });
  return htmlResponse(
    <ErrorPage shell={shellOf(context)} code={error.code} status={error.status} />,
    error.status,
  );
}

function asAppError(thrown: unknown, { missing, deps }: Failure): AppError {
  if (thrown instanceof AppError) return thrown;
  if (missing) return new NotFoundError();
  if (isOutage(thrown)) {
    deps.log("warn", "a page was refused: the database does not answer");
    return new AppError("unavailable", 503);
  }
  deps.log("error", "a page failed", { why: describeError(thrown) });
  return new AppError("internal", 500);
}

function bareContext({ request, deps }: Failure): Context | null {
  // A malformed Host leaves a bare path, of which no page can be made.
  if (!URL.canParse(request.url)) return null;
  return {
    request,
    url: new URL(request.url),
    params: {},
    form: new Form(),
    ip: "",
    locale: negotiateLocale(request.headers.get("accept-language")),
    principal: null,
    keepOpen: () => {},
    deps,
  };
}
