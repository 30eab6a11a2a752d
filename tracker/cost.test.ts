import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { measureTrackerCost } from "#test/support/tracker-cost.ts";
import { setTrackerStage, type TrackerStage } from "#test/support/tracker-stage.ts";

const maxMs = 120_000;
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
      const cost = await measureTrackerCost(stage, 10);
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
