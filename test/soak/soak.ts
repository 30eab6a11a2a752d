/**
 * Whether a server stays as it is: `bun run test:soak [--minutes 60]`. For so long 200 messages a second
 * are due at its collector while people look at dashboards of 30 days, take lists home and leave pages
 * open, every job runs each half a minute and the work of a night is done each minute. Memory, files,
 * disk and latencies are looked at every few seconds; what is not flat in the second half fails, and
 * so does an event that was acknowledged and is not stored, or an error in the log. Linux only. Prints
 * one line of JSON last: `rss` is of the server alone, latencies are in ms, the collector's the median
 * of the p99 of its pieces of 20 seconds, the dashboard's the p99 of its half.
 */
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { addDays, dayIn } from "#src/lib/time.ts";
import { signIn } from "#test/bench/person.ts";
import { benchZone, runLoad, setBenchStage } from "#test/bench/stage.ts";
import { fillTraffic } from "#test/bench/traffic.ts";
import { createFolder } from "#test/support/folder.ts";
import { makeNight } from "./nights.ts";
import { startReaders } from "./readers.ts";
import { countStored, type Piece, report } from "./report.ts";
import { type Sample, takeSample } from "./sample.ts";

const { values } = parseArgs({ options: { minutes: { type: "string" } } });
const minutes = Number(values.minutes ?? Bun.env.SOAK_MINUTES ?? 60);
const soakMs = minutes * 60_000;
const rate = 200;
const pieceSeconds = 20;
const sampleMs = 5_000;
const nightMs = 60_000;
const history = { events: 300_000, days: 30 };

const notes = createFolder("soak");
const insideFile = join(notes.path, "inside.json");
const root = resolve(import.meta.dir, "../..");
const program = [
  process.execPath,
  `--tsconfig-override=${join(root, "tsconfig.json")}`,
  `--preload=${join(import.meta.dir, "inside.ts")}`,
  join(root, "src/main.ts"),
];
const env = {
  BACKUP_DIR: "backups",
  SOAK_INSIDE: insideFile,
  SOAK_LEAK_MB_S: Bun.env.SOAK_LEAK_MB_S ?? "0",
};
const today = () => dayIn(benchZone, new Date());

const stage = await setBenchStage(env, program);
try {
  await stage.withoutServer((connect) =>
    fillTraffic(
      connect,
      { siteId: stage.siteId, otherIds: [], ...history, lastDay: addDays(today(), -1) },
      () => {},
    ).then(() => {}),
  );
  console.log(`filled ${history.events} events of ${history.days} days`);
  process.exitCode = (await soak()) ? 0 : 1;
} finally {
  await stage.stop();
  notes.remove();
}

/** Runs everything at once for so long; resolves to whether all of it stayed flat. */
async function soak(): Promise<boolean> {
  const person = await signIn(stage);
  const storedBefore = await countStored(stage);
  const startedMs = performance.now();
  const isOver = () => performance.now() - startedMs > soakMs;
  const pieces: Piece[] = [];
  const samples: Sample[] = [];
  const hangUp = new AbortController();
  const { signal } = hangUp;
  const readers = startReaders({ person, today, startedMs, isOver, signal });
  // Two that overlap, so that it never pauses while the next piece begins.
  const loads = [0, pieceSeconds / 2].map(async (offset) => {
    await Bun.sleep(offset * 1_000);
    while (!isOver()) {
      const atMs = performance.now() - startedMs;
      const load = { seconds: pieceSeconds, connections: 32, rate: rate / 2 };
      pieces.push({ atMs, load: await runLoad(stage.port, load) });
    }
  });
  const nights = every(nightMs, isOver, () => makeNight(stage, today()));
  const looking = every(sampleMs, isOver, async () => {
    const { pid } = stage.server;
    samples.push(takeSample({ pid, folder: stage.folder, insideFile, startedMs }));
    if (samples.length % (60_000 / sampleMs) === 0) sayHow(samples, pieces);
  });
  await Promise.all([...loads, nights, looking]);
  hangUp.abort();
  await readers.done;
  return report({ stage, minutes, samples, pieces, seen: readers.seen, storedBefore, today });
}

/** Does something at once and again and again; what takes longer delays the next. */
async function every(ms: number, isOver: () => boolean, work: () => Promise<void>): Promise<void> {
  while (!isOver()) {
    const nap = Bun.sleep(ms);
    await work();
    await nap;
  }
}

function sayHow(samples: readonly Sample[], pieces: readonly Piece[]): void {
  const sample = samples.at(-1);
  if (!sample) return;
  const { serverMb, liveMb, databaseMb, serverFds, tablesMb, walMb } = sample;
  const { databaseProcesses, databaseFiles, databaseFds } = sample;
  const mb = (figure: number) => `${Math.round(figure)} MB`;
  console.log(
    `${Math.round(sample.atMs / 60_000)} min: server ${mb(serverMb)} (live ${mb(liveMb)}, ` +
      `${serverFds} files), database ${mb(databaseMb)} (${databaseFiles} files, open ` +
      `${databaseFds} times in ${databaseProcesses} processes), ` +
      `tables ${mb(tablesMb)}, log ${mb(walMb)}, collector's p99 ${pieces.at(-1)?.load.p99} ms`,
  );
}
