import type { Day } from "#src/lib/time.ts";
import { type Person, paramsOf } from "#test/bench/person.ts";
import { popularPage } from "#test/bench/traffic.ts";

/** What readers have seen. Units: ms from the start of the soak, and what a page took. */
export interface Seen {
  pages: { atMs: number; tookMs: number }[];
  /** Bytes of event streams. */
  streamed: number;
  exports: number;
  /** Bytes of single events that were taken home. */
  exported: number;
  /** What went wrong, by its words. */
  errors: Record<string, number>;
}

interface Read {
  person: Person;
  today: () => Day;
  startedMs: number;
  isOver: () => boolean;
  /** Ends what is open. */
  signal: AbortSignal;
}

const pauseMs = 1_000;
/** So many pages later somebody takes a list home, or everything of the day. */
const exportEvery = 25;
const rawEvery = 50;
/** A browser that goes to another page hangs up, and the next one comes. */
const streamMs = 20_000;
const looks: [days: number, filters: string[]][] = [
  [1, []],
  [7, []],
  [30, ["country:is:FR"]],
  [7, [`path:is:${popularPage}`, "device:is:mobile"]],
  [30, []],
];

/** People who look at their dashboards until it is over. */
export function startReaders(read: Read): { seen: Seen; done: Promise<unknown> } {
  const seen: Seen = { pages: [], streamed: 0, exports: 0, exported: 0, errors: {} };
  const all = [
    ...looks.slice(0, 3).map((_, at) => readPages(read, seen, at)),
    ...[1, 2].map(() => readStreams(read, seen)),
  ];
  return { seen, done: Promise.all(all) };
}

async function readPages(read: Read, seen: Seen, first: number): Promise<void> {
  const { person, today, startedMs, isOver } = read;
  for (let at = first; !isOver(); at++) {
    const [days, filters] = looks[at % looks.length] ?? [1, []];
    const params = paramsOf(today(), days, filters);
    const atMs = performance.now() - startedMs;
    await noting(seen, async () => {
      seen.pages.push({ atMs, tookMs: await person.timeDashboard(params) });
      if (at % exportEvery === exportEvery - 1) {
        await person.readList("path", params, 1_000);
        seen.exports += 1;
      }
      if (at % rawEvery === rawEvery - 1) await readEvents(read, seen);
    });
    await Bun.sleep(pauseMs);
  }
}

/** All events of the day that is running, as a file. */
async function readEvents({ person, today, signal }: Read, seen: Seen): Promise<void> {
  const params = paramsOf(today(), 1, []);
  await person.follow(`/raw/events.csv?${params}`, signal, (bytes) => {
    seen.exported += bytes;
  });
  seen.exports += 1;
}

async function readStreams(read: Read, seen: Seen): Promise<void> {
  while (!read.isOver()) {
    const until = AbortSignal.any([read.signal, AbortSignal.timeout(streamMs)]);
    await noting(seen, () =>
      read.person.follow("/live", until, (bytes) => {
        seen.streamed += bytes;
      }),
    );
  }
}

async function noting(seen: Seen, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    const words = (error as Error).message;
    seen.errors[words] = (seen.errors[words] ?? 0) + 1;
    await Bun.sleep(pauseMs);
  }
}
