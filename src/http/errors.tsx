import type { Context, Deps } from "#src/auth/route.ts";
import { shellOf } from "#src/auth/shell.ts";
import { isOutage } from "#src/collect/outage.ts";
import { AppError } from "#src/lib/errors.ts";
import { Form } from "#src/lib/form.ts";
import { negotiateLocale } from "#src/lib/locale.ts";
import { describeError } from "#src/lib/log.ts";
import { htmlResponse, safePath } from "#src/lib/respond.ts";
import { ErrorPage } from "#views/errors/error-page.tsx";

interface Failure {
  request: Request;
  /** The request as far as it was understood before it failed. */
  context: Context | null;
  deps: Deps;
}

/**
 * Turns whatever was thrown into what a person sees: the one place where that is decided. Nothing
 * of a bug's own message leaves the server.
 */
export function errorResponse(thrown: unknown, failure: Failure): Response {
  const error = asAppError(thrown, failure);
  const { request } = failure;
  const context = failure.context ?? bareContext(failure);
  if (!context) return new Response(null, { status: 400 });
  const { publicUrl } = failure.deps.config;
  const where = { canRepeat: isRead(request), back: pageBefore(context), publicUrl };
  const { code, status } = error;
  return htmlResponse(<ErrorPage {...{ shell: shellOf(context), code, status, where }} />, status);
}

/** Whether a request asks for a page and changes nothing. */
export function isRead({ method }: Request): boolean {
  return method === "GET" || method === "HEAD";
}

/** The page of this server that somebody came from, unless it is the one that they asked for. */
function pageBefore({ request, url, deps }: Context): string | null {
  const before = URL.parse(request.headers.get("referer") ?? "");
  const { publicUrl } = deps.config;
  const isOwn = before?.host === url.host || (publicUrl && before?.origin === publicUrl);
  if (!before || !isOwn) return null;
  const path = safePath(before.pathname + before.search);
  return request.method === "GET" && path === url.pathname + url.search ? null : path;
}

function asAppError(thrown: unknown, { deps }: Failure): AppError {
  if (thrown instanceof AppError) return thrown;
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
