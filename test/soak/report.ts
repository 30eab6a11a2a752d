import type { Day } from "#src/lib/time.ts";
import type { LoadReport } from "#test/bench/load.ts";
import type { BenchStage } from "#test/bench/stage.ts";
import { medianOf } from "#test/support/figures.ts";
import { type Bound, blameDisk, blameGrowth, blameSlowing, halvesOf, slopeOf } from "./judge.ts";
import { checkNight } from "./nights.ts";
import type { Seen } from "./readers.ts";
import type { Sample } from "./sample.ts";

/** What a generator of load has sent in some seconds. */
export interface Piece {
  atMs: number;
  load: LoadReport;
}

interface Soaked {
  stage: BenchStage;
  minutes: number;
  samples: readonly Sample[];
  pieces: readonly Piece[];
  seen: Seen;
  /** What was there before the first message. */
  storedBefore: number;
  today: () => Day;
}

type Figure = keyof Omit<Sample, "atMs">;

/** Units: MB, or pieces. */
const bounds: [Figure, string, Bound][] = [
  ["serverMb", "The server's memory", { perHourMax: 40, noise: 64 }],
  ["liveMb", "What the server holds in its memory", { perHourMax: 20, noise: 16 }],
  // Pages of tables fill the shared buffers of 128 MB, and each connection remembers its tables.
  ["databaseMb", "The database's memory", { perHourMax: 60, noise: 64 }],
  ["serverFds", "The number of files that the server has open", { perHourMax: 8, noise: 8 }],
  // Each of its processes keeps open what it has ever read, so how many they have open together goes
  // up each time that a connection takes part in a kind of work that others did before, and ends at
  // the one number times the other. What would grow for ever is either of these.
  ["databaseProcesses", "The number of the database's processes", { perHourMax: 4, noise: 4 }],
  ["databaseFiles", "The number of files that the database reads", { perHourMax: 20, noise: 20 }],
  // An io worker of PostgreSQL 18 holds on to tables that were emptied, to a thousand of them, without
  // their bytes: one for each night, of which an hour has sixty here. Connections hold a piece of the
  // log each until they write again.
  ["databaseGone", "The number of deleted files in use", { perHourMax: 90, noise: 20 }],
  ["threads", "The number of the server's threads", { perHourMax: 4, noise: 4 }],
  ["spoolMb", "The spool", { perHourMax: 0, noise: 0 }],
  ["backupsMb", "The folder of backups", { perHourMax: 100, noise: 20 }],
];
/** PostgreSQL is told 512 MB, and may pass that by what one checkpoint takes. */
const walMaxMb = 900;
/** A row of `events`, its visit, its place in the indexes and what is recomputed of it. */
const diskOfEvent = { expected: 600, factor: 3 };
const drainMaxMs = 30_000;
/** Before them not everybody has come. */
const warmUpSamples = 3;

/** What messages left in the log: a row for a view or an event, the time of a beat on its view. */
export async function countStored({ sql, siteId }: Pick<BenchStage, "sql" | "siteId">) {
  const [row] = await sql<{ stored: number }[]>`
    select (count(*) + count(*) filter (where engaged_ms > 0))::int as stored
    from events
    where site_id = ${siteId}
  `;
  return row?.stored ?? 0;
}

/** Prints what was seen and what is wrong with it; resolves to whether nothing is. */
export async function report(soaked: Soaked): Promise<boolean> {
  const { stage, minutes, samples, pieces, seen, storedBefore, today } = soaked;
  await settle(stage);
  const stored = (await countStored(stage)) - storedBefore;
  const acknowledged = sumOf(pieces.map(({ load }) => load.acked));
  const collector = bothHalves(pieces, (half) => medianOf(half.map(({ load }) => load.p99)));
  const dashboard = bothHalves(seen.pages, (half) => p99(half.map(({ tookMs }) => tookMs)));
  const lag = bothHalves(samples, (half) => p99(half.map(({ lagMaxMs }) => lagMaxMs)));
  const [first, last] = [samples[warmUpSamples], samples.at(-1)];
  const diskMb = ((last?.tablesMb ?? 0) - (samples[0]?.tablesMb ?? 0)) / (stored / 1e6);
  const pages = seen.pages.length;
  console.log(
    `${pages} pages, ${seen.exports} exports (${seen.exported} bytes of events), ` +
      `${seen.streamed} bytes of streams; event loop held up ${lag[0]} ms, then ${lag[1]} ms`,
  );
  const wrong = [
    ...bounds.map(([figure, name, bound]) => blameGrowth(name, pointsOf(samples, figure), bound)),
    blameSlowing("A message", collector, 25),
    blameSlowing("A page", dashboard, 250),
    blameSlowing("The event loop", lag, 250),
    blameDisk(diskMb, diskOfEvent),
    stored === acknowledged ? null : `${acknowledged} were acknowledged, ${stored} are stored.`,
    Math.max(...samples.map(({ walMb }) => walMb)) > walMaxMb ? "The database's log grows." : null,
    ...(pages > 0 && seen.streamed > 0 ? [] : ["Nobody has seen a page, or its stream."]),
    ...refusalsOf(pieces, seen),
    ...(await checkNight(stage, today())),
    ...stage.server
      .output()
      .split("\n")
      .filter((line) => / (error|warn): /.test(line)),
  ].filter((one) => one !== null);
  for (const one of wrong) console.error(one);
  const late = halvesOf(pointsOf(samples, "serverMb"))[1];
  console.log(
    JSON.stringify({
      minutes,
      events: sumOf(pieces.map(({ load }) => load.acked + sumOf(Object.values(load.refused)))),
      acknowledged,
      stored,
      rss_mb_start: round(first?.serverMb),
      rss_mb_end: round(last?.serverMb),
      rss_slope_mb_h: round(slopeOf(late)),
      fd_start: first?.serverFds,
      fd_end: last?.serverFds,
      disk_mb_per_million_events: round(diskMb),
      collector_p99_ms_first_half: collector[0],
      collector_p99_ms_second_half: collector[1],
      dashboard_p99_ms_first_half: dashboard[0],
      dashboard_p99_ms_second_half: dashboard[1],
    }),
  );
  return wrong.length === 0;
}

/** Waits until what was sent last is counted. */
async function settle({ sql }: BenchStage): Promise<void> {
  for (const beganMs = performance.now(); performance.now() - beganMs < drainMaxMs; ) {
    const [row] = await sql<{ left: boolean }[]>`
      select exists (select from pending) or exists (select from stale_days) as left
    `;
    if (!row?.left) return;
    await Bun.sleep(200);
  }
}

function pointsOf(samples: readonly Sample[], figure: Figure) {
  return samples.map((sample) => ({ atMs: sample.atMs, value: sample[figure] }));
}

function bothHalves<T extends { atMs: number }>(
  all: readonly T[],
  figure: (half: T[]) => number,
): [number, number] {
  const [first, second] = halvesOf(all);
  return [round(figure(first)), round(figure(second))];
}

function refusalsOf(pieces: readonly Piece[], { errors }: Seen): string[] {
  const refused: Record<string, number> = { ...errors };
  for (const { load } of pieces)
    for (const [why, count] of Object.entries(load.refused))
      refused[`message: ${why}`] = (refused[`message: ${why}`] ?? 0) + count;
  return Object.entries(refused).map(([why, count]) => `${count} times: ${why}`);
}

function p99(figures: readonly number[]): number {
  return figures.toSorted((a, b) => a - b)[Math.floor(figures.length * 0.99)] ?? Number.NaN;
}

function sumOf(figures: readonly number[]): number {
  return figures.reduce((sum, one) => sum + one, 0);
}

function round(figure = Number.NaN): number {
  return Math.round(figure * 10) / 10;
}
