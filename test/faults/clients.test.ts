import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { viewId } from "#src/collect/visitor.ts";
import { agents } from "#test/support/browser.ts";
import { type FaultStage, faultSite, setFaultStage, steadyP99 } from "#test/support/fault-stage.ts";
import { type Fuzzer, fuzzBodies } from "#test/support/fuzz.ts";

// What clients can do to a server: nonsense, repetition, and taking their time.
const isLarge = Bun.env.FAULTS === "large";
const bodies = isLarge ? 100_000 : 5_000;
const slowClients = isLarge ? 1_000 : 200;
const idleClients = isLarge ? 10_000 : 500;
const maxMs = 600_000;
const { key, domain } = faultSite;

let stage: FaultStage;
beforeAll(async () => {
  stage = await setFaultStage();
}, maxMs);
afterAll(() => stage?.end(), maxMs);

function post(body: string | Uint8Array<ArrayBuffer>): Promise<Response> {
  return fetch(`${stage.server.origin}/${key}`, {
    method: "POST",
    headers: { "user-agent": agents.windows, origin: `https://${domain}` },
    body,
  });
}

async function countEvents(): Promise<number> {
  // What the database was slow to take is stored a moment later.
  await stage.drained();
  return await stage.query(async (sql) => {
    const [row] = await sql<{ rows: number }[]>`select count(*)::int as rows from events`;
    return row?.rows ?? 0;
  });
}

describe("bodies of nonsense", () => {
  /** Sends so many, sixteen at a time; how often each status came, and how many views were taken. */
  async function sendAll(fuzzer: Fuzzer, count: number) {
    const statuses: Record<number, number> = {};
    let left = count;
    const send = async () => {
      while (left > 0) {
        left -= 1;
        const { status } = await post(fuzzer.next());
        statuses[status] = (statuses[status] ?? 0) + 1;
      }
    };
    await Promise.all(Array.from({ length: 16 }, send));
    return statuses;
  }

  /**
   * The least that the server holds while it is sent more: between two collections of garbage it holds
   * up to 25 MB more or less, whatever it was sent before. Units: bytes.
   */
  async function leastMemory(fuzzer: Fuzzer): Promise<number> {
    const held: number[] = [];
    for (let sample = 0; sample < 16; sample += 1) {
      await sendAll(fuzzer, 1_500);
      held.push(stage.memory());
    }
    return Math.min(...held);
  }

  test(
    "bring no 5xx, no crash and no growth, and the database takes every 202",
    async () => {
      const fuzzer = fuzzBodies(20_261_123, domain);
      await sendAll(fuzzer, 15_000);
      const before = await leastMemory(fuzzer);
      const statuses = await sendAll(fuzzer, bodies);
      const grown = (await leastMemory(fuzzer)) - before;
      expect(
        Object.keys(statuses)
          .map(Number)
          .filter((status) => status >= 500),
      ).toEqual([]);
      // Both kinds are there, or this would show nothing.
      expect(statuses[202]).toBeGreaterThan(bodies / 10);
      expect(statuses[400]).toBeGreaterThan(bodies / 10);
      expect(grown).toBeLessThan(20 * 2 ** 20);
      expect(stage.server.output()).not.toContain("set aside");
      expect(await countEvents()).toBeGreaterThan((statuses[202] ?? 0) / 2);
      expect((await fetch(`${stage.server.origin}/health`)).status).toBe(200);
    },
    maxMs,
  );
});

describe("an event that is sent three times in parallel", () => {
  test(
    "is stored once",
    async () => {
      const first = 9_000_000;
      const numbers = Array.from({ length: 200 }, (_, at) => first + at);
      const send = async (i: number) => {
        const view = {
          v: 1,
          t: "x",
          i,
          k: 1,
          a: 0,
          e: 0,
          y: 0,
          u: `https://${domain}/`,
          n: "paid",
        };
        const body = JSON.stringify(view);
        const answers = await Promise.all([post(body), post(body), post(body)]);
        return answers.every(({ status }) => status === 202);
      };
      const before = await countEvents();
      expect((await Promise.all(numbers.map(send))).every(Boolean)).toBe(true);
      // A view and an event of each.
      expect(await countEvents()).toBe(before + 400);
      const ids = numbers.map(viewId);
      const [row] = await stage.query(
        (sql) => sql`
          select count(*)::int as rows, count(distinct id)::int as ids
          from events
          where id = any(${ids}::text[]::bigint[])
        `,
      );
      expect(row).toEqual({ rows: 200, ids: 200 });
    },
    maxMs,
  );
});

describe("clients that take their time", () => {
  /** Connections that say a little, and then a byte a second or nothing at all. */
  async function connectAll(count: number, isSlow: boolean) {
    const { port } = new URL(stage.server.origin);
    const start = `POST /${key} HTTP/1.1\r\nhost: x\r\ncontent-length: 4000\r\n\r\n`;
    const sockets: Bun.Socket[] = [];
    for (let at = 0; at < count; at += 100)
      sockets.push(
        ...(await Promise.all(
          Array.from({ length: Math.min(100, count - at) }, () =>
            Bun.connect({
              hostname: "127.0.0.1",
              port: Number(port),
              socket: { open: (socket) => void (isSlow && socket.write(start)), data() {} },
            }),
          ),
        )),
      );
    const timer = setInterval(() => {
      if (isSlow) for (const socket of sockets) socket.write("x");
    }, 1_000);
    return () => {
      clearInterval(timer);
      for (const socket of sockets) socket.terminate();
    };
  }

  test.each([
    ["slow", slowClients, true],
    ["idle", idleClients, false],
  ] as const)(
    "hold nobody up: %s ones, %d of them",
    async (_, count, isSlow) => {
      const alone = stage.load({ pauseMs: 10 });
      await Bun.sleep(2_000);
      const { times: usual } = await alone.stop();
      const hangUp = await connectAll(count, isSlow);
      const load = stage.load({ pauseMs: 10 });
      await Bun.sleep(3_000);
      const { acked, reset, others, times } = await load.stop();
      hangUp();
      expect({ reset, others }).toEqual({ reset: [], others: {} });
      expect(acked.length).toBeGreaterThan(200);
      expect(steadyP99(times)).toBeLessThan(Math.max(100, 3 * steadyP99(usual)));
    },
    maxMs,
  );

  test(
    "are hung up on in the end",
    async () => {
      const { port } = new URL(stage.server.origin);
      const { promise, resolve } = Promise.withResolvers<number>();
      const openedAt = performance.now();
      await Bun.connect({
        hostname: "127.0.0.1",
        port: Number(port),
        socket: {
          open: (socket) => void socket.write(`POST /${key} HTTP/1.1\r\nhost: x\r\n`),
          data() {},
          close: () => resolve(performance.now() - openedAt),
        },
      });
      expect(await promise).toBeLessThan(60_000);
    },
    maxMs,
  );
});
