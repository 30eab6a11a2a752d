import { afterAll, describe, expect, test } from "bun:test";
import { createFolder } from "#test/support/folder.ts";
import { blankRow, type EventRow } from "./event-row.ts";
import { createQueue, type QueueLimits } from "./queue.ts";
import { openSpool } from "./spool/spool.ts";
import { createWriter } from "./writer.ts";

type Store = (rows: readonly EventRow[]) => Promise<void>;

const folder = createFolder("queue");
afterAll(() => folder.remove());
let opened = 0;
/** Far more than a busy machine needs for what does not wait. */
const deadlineMs = 1_000;

function open(
  store: Store,
  limits: Partial<QueueLimits> = {},
  maxBytes = 2 ** 20,
  attemptMaxMs = 60_000,
) {
  const lines: string[] = [];
  let commits = 0;
  const log = (level: string, message: string, fields?: { code?: unknown }) =>
    void lines.push(`${level} ${message} ${fields?.code ?? ""}`.trim());
  opened += 1;
  const spool = openSpool({ dir: `${folder.path}/${opened}`, maxBytes, log });
  const onCommit = () => {
    commits += 1;
  };
  const writer = createWriter({
    store,
    spool,
    reconnect: () => void lines.push("reconnect"),
    onCommit,
    log,
    limits: { deadlineMs, retryMs: 20, attemptMaxMs },
  });
  const queue = createQueue(writer, limits);
  return { queue, spool, lines, commits: () => commits };
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
    const write: Store = async (rows) => {
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
    for (const code of ["22P05", "54000", "23514"]) {
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

  test("tries again at once after a deadlock", async () => {
    let tries = 0;
    const { queue, lines } = open(async () => {
      tries += 1;
      if (tries < 3) throw fail("40P01");
    });
    expect(await queue.put([row("a")], 1)).toBe("stored");
    expect(lines).toEqual([]);
  });

  test("acknowledges from the spool while the database is away, and brings it in afterwards", async () => {
    for (const code of ["ECONNREFUSED", "CONNECTION_CLOSED", "57P01"]) {
      let isUp = false;
      const stored: string[] = [];
      const { queue, spool, lines } = open(async (rows) => {
        if (!isUp) throw fail(code);
        stored.push(...rows.map(({ name }) => name));
      });
      for (const name of ["a", "b", "c"]) expect(await queue.put([row(name)], 1)).toBe("stored");
      expect(spool.bytes).toBeGreaterThan(0);
      isUp = true;
      for (let tries = 0; spool.bytes > 0 && tries < 400; tries++) await Bun.sleep(10);
      expect(stored).toEqual(["a", "b", "c"]);
      expect(await queue.put([row("d")], 1)).toBe("stored");
      expect(stored).toEqual(["a", "b", "c", "d"]);
      expect(lines).toEqual([
        `error the database is away: events go to the spool ${code}`,
        "info the database is back",
      ]);
      await queue.flush();
    }
  });

  test("brings in from the spool what one failure has sent there, without another", async () => {
    const stored: string[] = [];
    let calls = 0;
    const { queue, spool, lines } = open(async (rows) => {
      calls += 1;
      if (calls === 1) throw fail("57P01");
      stored.push(...rows.map(({ name }) => name));
    });
    // The database is back before the rows are on the disk of the spool.
    expect(await queue.put([row("a")], 1)).toBe("stored");
    for (let tries = 0; spool.bytes > 0 && tries < 400; tries++) await Bun.sleep(10);
    expect([spool.bytes, stored]).toEqual([0, ["a"]]);
    expect(lines.at(-1)).toBe("info the database is back");
    await queue.flush();
  });

  test("leaves nothing in the spool, however often the database fails in between", async () => {
    let isUp = false;
    let calls = 0;
    const stored = new Set<string>();
    const { queue, spool, lines } = open(async (rows) => {
      calls += 1;
      const isFailing = !isUp && calls % 3 === 0;
      if (calls % 2 === 0) await Bun.sleep(calls % 5);
      if (isFailing) throw fail("57P01");
      for (const { name } of rows) stored.add(name);
    });
    const names = Array.from({ length: 300 }, (_, at) => `${at}`);
    for (const name of names) {
      const put = queue.put([row(name)], 1);
      expect(Number(name) % 4 === 0 ? "stored" : await put).toBe("stored");
    }
    isUp = true;
    for (let tries = 0; spool.bytes > 0 && tries < 400; tries++) await Bun.sleep(10);
    expect([spool.bytes, stored.size]).toEqual([0, names.length]);
    expect(lines.at(-1)).toBe("info the database is back");
    await queue.flush();
  });

  test("refuses when the spool is full, before any work is spent", async () => {
    const { queue } = open(() => Promise.reject(fail("ECONNREFUSED")), {}, 2_000);
    let taken = 0;
    while ((await queue.put([row("a")], 1)) === "stored") taken += 1;
    expect(taken).toBeGreaterThan(1);
    expect(queue.refusal()).toBe("unavailable");
    await queue.flush();
  });

  test("lets nobody wait for a database that hangs, and asks it once", async () => {
    const answer = Promise.withResolvers<void>();
    let asked = 0;
    const { queue, spool, commits } = open(() => {
      asked += 1;
      return answer.promise;
    });
    const begun = performance.now();
    const puts = [queue.put([row("a")], 1), queue.put([row("b")], 1)];
    expect(await Promise.all(puts)).toEqual(["stored", "stored"]);
    expect(performance.now() - begun).toBeLessThan(5 * deadlineMs);
    const at = performance.now();
    for (let time = 0; time < 20; time++) await queue.put([row("c")], 1);
    expect((performance.now() - at) / 20).toBeLessThan(deadlineMs / 3);
    expect(queue.waiting).toBe(0);
    // The batch that hangs, and the one attempt to come back.
    expect(asked).toBe(2);
    answer.resolve();
    for (let tries = 0; spool.bytes > 0 && tries < 400; tries++) await Bun.sleep(10);
    expect(spool.bytes).toBe(0);
    expect(commits()).toBeGreaterThan(0);
    await queue.flush();
  }, 30_000);

  test("never repeats in the log what was to be stored", async () => {
    const { queue, lines } = open(async () => {
      throw fail("23514");
    });
    await queue.put([row("secret value")], 1);
    await queue.flush();
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

  test("asks on another connection when an attempt to drain gets no answer", async () => {
    let calls = 0;
    const stored = new Set<string>();
    const store: Store = async (rows) => {
      calls += 1;
      if (calls === 1) throw fail("57P01");
      // Cut without a word: it never settles.
      if (calls === 2) return new Promise(() => {});
      for (const { name } of rows) stored.add(name);
    };
    const { queue, spool, lines } = open(store, {}, 2 ** 20, 300);
    expect(await queue.put([row("a")], 10)).toBe("stored");
    expect(await queue.put([row("b")], 10)).toBe("stored");
    for (let tries = 0; spool.bytes > 0 && tries < 400; tries++) await Bun.sleep(10);
    expect([...stored].toSorted()).toEqual(["a", "b"]);
    expect(lines.filter((line) => line === "reconnect")).toHaveLength(1);
    await queue.flush();
  });
});
