/**
 * How many messages a second the collector commits, and what share that is of what the machine
 * allows at all: `bun run bench:collect [SECONDS]`. Generator, server and database share the
 * machine's cores. Prints one line of JSON last.
 */
import { resolve } from "node:path";
import { startServerProcess } from "#test/support/server-process.ts";
import { cpuOf, memoryOf, treeOf } from "./process-tree.ts";
import { type BenchStage, runLoad, setBenchStage } from "./stage.ts";

const seconds = Number(process.argv[2] ?? 30);
const warmUpSeconds = 5;
const settleMaxMs = 60_000;

const ceilingRps = await measureCeiling();
const stage = await setBenchStage();
try {
  const warm = await runLoad(stage.port, { seconds: warmUpSeconds });
  const [server = 0, ...database] = treeOf(stage.server.pid);
  const before = { server: cpuOf([server]), database: cpuOf(database), memory: memoryOf([server]) };
  const load = await runLoad(stage.port, { seconds });
  const spent = {
    server: cpuOf([server]) - before.server,
    database: cpuOf(database) - before.database,
  };
  const memory = memoryOf([server]);
  const acked = warm.acked + load.acked;
  const stored = await countStored(stage);
  const ms = (s: number) => ((s * 1_000) / load.acked).toFixed(3);
  console.log(`refused: ${JSON.stringify(load.refused)}, longest ${load.max} ms`);
  console.log(`CPU a message: server ${ms(spent.server)} ms, database ${ms(spent.database)} ms`);
  console.log(`server's memory: ${before.memory.toFixed(0)} MB, then ${memory.toFixed(0)} MB`);
  console.log(`pending settled after ${(await settleMs(stage)).toFixed(0)} ms`);
  console.log(
    JSON.stringify({
      ceiling_rps: Math.round(ceilingRps),
      committed_rps: Math.round(load.acked / seconds),
      ratio: Math.round((load.acked / seconds / ceilingRps) * 1_000) / 1_000,
      p50_ms: load.p50,
      p99_ms: load.p99,
      acked,
      stored,
    }),
  );
} finally {
  await stage.stop();
}

async function measureCeiling(): Promise<number> {
  const command = [process.execPath, resolve(import.meta.dir, "ceiling.ts")];
  const bare = await startServerProcess({ command, cwd: resolve(import.meta.dir, "../..") });
  const port = Number(new URL(bare.origin).port);
  await runLoad(port, { seconds: 2 });
  const load = await runLoad(port, { seconds: Math.min(seconds, 10) });
  await bare.end();
  return load.acked / load.seconds;
}

/** What messages left in the log: a row for a view or an event, the time of a beat on its view. */
async function countStored({ sql, siteId }: BenchStage): Promise<number> {
  const [row] = await sql<{ stored: number }[]>`
    select (count(*) + count(*) filter (where engaged_ms > 0))::int as stored
    from events
    where site_id = ${siteId}
  `;
  return row?.stored ?? 0;
}

/** How long the projections need for what is left. Units: ms. */
async function settleMs({ sql }: BenchStage): Promise<number> {
  const startedAt = performance.now();
  while (performance.now() - startedAt < settleMaxMs) {
    const [row] = await sql<{ left: number }[]>`select count(*)::int as left from pending`;
    if (row?.left === 0) break;
    await Bun.sleep(20);
  }
  return performance.now() - startedAt;
}
