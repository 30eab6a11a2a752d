import { afterAll, describe, expect, test } from "bun:test";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { createFolder } from "#test/support/folder.ts";
import { readPidFile } from "./pid-file.ts";

const folder = createFolder("pid-file");
afterAll(folder.remove);

function read(text: string) {
  writeFileSync(join(folder.path, "postmaster.pid"), text);
  return readPidFile(folder.path);
}

describe("readPidFile", () => {
  test("a folder that was shut down in order has none", () => {
    expect(readPidFile(join(folder.path, "nothing"))).toBeNull();
  });

  test("it knows the process, the socket and whether connections are taken", () => {
    const lines = [
      "4711",
      "/data/pg18",
      "1795420800",
      "5432",
      "/data/run",
      "",
      " 12 3",
      "ready   ",
    ];
    expect(read(lines.join("\n"))).toEqual({
      pid: 4711,
      port: 5432,
      socketDir: "/data/run",
      isReady: true,
    });
  });

  test("one that is being written is not ready", () => {
    expect(read("4711\n/data/pg18\n")?.isReady).toBe(false);
  });
});
