import { describe, expect, test } from "bun:test";
import { createLog, describeError } from "./log.ts";

describe("createLog", () => {
  test("writes one JSON object a line", () => {
    const lines: string[] = [];
    createLog({ format: "json", write: (line) => lines.push(line) })("info", "ready", {
      port: 3000,
    });
    expect(JSON.parse(lines[0] ?? "")).toMatchObject({
      level: "info",
      message: "ready",
      port: 3000,
    });
  });

  test("writes for people in a terminal", () => {
    const lines: string[] = [];
    createLog({ format: "pretty", write: (line) => lines.push(line) })("warn", "slow", { ms: 12 });
    expect(lines[0]).toEndWith(" warn: slow ms=12");
  });

  test.each([
    ["debug", ["a", "b", "c", "d"]],
    ["info", ["b", "c", "d"]],
    ["warn", ["c", "d"]],
    ["error", ["d"]],
  ] as const)("writes at level %s what matters as much", (level, written) => {
    const lines: string[] = [];
    const write = (line: string) => lines.push(JSON.parse(line).message);
    const log = createLog({ format: "json", write, level });
    log("debug", "a");
    log("info", "b");
    log("warn", "c");
    log("error", "d");
    expect(lines).toEqual([...written]);
  });
});

describe("describeError", () => {
  test("takes the cause of a query's error, whose own message repeats the parameters", () => {
    const cause = Object.assign(new Error("duplicate key"), { code: "23505" });
    const error = new Error("Failed query: insert … params: secret", { cause });
    expect(describeError(error)).toBe("Error: duplicate key (23505)");
  });
});
