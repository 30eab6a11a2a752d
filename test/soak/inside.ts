/**
 * Loaded into the server that is soaked, before its own program: every job runs each half a minute
 * instead of by the hour, and what only the process itself knows is written to a file for whoever
 * watches it. With SOAK_LEAK_MB_S it forgets to free so much a second, to show that this is found.
 */
import "#src/lib/production.ts";
import { renameSync, writeFileSync } from "node:fs";
import { jobs } from "#src/jobs/table.ts";

/** What a server knows about itself. */
export interface Inside {
  /** The longest time for which nothing else could be done. */
  lagMaxMs: number;
  /** What is in use still after all garbage was collected. */
  liveMb: number;
}

const tickMs = 20;
const tellMs = 2_000;
// Left alone, the collector of garbage lets a hundred MB come together, under which a leak is lost.
const collectMs = 15_000;
const file = Bun.env.SOAK_INSIDE ?? "";
const leakMbs = Number(Bun.env.SOAK_LEAK_MB_S ?? 0);
const leaked: Uint8Array[] = [];

for (const [at, job] of jobs.entries()) {
  const second = (at * 2) % 30;
  Object.assign(job, { schedule: `${second},${second + 30} * * * * *` });
}

let liveMb = 0;
setInterval(() => {
  Bun.gc(true);
  liveMb = Math.round(process.memoryUsage().heapUsed / 1e6);
}, collectMs).unref();

let lagMaxMs = 0;
let tickedAt = performance.now();
setInterval(() => {
  const now = performance.now();
  lagMaxMs = Math.max(lagMaxMs, now - tickedAt - tickMs);
  tickedAt = now;
}, tickMs).unref();

tell();
setInterval(() => {
  tell();
  if (leakMbs > 0) leaked.push(new Uint8Array(leakMbs * (tellMs / 1_000) * 1e6).fill(1));
}, tellMs).unref();

function tell(): void {
  const told: Inside = { lagMaxMs: Math.round(lagMaxMs), liveMb };
  lagMaxMs = 0;
  // Renamed, so that nobody reads half of it.
  writeFileSync(`${file}.new`, JSON.stringify(told));
  renameSync(`${file}.new`, file);
}
