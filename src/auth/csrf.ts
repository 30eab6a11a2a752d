import type { Form } from "#src/lib/form.ts";
import type { Principal } from "./route.ts";
import { isSameSecret } from "./token.ts";

// A request that changes something has to come from our own page twice over: by what the browser
// says of its origin, which a script cannot forge, and by the session's token in the form.

/**
 * Whether the browser says that a request comes from our own pages. Sec-Fetch-Site is believed
 * first; a browser without it sends Origin. A request with neither is refused.
 */
export function isSameOrigin(request: Request, publicUrl: string | null): boolean {
  const site = request.headers.get("sec-fetch-site");
  if (site !== null) return site === "same-origin";
  const origin = request.headers.get("origin");
  if (origin === null || !URL.canParse(origin)) return false;
  const own = [request.url, publicUrl].filter((url) => url !== null);
  return own.some((url) => new URL(url).host === new URL(origin).host);
}

/** Whether the form, or htmx's header, carries the session's own token. */
export function hasCsrfToken(principal: Principal, form: Form, headers: Headers): boolean {
  const given = form.text("_csrf") || headers.get("x-csrf-token") || "";
  return isSameSecret(given, principal.csrfToken);
}
