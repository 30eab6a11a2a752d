import type { PeriodKind } from "./schedule.ts";
import type { Directory, Reader, ReportedSite } from "./store.ts";

/** Somebody who is sent reports, each address once, and of which sites. */
export interface Recipient {
  address: string;
  /** Null for an address that nobody signs in with. */
  userId: number | null;
  /** By name. */
  sites: ReportedSite[];
  /** Since when there is somebody to send to; null for an address, which is as old as its sites. */
  since: Date | null;
}

const preferences = { week: "weeklyMail", month: "monthlyMail" } as const;

/**
 * To whom reports of such periods go. Users are sent the sites that they see, admins all; addresses of
 * a site that nobody signs in with are sent that site. Who is both gets one mail of all, and what
 * they have set about themselves holds; an address has no account to set it in, and refuses by link.
 */
export function recipientsOf(kind: PeriodKind, directory: Directory): Recipient[] {
  const { readers, sites, refused } = directory;
  const byAddress = new Map(readers.map((reader) => [reader.email, reader]));
  const others = new Set(sites.flatMap(({ reportEmails }) => reportEmails));
  const fromUsers = readers
    .filter((reader) => !reader.isDisabled && reader[preferences[kind]])
    .map((reader) => ({
      address: reader.email,
      userId: reader.isActive ? reader.id : null,
      sites: sitesOf(reader, directory),
      since: reader.createdAt,
    }));
  const fromSites = [...others]
    .filter((address) => !byAddress.has(address) && !refused.has(address))
    .map((address) => ({
      address,
      userId: null,
      sites: sites.filter(({ reportEmails }) => reportEmails.includes(address)),
      since: null,
    }));
  return [...fromUsers, ...fromSites].filter((recipient) => recipient.sites.length > 0);
}

/** What a user sees once they can, and what was to be sent to their address anyway. */
function sitesOf(reader: Reader, { sites, sitesOf: given }: Directory): ReportedSite[] {
  const own = new Set(given.get(reader.id));
  const isOwn = ({ id }: ReportedSite) =>
    reader.isActive && (reader.role === "admin" || own.has(id));
  return sites.filter((site) => isOwn(site) || site.reportEmails.includes(reader.email));
}
