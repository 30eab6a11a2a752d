/** What every event says of its visitor: where from, and with what. Each is a column of `events`. */
export const originDimensions = [
  "source",
  "referrer",
  "channel",
  "utm_source",
  "utm_medium",
  "utm_campaign",
  "utm_term",
  "utm_content",
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
] as const;

/** What a visit can be told apart by; each is a column of `visits`. */
export const visitDimensions = [
  "entry_path",
  "exit_path",
  "hostname",
  ...originDimensions,
] as const;

/** A column of `visits` by which visits are told apart. */
export type VisitDimension = (typeof visitDimensions)[number];

/** What people did besides looking: the kind of act, its name, and where a link led. */
export const actionDimensions = ["kind", "event", "target"] as const;

/** Everything that a breakdown can be asked for. `path` is any page that was seen in a visit. */
const dimensions = ["path", ...visitDimensions, ...actionDimensions] as const;

/** One of the closed list of breakdowns. */
export type Dimension = (typeof dimensions)[number];

/**
 * What `daily` holds rows of: besides the breakdowns the whole day (`total`, with the value '') and
 * its hours (`hour`, with values such as `14+02:00`: see `hoursOf`).
 */
export const dailyDimensions = ["total", "hour", ...dimensions] as const;

/** Whether a text, such as one from a URL, names a breakdown. */
export function isDimension(text: string): text is Dimension {
  return (dimensions as readonly string[]).includes(text);
}

/** What has no row for "none": most visits have no campaign, no region is known of most. */
export const unlessGiven: readonly string[] = [
  "utm_source",
  "utm_medium",
  "utm_campaign",
  "utm_term",
  "utm_content",
  "region",
  "city",
  "browser_version",
  "os_version",
];
