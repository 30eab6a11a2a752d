import { pagePolicy } from "#src/lib/page-policy.ts";

/** Headers of every page, fragment and error; source: OWASP secure headers, and our own CSP. */
const pageHeaders = {
  "content-security-policy": pagePolicy,
  "x-content-type-options": "nosniff",
  "x-frame-options": "DENY",
  "referrer-policy": "same-origin",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
  "permissions-policy": "camera=(), geolocation=(), microphone=()",
} as const;

/** Puts the headers of a page on a response; one that a handler has set stays. */
export function withPageHeaders(response: Response, isHttps: boolean): Response {
  const { headers } = response;
  for (const [name, value] of Object.entries(pageHeaders))
    if (!headers.has(name)) headers.set(name, value);
  if (!headers.has("cache-control")) headers.set("cache-control", "no-store");
  headers.append("vary", "HX-Request, HX-Request-Type, Cookie, Accept-Language");
  if (isHttps) headers.set("strict-transport-security", "max-age=31536000");
  return response;
}
