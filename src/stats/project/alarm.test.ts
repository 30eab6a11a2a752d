import { describe, expect, test } from "bun:test";
import { createAlarm } from "./alarm.ts";

const longMs = 60_000;

describe("createAlarm", () => {
  test("ends a sleep when it rings", async () => {
    const alarm = createAlarm();
    const asleep = alarm.sleep(longMs);
    alarm.ring();
    await asleep;
  });

  test("remembers one ring for the next sleep, and only for that", async () => {
    const alarm = createAlarm();
    alarm.ring();
    alarm.ring();
    await alarm.sleep(longMs);
    const startedAt = performance.now();
    await alarm.sleep(20);
    expect(performance.now() - startedAt).toBeGreaterThan(15);
  });

  test("lets nobody sleep once it is stopped", async () => {
    const alarm = createAlarm();
    const asleep = alarm.sleep(longMs);
    alarm.stop();
    await asleep;
    await alarm.sleep(longMs);
    expect(alarm.stopped).toBe(true);
  });
});
