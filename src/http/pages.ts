import type { Elysia } from "elysia";
import { hasCsrfToken, isSameOrigin } from "#src/auth/csrf.ts";
import { principalOf } from "#src/auth/guard.ts";
import {
  type Context,
  type Deps,
  type Principal,
  publicRoute,
  type Route,
  type SignedInContext,
} from "#src/auth/route.ts";
import type { Database } from "#src/db/client.ts";
import { clientIp } from "#src/lib/client-ip.ts";
import { AppError, NotFoundError } from "#src/lib/errors.ts";
import { Form, readForm } from "#src/lib/form.ts";
import { type Locale, negotiateLocale, parseLocale } from "#src/lib/locale.ts";
import { redirectTo } from "#src/lib/respond.ts";
import { errorResponse, isRead } from "./errors.tsx";
import { withPageHeaders } from "./headers.ts";
import { isDatabaseUp } from "./health.ts";
import { isHttps, isKnownHost } from "./origin.ts";
import type { PageNotes } from "./request-log.ts";

/** The parts of Bun's server that a page needs. */
interface Socket {
  requestIP(request: Request): { address: string } | null;
  timeout(request: Request, seconds: number): void;
}

/** Mounts the table of pages: whatever a route says, its guard stands before it. */
export function mountPages(app: Elysia, routes: readonly Route[], mount: Mount): void {
  for (const route of routes)
    app.route(
      route.method,
      route.path,
      // Elysia has no params at all for a path without any.
      ({ request, params = {}, server }) =>
        answerPage({ route, request, params: params as Record<string, string>, server, ...mount }),
      { parse: "none" },
    );
}

/** What every page is answered with, and who is told that it was. */
interface Mount {
  deps: Deps;
  pages: PageNotes;
}

/** What answers where no door is: like any other page, in the language of who asks. */
const nowhere = publicRoute("GET", "/*", () => {
  throw new NotFoundError();
});

/** Answers for an address that nothing is mounted at; to what is no question, without a page. */
export async function answerNowhere(
  page: Omit<PageRequest, "route" | "params">,
): Promise<Response> {
  const { request, deps, pages } = page;
  if (isRead(request)) return await answerPage({ ...page, route: nowhere, params: {} });
  const startedAt = performance.now();
  const response = new Response(null, { status: 404 });
  // Whatever somebody calls the method, it is one more of these.
  pages.note({ request, method: "other", route: nowhere.path, startedAt, response });
  return withPageHeaders(response, isHttps(request, deps.config));
}

interface PageRequest extends Mount {
  route: Route;
  request: Request;
  params: Record<string, string>;
  server: Socket | null;
}

async function answerPage(page: PageRequest): Promise<Response> {
  const startedAt = performance.now();
  const response = await respondTo(page);
  const { method, path: route } = page.route;
  page.pages.note({ request: page.request, method, route, startedAt, response });
  return response;
}

async function respondTo(page: PageRequest): Promise<Response> {
  const { request, deps } = page;
  const https = isHttps(request, deps.config);
  let context: Context | null = null;
  try {
    const answer = async () => {
      context = await contextOf(page);
      return await passGuard(page.route, context);
    };
    return withPageHeaders(await whileDatabaseLives(answer(), deps.database), https);
  } catch (error) {
    return withPageHeaders(errorResponse(error, { request, context, deps }), https);
  }
}

/** After this long without an answer the database is asked whether it lives; that takes a second. */
const wonderMs = 3_000;

/**
 * Waits for a page: as long as it takes while the database lives, since a large question may take
 * its time, but not for a database that hangs.
 * Errors: `AppError` 503 after four seconds; whatever the page throws.
 */
async function whileDatabaseLives<T>(page: Promise<T>, database: Database): Promise<T> {
  let isThere = false;
  const done = page.finally(() => {
    isThere = true;
  });
  // Should it fail when nobody waits for it any more, that is no news.
  done.catch(() => {});
  for (;;) {
    const { promise: late, resolve } = Promise.withResolvers<void>();
    const timer = setTimeout(resolve, wonderMs);
    await Promise.race([done, late]).finally(() => clearTimeout(timer));
    if (isThere) return await done;
    if (!(await isDatabaseUp(database))) throw new AppError("unavailable", 503);
  }
}

async function contextOf(page: PageRequest): Promise<Context> {
  const { request, params, server, deps } = page;
  if (!isKnownHost(request, deps.config)) throw new AppError("unknown_host", 421);
  const principal = await principalOf(request, deps);
  const url = new URL(request.url);
  return {
    request,
    url,
    params,
    form: new Form(),
    ip: clientIp(request, server, deps.config.trustedProxies),
    locale: localeOf(page, url, principal),
    principal,
    keepOpen: () => server?.timeout(request, 0),
    deps,
  };
}

/**
 * The account's language, else the browser's. A public page is also read by who has neither and by
 * whom a link in the other language brings, so there `?lang=fr` wins.
 */
function localeOf({ request, route }: PageRequest, url: URL, principal: Principal | null): Locale {
  const asked = route.access === "public" ? parseLocale(url.searchParams.get("lang")) : null;
  const header = request.headers.get("accept-language");
  return asked ?? principal?.locale ?? negotiateLocale(header);
}

async function passGuard(route: Route, context: Context): Promise<Response> {
  const { principal, request, deps } = context;
  if (route.access !== "public") {
    if (!principal) return askToSignIn(context);
    if (principal.mustSetUpTotp && !route.isOpenBeforeTotp) return askToSetUpTotp(context);
  }
  if (route.access === "admin" && principal?.role !== "admin") throw new NotFoundError();
  const isOneClick = route.access === "public" && route.isOneClick;
  if (route.method !== "GET" && !isOneClick) {
    if (!isSameOrigin(request, deps.config.publicUrl)) throw new AppError("foreign_origin", 403);
    context.form = await readForm(request);
    if (principal && !hasCsrfToken(principal, context.form, request.headers))
      throw new AppError("stale_form", 403);
  }
  if (route.access === "public") return route.handle(context);
  return route.handle(context as SignedInContext);
}

/** A page leads to the door and back again; a fragment makes htmx load the door as a page. */
function askToSignIn({ request, url }: Context): Response {
  const back = request.headers.get("hx-current-url") ?? url.href;
  const here = back && URL.canParse(back) ? new URL(back) : url;
  const isWorthReturning = request.method === "GET" || isFragment(request);
  const door = isWorthReturning
    ? `/sign-in?next=${encodeURIComponent(here.pathname + here.search)}`
    : "/sign-in";
  return leadTo(door, request, 401);
}

/** Whoever still has to set up a second factor comes to nothing else. */
function askToSetUpTotp({ request }: Context): Response {
  return leadTo("/account/two-factor", request, 403);
}

function leadTo(door: string, request: Request, status: number): Response {
  if (isFragment(request)) return new Response(null, { status, headers: { "hx-redirect": door } });
  return redirectTo(door);
}

/** What Back and Forward ask for is not marked as a request of htmx's, but is one. */
function isFragment({ headers }: Request): boolean {
  return headers.has("hx-request") || headers.has("hx-history-restore-request");
}
