import { describe, expect, test } from "bun:test";
import { blankRow, type EventRow } from "./event-row.ts";
import { createQueue } from "./queue.ts";

type Write = (rows: readonly EventRow[]) => Promise<void>;

const quick = { deadlineMs: 60, retryMs: 5, restMs: 30 };

function open(write: Write, limits: Parameters<typeof createQueue>[0]["limits"] = {}) {
  const lines: string[] = [];
  let commits = 0;
  const queue = createQueue({
    write,
    onCommit: () => {
      commits += 1;
    },
    log: (level, message, fields) => lines.push(`${level} ${message} ${fields?.code ?? ""}`.trim()),
    limits: { ...quick, ...limits },
  });
  return { queue, lines, commits: () => commits };
}

function row(name: string): EventRow {
  return { ...blankRow(), name };
}

function fail(code: string): Error {
  return Object.assign(new Error("secret value"), { code });
}

describe("createQueue", () => {
  test("sends what gathers during a commit with the next one", async () => {
    const batches: number[] = [];
    const { queue, commits } = open(async (rows) => {
      batches.push(rows.length);
      await Bun.sleep(10);
    });
    const first = queue.put([row("0")], 10);
    const rest = Array.from({ length: 20 }, (_, at) => queue.put([row(`${at}`)], 10));
    const answers = await Promise.all([first, ...rest]);
    expect(answers.every((answer) => answer === "stored")).toBe(true);
    expect(batches).toEqual([1, 20]);
    expect(commits()).toBe(2);
    expect(queue.waiting).toBe(0);
  });

  test("answers nobody before the commit", async () => {
    const commit = Promise.withResolvers<void>();
    const { queue } = open(() => commit.promise);
    let answered = false;
    const put = queue.put([row("a")], 1).then(() => {
      answered = true;
    });
    await Bun.sleep(10);
    expect(answered).toBe(false);
    commit.resolve();
    await put;
    expect(answered).toBe(true);
  });

  test("never sends more than a batch's worth", async () => {
    const batches: number[] = [];
    const write: Write = async (rows) => {
      batches.push(rows.length);
      await Bun.sleep(1);
    };
    const { queue } = open(write, { batchMax: 8 });
    await Promise.all(Array.from({ length: 30 }, () => queue.put([row("a")], 1)));
    expect(Math.max(...batches)).toBe(8);
    expect(batches.reduce((sum, size) => sum + size)).toBe(30);
  });

  test("is full by number and by bytes, and has room again afterwards", async () => {
    for (const limits of [{ waitingMax: 3 }, { bytesMax: 3_300 }]) {
      const commit = Promise.withResolvers<void>();
      const { queue } = open(() => commit.promise, limits);
      const puts = [1, 2].map(() => queue.put([row("a")], 100));
      expect(queue.refusal()).toBeNull();
      puts.push(queue.put([row("a")], 100));
      expect(queue.refusal()).toBe("overloaded");
      commit.resolve();
      await Promise.all(puts);
      expect(queue.refusal()).toBeNull();
    }
  });

  test("finds the one request whose rows are refused, and stores all others", async () => {
    for (const code of ["22P05", "54000"]) {
      const stored: string[] = [];
      const { queue, lines } = open(async (rows) => {
        if (rows.some(({ name }) => name === "6")) throw fail(code);
        stored.push(...rows.map(({ name }) => name));
      });
      const names = Array.from({ length: 10 }, (_, at) => `${at}`);
      const answers = await Promise.all(names.map((name) => queue.put([row(name)], 1)));
      expect(
        answers.map((answer, at) => (answer === "stored" ? null : at)).filter(Boolean),
      ).toEqual([6]);
      expect(answers[6]).toBe("unstorable");
      expect(stored.sort()).toEqual(names.filter((name) => name !== "6"));
      expect(lines).toEqual([`warn an event was set aside, which the database refuses ${code}`]);
    }
  });

  test("tries again after a lost connection or a deadlock", async () => {
    for (const code of ["CONNECTION_CLOSED", "57P01", "40P01"]) {
      let tries = 0;
      const { queue, lines } = open(async () => {
        tries += 1;
        if (tries < 3) throw fail(code);
      });
      expect(await queue.put([row("a")], 1)).toBe("stored");
      expect(lines).toEqual([]);
    }
  });

  test("says that the database is away when it does not come back in time", async () => {
    let isUp = false;
    const { queue, lines } = open(async () => {
      if (!isUp) throw fail("ECONNREFUSED");
    });
    expect(await queue.put([row("a")], 1)).toBe("unavailable");
    expect(queue.refusal()).toBe("unavailable");
    isUp = true;
    for (let tries = 0; queue.refusal() && tries < 50; tries++) await Bun.sleep(10);
    expect(await queue.put([row("b")], 1)).toBe("stored");
    expect(lines).toHaveLength(2);
    expect(lines[0]).toMatch(/^error events wait (ECONNREFUSED|no answer in time)$/);
    expect(lines[1]).toBe("info events are stored again");
  });

  test("lets nobody wait for a database that hangs, until it answers", async () => {
    const answer = Promise.withResolvers<void>();
    const { queue, commits } = open(() => answer.promise);
    const begun = performance.now();
    const puts = [queue.put([row("a")], 1), queue.put([row("b")], 1)];
    expect(await Promise.all(puts)).toEqual(["unavailable", "unavailable"]);
    expect(performance.now() - begun).toBeLessThan(1_000);
    expect(queue.refusal()).toBe("unavailable");
    expect(queue.waiting).toBe(0);
    answer.resolve();
    await queue.flush();
    expect(queue.refusal()).toBeNull();
    expect(commits()).toBe(1);
  });

  test("never repeats in the log what was to be stored", async () => {
    const { queue, lines } = open(async () => {
      throw fail("23514");
    });
    await queue.put([row("secret value")], 1);
    expect(lines.join()).not.toContain("secret");
  });

  test("flushes everything that was taken", async () => {
    let stored = 0;
    const { queue } = open(async (rows) => {
      await Bun.sleep(5);
      stored += rows.length;
    });
    for (let at = 0; at < 10; at++) void queue.put([row("a")], 1);
    await queue.flush();
    expect(stored).toBe(10);
  });
});
