/** The pages of the help by their names in addresses, in groups and in the order in which to read them. */
export const helpContents = {
  start: ["quick-start", "troubleshooting", "app"],
  platforms: ["html", "wordpress", "webflow", "shopify", "next", "gtm", "spa", "other"],
  counting: [
    "automatic",
    "actions",
    "events",
    "server-events",
    "campaigns",
    "own-visits",
    "own-domain",
  ],
  reading: ["dashboard", "metrics", "reports"],
  managing: ["settings", "clients", "account"],
  privacy: ["privacy", "law"],
  server: ["server"],
} as const;

export type HelpGroup = keyof typeof helpContents;

export const helpGroups = Object.keys(helpContents) as HelpGroup[];

/** All of them in that order, which is also that of “previous” and “next”. */
export const helpSlugs: readonly string[] = Object.values(helpContents).flat();
