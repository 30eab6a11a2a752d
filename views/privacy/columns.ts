/** The columns of a stored view, in the groups and the order in which they are explained. */
export const columnGroups = {
  visit: ["site_id", "day", "visitor", "id", "ts", "last_seen_at", "seq"],
  page: ["kind", "hostname", "path", "engaged_ms", "scroll"],
  origin: [
    "referrer",
    "source",
    "channel",
    "utm_source",
    "utm_medium",
    "utm_campaign",
    "utm_term",
    "utm_content",
  ],
  machine: [
    "country",
    "region",
    "city",
    "device",
    "browser",
    "browser_version",
    "os",
    "os_version",
    "language",
    "screen",
  ],
  action: ["name", "target", "props"],
} as const;

export type ColumnGroup = keyof typeof columnGroups;
export type Column = (typeof columnGroups)[ColumnGroup][number];

export const groupNames = Object.keys(columnGroups) as ColumnGroup[];
