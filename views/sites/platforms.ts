/** What a site can be made with, in the order of the tabs. */
export const platforms = [
  "html",
  "wordpress",
  "webflow",
  "shopify",
  "next",
  "gtm",
  "spa",
  "other",
] as const;
export type Platform = (typeof platforms)[number];
