import { describe, expect, test } from "bun:test";
import { createLog, describeError } from "./log.ts";

describe("createLog", () => {
  test("writes one JSON object a line", () => {
    const lines: string[] = [];
    createLog("json", (line) => lines.push(line))("info", "ready", { port: 3000 });
    expect(JSON.parse(lines[0] ?? "")).toMatchObject({
      level: "info",
      message: "ready",
      port: 3000,
    });
  });

  test("writes for people in a terminal", () => {
    const lines: string[] = [];
    createLog("pretty", (line) => lines.push(line))("warn", "slow", { ms: 12 });
    expect(lines[0]).toEndWith(" warn: slow ms=12");
  });
});

describe("describeError", () => {
  test("takes the cause of a query's error, whose own message repeats the parameters", () => {
    const cause = Object.assign(new Error("duplicate key"), { code: "23505" });
    const error = new Error("Failed query: insert … params: secret", { cause });
    expect(describeError(error)).toBe("Error: duplicate key (23505)");
  });
});
