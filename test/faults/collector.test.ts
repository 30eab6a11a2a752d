import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { type FaultStage, setFaultStage, steadyP99 } from "#test/support/fault-stage.ts";

// What was acknowledged is there once, whatever is done to the server and its database. The small
// numbers run with every test, the large ones by `bun run test:faults`.
const isLarge = Bun.env.FAULTS === "large";
const times = (small: number, large: number) => (isLarge ? large : small);
const maxMs = 600_000;

let stage: FaultStage;
beforeAll(async () => {
  stage = await setFaultStage();
}, maxMs);
afterAll(() => stage?.end(), maxMs);

/** What somebody with a session is answered, and how long all of it takes. Units: ms. */
async function askForPages(): Promise<{ statuses: number[]; tookMs: number }> {
  const headers = { cookie: `tracker_session=${"a".repeat(43)}` };
  const startedAt = performance.now();
  const ask = async (path: string) => {
    const options = { headers, redirect: "manual", signal: AbortSignal.timeout(30_000) } as const;
    return (await fetch(stage.server.origin + path, options)).status;
  };
  const paths = ["/sites", "/sites/shop.example", "/admin/system"];
  const statuses = await Promise.all(paths.map(ask));
  return { statuses, tookMs: performance.now() - startedAt };
}

describe("the collector under load", () => {
  test(
    "loses and doubles nothing when the server is killed, and is up again in five seconds",
    async () => {
      const acked: number[] = [];
      for (let time = 0; time < times(5, 50); time++) {
        const load = stage.load();
        await Bun.sleep(300 + Math.random() * 400);
        await stage.server.end("SIGKILL");
        expect(await stage.restart()).toBeLessThan(5_000);
        acked.push(...(await load.stop()).acked);
      }
      await stage.drained();
      expect(acked.length).toBeGreaterThan(100);
      expect(await stage.audit(acked)).toEqual({ lost: 0, doubled: 0 });
    },
    maxMs,
  );

  test(
    "answers on when every process of the database is killed, and loses nothing",
    async () => {
      for (let time = 0; time < times(3, 20); time++) {
        const load = stage.load();
        await Bun.sleep(400);
        stage.signalDatabase("SIGKILL");
        await Bun.sleep(2_500);
        const { acked, reset, others } = await load.stop();
        expect({ reset, others }).toEqual({ reset: [], others: {} });
        await stage.drained();
        expect(await stage.audit(acked)).toEqual({ lost: 0, doubled: 0 });
      }
    },
    maxMs,
  );

  test(
    "waits for nothing while the database is frozen, and brings everything in afterwards",
    async () => {
      const warm = stage.load();
      await Bun.sleep(2_000);
      const answered = await askForPages();
      const { times: usual } = await warm.stop();
      for (let time = 0; time < times(1, 5); time++) {
        const load = stage.load();
        await Bun.sleep(300);
        stage.signalDatabase("SIGSTOP");
        const [pages] = await Promise.all([askForPages(), Bun.sleep(4_000)]);
        expect(pages.statuses).toEqual([503, 503, 503]);
        // Five seconds, and on a machine that has other things to do what it takes for those.
        expect(pages.tookMs).toBeLessThan(5_000 + 10 * answered.tookMs);
        stage.signalDatabase("SIGCONT");
        await Bun.sleep(1_000);
        const { acked, reset, others, times: took } = await load.stop();
        expect({ reset, others }).toEqual({ reset: [], others: {} });
        expect(steadyP99(took)).toBeLessThan(Math.max(100, 3 * steadyP99(usual)));
        await stage.drained();
        expect(await stage.audit(acked)).toEqual({ lost: 0, doubled: 0 });
      }
    },
    maxMs,
  );

  test(
    "finishes every request it has taken when it is told to stop",
    async () => {
      for (let time = 0; time < times(3, 20); time++) {
        const load = stage.load({ hangsUp: true, pauseMs: 20 });
        await Bun.sleep(400);
        const startedAt = performance.now();
        expect(await stage.server.end("SIGTERM")).toBe(0);
        expect(performance.now() - startedAt).toBeLessThan(10_000);
        const { acked, reset, others } = await load.stop();
        // Whoever comes later finds nobody.
        const isRefused = (code: string) => /^(ECONNREFUSED|ConnectionRefused)$/.test(code);
        expect(Object.keys(others).filter((code) => !isRefused(code))).toEqual([]);
        await stage.restart();
        await stage.drained();
        expect(await stage.audit(acked)).toEqual({ lost: 0, doubled: 0 });
        // A connection that the kernel has made but nobody has accepted yet is reset when the
        // listener closes; no request that was taken is among these.
        expect(await stage.audit(reset)).toEqual({ lost: reset.length, doubled: 0 });
      }
    },
    maxMs,
  );
});
