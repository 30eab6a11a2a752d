import { describe, expect, test } from "bun:test";
import { writeFileSync } from "node:fs";
import { writeFailure } from "./write-failure.ts";

describe("writeFailure", () => {
  test.each([
    ["/dev/full", "The disk of /dev/full is full: nothing was written."],
    ["/nowhere/file", "There is no folder for /nowhere/file."],
    ["/tmp", "/tmp is a folder: name a file."],
  ])("says why nothing can be written to %s", (path, sentence) => {
    let thrown: unknown;
    try {
      writeFileSync(path, "x");
    } catch (error) {
      thrown = error;
    }
    expect(writeFailure(thrown, path)?.message).toBe(sentence);
  });

  test("has nothing to say of what is no fault of the file", () => {
    expect(writeFailure(new Error("a bug"), "/tmp/file")).toBeNull();
  });
});
