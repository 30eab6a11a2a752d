import type { Site } from "#src/sites/site.ts";

// One site as lines of JSON, so that it can be read anywhere and by anybody:
//   {"format":"tracker-analytics-site","version":1,"exportedAt":…,"site":{…}}
//   {"figures":{…}}  a list of a day whose events are not kept any more, as in `daily_lists`
//   {"visits":{…}}   the visits of such a day, without their visitors' keys, as in `day_segments`
//   {"event":{…}}    an event with every column
//   {"end":{…}}      how many there were, and the SHA-256 of all lines before

export const formatName = "tracker-analytics-site";
/** The version that this program writes, and the only one that it reads. */
export const formatVersion = 1;

/** The longest line: the visits of a day, of which a busy site has a hundred thousand. Units: bytes. */
export const lineBytesMax = 128 * 2 ** 20;

/** No day of a file is before: nothing was counted then, and each month would be a table. */
export const firstDay = "2015-01-01";

/** What moves of a site's row: all that was set of it, its key, and no secret. */
export type MovedSite = Omit<
  Site,
  "id" | "secretHash" | "deletedAt" | "createdAt" | "archivedAt"
> & {
  createdAt: string;
  archivedAt: string | null;
};

/** The first line. */
export interface Header {
  format: string;
  version: number;
  exportedAt: string;
  site: MovedSite;
}

/** How many lines there are of each kind. */
export interface Counts {
  events: number;
  figures: number;
  visits: number;
}

/** The last line. */
export interface End extends Counts {
  /** Of all lines before, each with its line break. Shape: hexadecimal. */
  sha256: string;
}

/** The first line of a site, as it is just now. */
export function headerOf(site: Site, now: Date): Header {
  const { id: _, secretHash: __, deletedAt: ___, createdAt, archivedAt, ...settings } = site;
  return {
    ...{ format: formatName, version: formatVersion, exportedAt: now.toISOString() },
    site: {
      ...settings,
      createdAt: createdAt.toISOString(),
      archivedAt: archivedAt?.toISOString() ?? null,
    },
  };
}
