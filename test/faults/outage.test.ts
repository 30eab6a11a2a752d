import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import {
  type FaultStage,
  type OutsideDatabase,
  setFaultStage,
  startOutsideDatabase,
} from "#test/support/fault-stage.ts";

// A database that is not the server's own is stopped for a while, and so is the spool's disk.
const isLarge = Bun.env.FAULTS === "large";
const stoppedMs = isLarge ? 60_000 : 10_000;
const fullTimes = isLarge ? 3 : 1;
const maxMs = 240_000;
/** Eight browsers, each with this pause, send about 500 messages a second. */
const pauseMs = 13;

let outside: OutsideDatabase;
let stage: FaultStage;
let spool: string;
beforeAll(async () => {
  outside = await startOutsideDatabase();
  spool = join(outside.folder.path, "data/spool");
  mkdirSync(spool, { recursive: true });
  isMounted = run("mount", "-t", "tmpfs", "-o", "size=256m", "tmpfs", spool);
  stage = await setFaultStage({}, { outside });
}, maxMs);
afterAll(async () => {
  await stage?.end();
  if (isMounted) run("umount", spool);
  await outside?.end();
}, maxMs);

/** Whether the spool is a disk of its own, which can be made small. */
let isMounted = false;

function run(...command: string[]): boolean {
  return Bun.spawnSync(command).exitCode === 0;
}

/**
 * Gives the spool a small disk. Only root may, and not everywhere; without, a file takes the
 * folder's place, so that nothing can be written there either.
 */
function setFull(isFull: boolean): void {
  if (isMounted) {
    const size = `remount,size=${isFull ? "128k" : "256m"}`;
    if (!run("mount", "-o", size, spool)) throw new Error("the disk cannot be resized");
  } else if (isFull) {
    renameSync(spool, `${spool}.aside`);
    writeFileSync(spool, "");
  } else {
    rmSync(spool);
    renameSync(`${spool}.aside`, spool);
  }
}

/**
 * Waits until a load balancer reads so: a question that takes a second counts as no answer, and a
 * job that found no database as failed until the next minute.
 */
async function untilHealth(wanted: string): Promise<void> {
  let said = "";
  for (let tries = 0; said !== wanted; tries++) {
    if (tries > 1_500) throw new Error(`it is ${said}, and not ${wanted}`);
    const response = await fetch(`${stage.server.origin}/health`);
    const { status } = (await response.json()) as { status: string };
    said = `${response.status} ${status}`;
    await Bun.sleep(50);
  }
}

/**
 * The least that the server holds in so long: between two collections of garbage it holds up to
 * 25 MB more or less. Units: bytes.
 */
async function leastMemory(lookMs: number): Promise<number> {
  const held: number[] = [];
  for (const beganMs = performance.now(); performance.now() - beganMs < lookMs; ) {
    held.push(stage.memory());
    await Bun.sleep(50);
  }
  return Math.min(...held);
}

describe("a database that is stopped under load", () => {
  test(
    "is missed by nobody: everything comes in when it is back, and memory stays flat",
    async () => {
      const warm = stage.load({ pauseMs });
      await Bun.sleep(2_000);
      const { acked: usual } = await warm.stop();
      await outside.setOn(false);
      const first = stage.load({ pauseMs });
      const before = await leastMemory(3_000);
      await untilHealth("200 degraded");
      await Bun.sleep(stoppedMs - 6_000);
      const grown = (await leastMemory(3_000)) - before;
      await outside.setOn(true);
      await Bun.sleep(1_000);
      const { acked, reset, others } = await first.stop();
      expect({ reset, others }).toEqual({ reset: [], others: {} });
      // Half of what came in before, in the same time: one that waits for its database takes a
      // thirtieth.
      expect(acked.length).toBeGreaterThan((usual.length / 2) * (stoppedMs / 2_000));
      await stage.drained();
      expect(await stage.audit(acked)).toEqual({ lost: 0, doubled: 0 });
      expect(grown).toBeLessThan(24 * 2 ** 20);
      await untilHealth("200 ready");
    },
    maxMs,
  );
});

describe("a full disk of the spool", () => {
  test(
    "is told by 503 with Retry-After, costs nothing that was acknowledged, and mends by itself",
    async () => {
      for (let time = 0; time < fullTimes; time++) {
        await outside.setOn(false);
        setFull(true);
        const full = stage.load({ pauseMs });
        await Bun.sleep(4_000);
        await untilHealth("503 down");
        const { acked, reset, others } = await full.stop();
        expect(reset).toEqual([]);
        expect(Object.keys(others)).toEqual(["503 unavailable after 5 s"]);
        setFull(false);
        await Bun.sleep(1_500);
        const roomy = stage.load({ pauseMs });
        await Bun.sleep(2_000);
        const meanwhile = await roomy.stop();
        expect(meanwhile.others).toEqual({});
        await outside.setOn(true);
        await stage.drained();
        const all = [...acked, ...meanwhile.acked];
        expect(all.length).toBeGreaterThan(200);
        expect(await stage.audit(all)).toEqual({ lost: 0, doubled: 0 });
      }
    },
    maxMs,
  );
});
