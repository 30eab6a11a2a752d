import type { Progress } from "#src/cli/progress.ts";
import type { Sql } from "#src/db/client.ts";
import { ensurePartitionsBetween } from "#src/db/partitions.ts";
import { inTransaction, type Transaction } from "#src/db/transaction.ts";
import { breathe } from "#src/lib/breathe.ts";
import { StartupError } from "#src/lib/errors.ts";
import type { Counts } from "./format.ts";
import {
  insertEvents,
  insertList,
  insertSite,
  insertTask,
  insertVisits,
  isDomainTaken,
  type MadeSite,
} from "./import-store.ts";
import type { MovedEvent } from "./parse-event.ts";
import type { ParsedSite } from "./parse-site.ts";
import { type MovedRecord, readRecords } from "./read-records.ts";
import { type CheckRoom, estimateImport } from "./room.ts";

/** A file that was read from its first to its last line. */
export interface CheckedExport {
  site: ParsedSite;
  counts: Counts;
  /** The first day of each month that has events. */
  months: Set<string>;
}

interface Input {
  path: string;
  now: Date;
  onProgress: Progress;
}

/** Reads all of a file before anything is stored. Errors: as `readRecords`. */
export async function checkExport(input: Input): Promise<CheckedExport> {
  const counts: Counts = { events: 0, figures: 0, visits: 0 };
  const months = new Set<string>();
  let site: ParsedSite | null = null;
  for await (const record of readRecords(input)) {
    await breathe();
    if (record.kind === "site") site = record.site;
    else if (record.kind !== "end") counts[record.kind] += 1;
    if (record.kind === "events") months.add(`${record.event.day.slice(0, 7)}-01`);
  }
  if (!site) throw new StartupError(`${input.path} is empty.`);
  return { site, counts, months };
}

/** Events that are stored at once. */
const portionMax = 1_000;

interface Storing extends Input {
  checked: CheckedExport;
  domain: string;
  checkRoom: CheckRoom;
}

/**
 * Stores a site of a file that was checked, in one transaction: whoever is killed has done nothing.
 * What is left to do is a task of the site's, which is archived until that is done.
 * Errors: `StartupError`, one sentence, when the domain is taken, a line is there twice, or there is
 * too little room for it.
 */
export async function importSite(
  sql: Sql,
  { checked, domain, checkRoom, ...input }: Storing,
): Promise<MadeSite> {
  checkRoom(estimateImport(checked.counts));
  for (const month of checked.months)
    await ensurePartitionsBetween(sql, new Date(month), new Date(month));
  const { fields: given } = checked.site;
  const name = given.name === given.domain ? domain : given.name;
  const fields = { ...given, domain, name };
  const site = { ...checked.site, fields };
  return await inTransaction(sql, async (tx) => {
    const made = await insertSite(tx, site, input.now);
    if (!made) throw takenError(domain);
    const records = readRecords(input);
    const stored = await storeAll(tx, { siteId: made.id, records, checkRoom });
    for (const kind of ["events", "figures", "visits"] as const)
      if (stored[kind] !== checked.counts[kind])
        throw new StartupError(`${input.path} has lines of ${kind} that are there twice.`);
    const after = { ...fields, ...stored, key: made.key };
    await insertTask(tx, {
      ...{ site: made, domain, isArchived: site.isArchived, after },
      ...input,
    });
    return made;
  });
}

/** Refuses a domain that has a site, before anything long is done. */
export async function refuseTaken(sql: Sql, domain: string): Promise<void> {
  if (await inTransaction(sql, (tx) => isDomainTaken(tx, domain))) throw takenError(domain);
}

function takenError(domain: string): StartupError {
  return new StartupError(
    `There is a site ${domain} already: delete it, or import as another with --as.`,
  );
}

interface Whole {
  siteId: number;
  records: AsyncIterable<MovedRecord>;
  checkRoom: CheckRoom;
}

async function storeAll(tx: Transaction, { siteId, records, checkRoom }: Whole): Promise<Counts> {
  const stored: Counts = { events: 0, figures: 0, visits: 0 };
  let portion: MovedEvent[] = [];
  const flush = async () => {
    // It may take more than was estimated, and others fill the disk as well.
    checkRoom(0);
    if (portion.length > 0) stored.events += await insertEvents(tx, siteId, portion);
    portion = [];
  };
  for await (const record of records) {
    // A line of visits is a whole day, which may be some megabytes.
    if (record.kind === "visits") checkRoom(0);
    if (record.kind === "events" && portion.push(record.event) === portionMax) await flush();
    if (record.kind === "figures") stored.figures += await insertList(tx, siteId, record.list);
    if (record.kind === "visits") stored.visits += await insertVisits(tx, siteId, record);
  }
  await flush();
  return stored;
}
