// ApexCharts 4.7.0 writes two style elements; their text never changes, so their hashes are allowed
// and nothing else is. test/journeys guards both.
const chartStyles = [
  "'sha256-TBymqJXQvXKxe+z+3ydUYBErlkFFu110c5FjiVB8p+M='",
  "'sha256-aSysLrDECVdJ6L+jLf8CC5QKLmwRuk/OZiZk9mYky8A='",
];

const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  `style-src 'self' ${chartStyles.join(" ")}`,
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'self'",
  "manifest-src 'self'",
  "worker-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join("; ");

/** Headers of every page, fragment and error; source: OWASP secure headers, and our own CSP. */
const pageHeaders = {
  "content-security-policy": contentSecurityPolicy,
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
