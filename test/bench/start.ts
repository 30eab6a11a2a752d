/**
 * How long the release binary takes to start, and what it holds when idle.
 * Units: ms from the start of the process to the first 200 of /health; memory is PSS, which counts
 * shared pages once, over all processes. Prints one line of JSON last.
 */
import { existsSync, statSync } from "node:fs";
import { resolve } from "node:path";
import { createFolder } from "#test/support/folder.ts";
import { freePort } from "#test/support/port.ts";
import { type ServerProcess, startServerProcess } from "#test/support/server-process.ts";
import { memoryOf, treeOf } from "./process-tree.ts";

const runs = 5;
const idleMs = 10_000;
const binary = resolve(import.meta.dir, "../../dist/tracker-analytics");

if (!existsSync(binary)) {
  console.error("dist/tracker-analytics is missing: run `bun run build` first.");
  process.exit(1);
}

const cold: number[] = [];
const warm: number[] = [];
const idle: number[] = [];
for (let run = 1; run <= runs; run++) {
  const folder = createFolder("bench-start");
  const first = await timeStart(folder.path);
  await first.server.end();
  const second = await timeStart(folder.path);
  await Bun.sleep(run === runs ? idleMs : 0);
  if (run === runs) idle.push(memoryOf(treeOf(second.server.pid)));
  await second.server.end();
  folder.remove();
  cold.push(first.ms);
  warm.push(second.ms);
  console.log(`run ${run}: cold ${first.ms} ms, warm ${second.ms} ms`);
}
console.log(
  JSON.stringify({
    cold_ms: median(cold),
    warm_ms: median(warm),
    idle_mb: Math.round(idle[0] ?? 0),
    binary_mb: Math.round(statSync(binary).size / 1e6),
  }),
);

async function timeStart(cwd: string): Promise<{ server: ServerProcess; ms: number }> {
  const port = freePort();
  const startedMs = performance.now();
  const starting = startServerProcess({ command: [binary, "--port", String(port)], cwd });
  while (!(await isReady(port))) await Bun.sleep(5);
  const ms = Math.round(performance.now() - startedMs);
  return { server: await starting, ms };
}

async function isReady(port: number): Promise<boolean> {
  return await fetch(`http://127.0.0.1:${port}/health`).then(
    (answer) => answer.ok,
    () => false,
  );
}

function median(values: number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}
