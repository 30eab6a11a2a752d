import { describe, expect, test } from "bun:test";
import { isAtWork } from "./stall.ts";

describe("isAtWork", () => {
  const always = [
    "postgres: io worker 0",
    "postgres: checkpointer ",
    "postgres: background writer ",
  ];

  test.each([
    ["serves", [...always, "postgres: walwriter ", "postgres: app app [local] idle"]],
    ["recovers", [...always, "postgres: startup recovering 000000010000000000000019"]],
  ])("is said of one that %s", (_, titles) => {
    expect(isAtWork(titles)).toBe(true);
  });

  test.each([
    // As seen on a full disk: "the database system is not yet accepting connections", for ever.
    ["waits for a recovery that has ended", always],
    ["has lost all but zombies, which have no title", ["", ""]],
  ])("is not said of one that %s", (_, titles) => {
    expect(isAtWork(titles)).toBe(false);
  });
});
