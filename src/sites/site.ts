import type { sites } from "#src/db/schema/tables.ts";

/** A web site whose visits are counted. */
export type Site = typeof sites.$inferSelect;

/** What a person sets of a site. */
export type SiteFields = Pick<
  Site,
  | "name"
  | "domain"
  | "hostnames"
  | "timeZone"
  | "hashMode"
  | "respectDnt"
  | "countTestTraffic"
  | "countLinks"
  | "countForms"
  | "excludedIps"
  | "excludedPaths"
>;
