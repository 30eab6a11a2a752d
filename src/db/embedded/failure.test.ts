import { describe, expect, test } from "bun:test";
import { StartupError } from "#src/lib/errors.ts";
import { createFolder } from "#test/support/folder.ts";
import { explainEnd, explainFailure } from "./failure.ts";
import { launchFailure } from "./launcher.ts";
import { layoutOf } from "./layout.ts";

const layout = layoutOf("/data", null, { version: "18.4", runtime: "pg-18.4-abc", folders: [] });

function messageOf(code: string, path: string): string {
  const error = Object.assign(new Error(code), { code, path });
  return (explainFailure(error, "/data") as Error).message;
}

describe("explainFailure", () => {
  test.each([
    [
      "ENOSPC",
      "/data/pg18/PG_VERSION",
      "The data folder /data cannot be used: the disk is full (/data/pg18/PG_VERSION).",
    ],
    ["EROFS", "/data", "The data folder /data cannot be used: the file system is read-only."],
    ["ENOTDIR", "/data/pg18", "The data folder /data cannot be used: a file is in its place."],
    ["EACCES", "/opt/programs", "/opt/programs cannot be used: permission is denied."],
  ])("%s at %s", (code, path, expected) => {
    expect(messageOf(code, path)).toBe(expected);
  });

  test("a bug stays a bug", () => {
    const bug = new TypeError("x is undefined");
    expect(explainFailure(bug, "/data")).toBe(bug);
  });

  test("a sentence stays as it is", () => {
    const sentence = new StartupError("The port is taken.");
    expect(explainFailure(sentence, "/data")).toBe(sentence);
  });
});

describe("explainEnd", () => {
  test("a missing system library is named with what installs it", () => {
    const said =
      "/data/runtime/pg/bin/postgres: error while loading shared libraries: libstdc++.so.6: " +
      "cannot open shared object file: No such file or directory\n";
    const { message } = explainEnd({ layout, code: 127, signal: null, said });
    expect(message).toContain("needs the system library libstdc++.so.6");
    expect(message).toContain("apt install libstdc++6");
  });

  test("a full disk is called that", () => {
    const said = 'FATAL:  could not write lock file "postmaster.pid": No space left on device';
    const { message } = explainEnd({ layout, code: 1, signal: null, said });
    expect(message).toBe("The data folder /data cannot be used: the disk is full.");
  });

  test("root that may not become somebody else is told to start as somebody else", () => {
    const { message } = explainEnd({
      layout,
      code: launchFailure.identity,
      signal: null,
      said: "",
    });
    expect(message).toContain("start it as an ordinary user");
  });

  test("programs that may not be executed lead to RUNTIME_DIR", () => {
    const { path, remove } = createFolder("failure");
    const bundle = { version: "18.4", runtime: "pg", folders: [] };
    const given = layoutOf(path, null, bundle);
    const { message } = explainEnd({
      layout: given,
      code: launchFailure.program,
      signal: null,
      said: "",
    });
    expect(message).toContain("set RUNTIME_DIR");
    remove();
  });

  test("anything else ends with what PostgreSQL said, without times and numbers", () => {
    const said =
      "2026-11-23 18:20:30.451 UTC [11] LOG:  syntax error in file\n" +
      "2026-11-23 18:20:30.452 UTC [11] FATAL:  configuration file contains errors\n";
    const { message } = explainEnd({ layout, code: 1, signal: null, said });
    expect(message).toBe(
      "The embedded PostgreSQL did not start (exit code 1): LOG:  syntax error in file; FATAL:  " +
        "configuration file contains errors. Its log is /data/postgres.log.",
    );
  });
});
