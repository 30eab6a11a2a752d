/** What the collector says of itself, since the server started. */
export interface CollectStats {
  /** Messages that were acknowledged because they are stored. */
  accepted: number;
  /** Messages that were refused, by reason. */
  dropped: Record<string, number>;
  /** Messages that wait for their commit right now. */
  waiting: number;
  /** Events go to the spool, because the database does not take them. */
  isDatabaseAway: boolean;
  /** Units: bytes; `broken` counts records. */
  spool: { bytes: number; maxBytes: number; broken: number };
  /** The geo database: what it calls itself, and when it was made. */
  places: { name: string; builtAt: Date };
}
