import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { measureTrackerCost } from "#test/support/tracker-cost.ts";
import { setTrackerStage, type TrackerStage } from "#test/support/tracker-stage.ts";

const maxMs = 240_000;
/** Other work of the machine can cost one measurement more than the noise; a cost shows in all. */
const triesMax = 3;
const mainThreadMaxMs = 2;
let stage: TrackerStage;

beforeAll(async () => {
  stage = await setTrackerStage();
}, maxMs);
afterAll(() => stage.end());

describe("the script", () => {
  test(
    "costs a page nothing that could be seen",
    async () => {
      let cost = await measureTrackerCost(stage, 10);
      for (let tries = 1; tries < triesMax && !isHidden(cost); tries++)
        cost = await measureTrackerCost(stage, 10);
      const { lcp_with_ms, lcp_without_ms, tbt_with_ms, tbt_without_ms } = cost;
      expect(lcp_without_ms).toBeGreaterThan(0);
      expect(tbt_without_ms).toBeGreaterThan(0);
      expect(lcp_with_ms - lcp_without_ms).toBeLessThanOrEqual(cost.lcp_noise_ms);
      expect(tbt_with_ms - tbt_without_ms).toBeLessThanOrEqual(cost.tbt_noise_ms);
      expect(cost.own_main_thread_ms).toBeGreaterThan(0);
      expect(cost.own_main_thread_ms).toBeLessThan(mainThreadMaxMs);
      console.log(JSON.stringify(cost));
    },
    maxMs,
  );
});

/** Whether what the script costs is within the noise of what pages cost without it. */
function isHidden(cost: Awaited<ReturnType<typeof measureTrackerCost>>): boolean {
  const lcpMs = cost.lcp_with_ms - cost.lcp_without_ms;
  const tbtMs = cost.tbt_with_ms - cost.tbt_without_ms;
  return lcpMs <= cost.lcp_noise_ms && tbtMs <= cost.tbt_noise_ms;
}
