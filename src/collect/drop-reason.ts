/**
 * Why a message was not counted, with the HTTP status that says so. The list is closed: a refusal
 * without a reason cannot be written. Bots, people who ask not to be counted and what a site
 * leaves out get the 202 of everybody else, so that nothing on their side behaves differently.
 */
const statusOfReason = {
  /** More is waiting to be stored than the server holds. */
  overloaded: 503,
  /** The database did not take the event, or not in time. */
  unavailable: 503,
  /** More messages of one address than are allowed. */
  rate_limited: 429,
  too_large: 413,
  /** No site has this key, or it was archived. */
  unknown_site: 404,
  /** A server's event without the secret key of the site. */
  unauthorized: 401,
  /** The browser asks not to be tracked, and the site respects that. */
  do_not_track: 202,
  bot: 202,
  /** From an address that the site does not count. */
  excluded_ip: 202,
  /** Of a page that the site does not count. */
  excluded_path: 202,
  /** Sent by a page of another site: its Origin is none of this site's hosts. */
  foreign_origin: 403,
  /** Speaks of a page of another site. */
  foreign_page: 403,
  /** Not what the tracker sends. */
  malformed: 400,
  /** The view began on a day whose salt is gone, so nobody can say whose it was. */
  too_old: 410,
  /** The database refuses the event itself, not its batch. */
  unstorable: 422,
} as const;

export type DropReason = keyof typeof statusOfReason;

/** Every reason, for what counts or explains them. */
export const dropReasons = Object.keys(statusOfReason) as readonly DropReason[];

/** The HTTP status that a refusal is answered with. */
export function statusOf(reason: DropReason): number {
  return statusOfReason[reason];
}
