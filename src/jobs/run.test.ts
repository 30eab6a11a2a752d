import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { eq } from "drizzle-orm";
import { writeAudit } from "#src/auth/audit.ts";
import type { Deps } from "#src/auth/route.ts";
import { loadConfig } from "#src/config.ts";
import { jobRuns } from "#src/db/schema/tables.ts";
import { memoryOf } from "#src/stats/memory.ts";
import { createTestDatabase, type TestDatabase } from "#test/support/database.ts";
import { catchUp } from "./cron.ts";
import { runAlone, runDue, runJob } from "./run.ts";
import { jobs } from "./table.ts";

let database: TestDatabase;
const lines: string[] = [];
let deps: Deps;

beforeAll(async () => {
  database = await createTestDatabase();
  deps = {
    config: loadConfig({}, {}),
    database,
    version: "0.0.0",
    now: () => new Date(),
    log: (...line) => void lines.push(JSON.stringify(line)),
    readCollector: () => {
      throw new Error("no job asks the collector");
    },
    wakeTasks: () => {},
    mail: { canSend: false, wake: () => {}, deliver: async () => {}, preview: async () => null },
  };
}, 60_000);
afterAll(() => database.drop(), 60_000);

describe("runJob", () => {
  test("runs a job once, however many servers want to at the same time", async () => {
    let runs = 0;
    let ended = 0;
    const job = {
      name: "count",
      schedule: "",
      run: async () => {
        runs += 1;
        // Until the others have come, and gone again.
        while (runs === 1 && ended < 2) await Bun.sleep(10);
      },
    };
    const server = async () => {
      await runJob(job, deps);
      ended += 1;
    };
    await Promise.all([server(), server(), server()]);
    expect(runs).toBe(1);
    await runJob(job, deps);
    expect(runs).toBe(2);
  }, 20_000);

  test("logs a job that fails, lives on, and lets it run again", async () => {
    let runs = 0;
    const job = {
      name: "fail",
      schedule: "",
      run: async () => {
        runs += 1;
        throw new Error("the disk is full");
      },
    };
    await runJob(job, deps);
    await runJob(job, deps);
    expect(runs).toBe(2);
    expect(lines.join("\n")).toContain("the disk is full");
    expect(await runOf("fail")).toMatchObject({
      finishedAt: null,
      error: "Error: the disk is full",
    });
  });
});

describe("runDue", () => {
  const due = (name: string, isOfEach = false) => {
    const job = { name, schedule: "", isOfEach, runs: 0, isBroken: false, run: async () => {} };
    job.run = async () => {
      job.runs += 1;
      if (job.isBroken) throw new Error("not this time");
    };
    return job;
  };

  test("runs a job once a stroke of the clock, though it is over before the next server looks", async () => {
    const job = due("stroke");
    let at = Date.parse("2026-11-27T10:00:00Z");
    const server = (aheadMs: number) => ({ ...deps, now: () => new Date(at + aheadMs) });
    for (const aheadMs of [0, 3, -900, 5_000]) await runDue(job, server(aheadMs));
    expect(job.runs).toBe(1);
    at += 60_000;
    for (const aheadMs of [-900, 5_000]) await runDue(job, server(aheadMs));
    expect(job.runs).toBe(2);
  });

  test("goes on when the clock was set back, or that of a server that has gone was ahead", async () => {
    const job = due("set back");
    const at = Date.parse("2026-11-27T10:00:00Z");
    await runDue(job, { ...deps, now: () => new Date(at + 86_400_000) });
    await runDue(job, { ...deps, now: () => new Date(at) });
    expect(job.runs).toBe(2);
  });

  test("tries again at once what has failed on another server", async () => {
    const job = due("fragile");
    job.isBroken = true;
    await runDue(job, deps);
    job.isBroken = false;
    for (let server = 0; server < 3; server++) await runDue(job, deps);
    expect(job.runs).toBe(2);
  });

  test("has each server do what goes by its own settings", async () => {
    const job = due("own", true);
    await Promise.all([runDue(job, deps), runDue(job, deps), runDue(job, deps)]);
    expect(job.runs).toBe(3);
  }, 20_000);

  test("has each server forget the figures of a site that another has erased", async () => {
    const memory = jobs.find(({ name }) => name === "memory");
    const { reports } = database;
    const held = memoryOf(reports, 1);
    if (memory) await runDue(memory, deps);
    expect(memoryOf(reports, 1)).toBe(held);
    const actor = { userId: null, email: null, ip: null };
    const entry = { actor, action: "site.erase", subject: "x.example", at: new Date() };
    await writeAudit(database.orm, entry);
    if (memory) await runDue(memory, deps);
    expect(memoryOf(reports, 1)).not.toBe(held);
  });
});

describe("a job that is off here", () => {
  const hoursAgo = (hours: number) => new Date(Date.now() - hours * 3_600_000);
  const shared = () => ({
    ...deps,
    config: { ...deps.config, databaseUrl: "postgres://db.internal/stats" },
  });
  const off = (name: string) => ({
    ...{ name, schedule: "", isOfEach: true, isOff: () => true },
    run: async () => {
      throw new Error("it is off");
    },
  });
  const fail = (name: string, at: Date) =>
    database.orm.insert(jobRuns).values({ name, startedAt: at, failedAt: at, error: "Error: no" });

  test("is not run, nor takes away the failure of a server that has it on", async () => {
    await fail("theirs", hoursAgo(1));
    await runJob(off("theirs"), shared());
    await runDue(off("theirs"), shared());
    expect(await runOf("theirs")).toMatchObject({ error: "Error: no" });
    await runDue(off("nobody's"), shared());
    expect(await runOf("nobody's")).toBeUndefined();
  });

  test("is forgotten when no server has run it for hours", async () => {
    await fail("given up", hoursAgo(3));
    await runDue(off("given up"), shared());
    expect(await runOf("given up")).toBeUndefined();
  });

  test("is not forgotten that has only just ended, nor while another server runs it", async () => {
    await fail("long", hoursAgo(3));
    const failedAt = hoursAgo(0.5);
    await database.orm.update(jobRuns).set({ failedAt }).where(eq(jobRuns.name, "long"));
    await runDue(off("long"), shared());
    expect(await runOf("long")).toMatchObject({ failedAt });
    await database.orm.update(jobRuns).set({ failedAt: null }).where(eq(jobRuns.name, "long"));
    await runAlone("long", deps, () => runDue(off("long"), shared()));
    expect(await runOf("long")).toBeDefined();
  });

  test("is forgotten at once on a database of our own, which no other server has", async () => {
    const failedAt = hoursAgo(0);
    await fail("ours", failedAt);
    await runJob(off("ours"), { ...deps, now: () => failedAt });
    expect(await runOf("ours")).toBeUndefined();
  });
});

describe("noteRun", () => {
  test("keeps when a job ran last, and forgets a failure once it succeeds", async () => {
    let isBroken = true;
    const job = {
      name: "mend",
      schedule: "",
      run: async () => {
        if (isBroken) throw new Error("not yet");
      },
    };
    await runJob(job, deps);
    expect(await runOf("mend")).toMatchObject({ error: "Error: not yet", finishedAt: null });
    isBroken = false;
    await runJob(job, deps);
    const run = await runOf("mend");
    expect(run).toMatchObject({ error: null, failedAt: null });
    expect(run?.finishedAt).toBeInstanceOf(Date);
  });
});

describe("catchUp", () => {
  test("leaves the backup alone where none is to be made", async () => {
    const config = { ...deps.config, databaseUrl: "postgres://db.internal/stats" };
    const startedAt = new Date();
    const failure = { startedAt, failedAt: startedAt, error: "Error: the disk is full" };
    await database.orm.insert(jobRuns).values({ name: "backup", ...failure });
    await catchUp({ ...deps, config });
    expect(await runOf("backup")).toMatchObject(failure);
  }, 20_000);

  test("forgets how a job ended that this version has not", async () => {
    await database.work`
      insert into job_runs (name, started_at, failed_at, error)
      values ('of an earlier version', now(), now(), 'Error: no')
    `;
    await catchUp(deps);
    expect(await runOf("of an earlier version")).toBeUndefined();
    expect(await runOf("salts")).toMatchObject({ error: null });
  }, 20_000);
});

async function runOf(name: string) {
  return (await database.orm.select().from(jobRuns).where(eq(jobRuns.name, name)))[0];
}

describe("jobs", () => {
  test.each(jobs.map((job) => [job.name, job] as const))(
    "%s may run at any time, twice",
    async (_name, job) => {
      lines.length = 0;
      await runJob(job, deps);
      await runJob(job, deps);
      expect(lines).toEqual([]);
    },
  );
});
