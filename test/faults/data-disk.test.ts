import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { type FaultStage, setFaultStage } from "#test/support/fault-stage.ts";
import { mountSmallDisk, type SmallDisk } from "#test/support/small-disk.ts";

// The disk of the database is full: neither a table nor the database's log can grow. The disk is one
// in memory that is made smaller and larger; where nobody may mount one, there is no such disk to fill.
const isLarge = Bun.env.FAULTS === "large";
const fullTimes = isLarge ? 5 : 1;
const fullMs = isLarge ? 15_000 : 3_000;
const maxMs = 300_000;
/** Eight browsers, each with this pause, send about 300 messages a second. */
const pauseMs = 25;

let stage: FaultStage;
let disk: SmallDisk | null = null;
let spoolDisk: SmallDisk | null = null;
beforeAll(async () => {
  stage = await setFaultStage({}, { prepare });
}, maxMs);
afterAll(async () => {
  await stage?.end();
}, maxMs);

function prepare(folder: string): () => void {
  disk = mountSmallDisk(join(folder, "data"), 512);
  mkdirSync(join(folder, "data/spool"), { recursive: true, mode: 0o700 });
  spoolDisk = disk && mountSmallDisk(join(folder, "data/spool"), 64);
  return () => {
    spoolDisk?.end();
    disk?.end();
  };
}

/** Has the database begin another file of its log, for which there is no room. */
async function breakLog(): Promise<void> {
  const broken = stage.query(async (sql) => {
    await sql`select pg_switch_wal()`;
    await sql`create table needs_room (n int)`;
  });
  await broken.catch(() => {});
}

/** Until the server says that it has its database back. Errors: when it does not in two minutes. */
async function untilReady(): Promise<void> {
  for (let tries = 0; tries < 1_200; tries++) {
    const answer = await fetch(`${stage.server.origin}/health`).catch(() => null);
    // It says "degraded" all the same, as the disk is small.
    const { checks } = (await answer?.json()) ?? {};
    if (checks?.database.ok && checks.spool.ok) return;
    await Bun.sleep(100);
  }
  throw new Error(`the database does not come back:\n${stage.server.output()}`);
}

describe("a full disk of the database", () => {
  test.each([
    ["and of the spool, is told by 503 with Retry-After", true],
    ["alone, is noticed by nobody who is counted", false],
  ])(
    "%s, costs nothing that was acknowledged, and mends by itself",
    async (_, isSpoolFull) => {
      if (!disk) {
        expect(spoolDisk).toBeNull();
        return;
      }
      for (let time = 0; time < fullTimes; time++) {
        const load = stage.load({ pauseMs });
        await Bun.sleep(500);
        disk.setFull(true);
        spoolDisk?.setFull(isSpoolFull);
        await breakLog();
        await Bun.sleep(fullMs);
        const during = await load.stop();
        disk.setFull(false);
        spoolDisk?.setFull(false);
        expect(during.reset).toEqual([]);
        expect(Object.keys(during.others)).toEqual(
          isSpoolFull ? ["503 unavailable after 5 s"] : [],
        );
        await untilReady();
        const after = stage.load({ pauseMs });
        await Bun.sleep(500);
        const { acked, others } = await after.stop();
        expect(others).toEqual({});
        await stage.drained();
        const all = [...during.acked, ...acked];
        expect(all.length).toBeGreaterThan(100);
        expect(await stage.audit(all)).toEqual({ lost: 0, doubled: 0 });
      }
      expect(stage.server.output()).toContain("PostgreSQL ended by itself");
    },
    maxMs,
  );
});
