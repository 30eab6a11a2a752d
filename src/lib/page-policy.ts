// ApexCharts 4.7.0 writes two style elements; their text never changes, so their hashes are allowed
// and nothing else is. test/journeys guards both.
const chartStyles = [
  "'sha256-TBymqJXQvXKxe+z+3ydUYBErlkFFu110c5FjiVB8p+M='",
  "'sha256-aSysLrDECVdJ6L+jLf8CC5QKLmwRuk/OZiZk9mYky8A='",
];

/** What a page may load and where its forms lead: nothing that is not our own. */
export const pagePolicy: string = [
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

/** The same of a page that shows a document of this server in a frame. */
export const framingPolicy = `${pagePolicy}; frame-src 'self'`;

/** Headers of a document whose styles are its own, such as a mail: it does nothing, in a frame of ours. */
export const framedHeaders = {
  "content-security-policy": [
    "default-src 'none'",
    "style-src 'unsafe-inline'",
    "img-src 'none'",
    "form-action 'none'",
    "base-uri 'none'",
    "frame-ancestors 'self'",
    "sandbox",
  ].join("; "),
  "x-frame-options": "SAMEORIGIN",
} as const;
