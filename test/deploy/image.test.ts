import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { createFolder } from "#test/support/folder.ts";
import { freePort } from "#test/support/port.ts";
import { runToEnd, startServerProcess } from "#test/support/server-process.ts";

// What Docker would do with the Dockerfile, as far as it can be done without it: the same files,
// the same steps, and the result in a file system that can only be read.

const root = resolve(import.meta.dir, "../..");
const maxMs = 240_000;
const folder = createFolder("image");
const context = join(folder.path, "src");
const out = join(folder.path, "out");
const program = join(out, "tracker-analytics");
const dockerfile = readFileSync(join(root, "Dockerfile"), "utf8").replaceAll("\\\n", "");
const steps = [...dockerfile.matchAll(/^RUN (.*)$/gm)].map(([, step = ""]) => step);

/** Copies what .dockerignore lets through. */
function copyContext(): void {
  const lines = readFileSync(join(root, ".dockerignore"), "utf8")
    .split("\n")
    .filter((line) => line && !line.startsWith("#"));
  // Everything is left out but what is named, and of that the tests.
  expect(lines.filter((line) => !line.startsWith("!"))).toEqual([
    "*",
    "**/*.test.ts",
    "**/*.test.tsx",
  ]);
  for (const name of lines.filter((line) => line.startsWith("!")).map((line) => line.slice(1))) {
    mkdirSync(dirname(join(context, name)), { recursive: true });
    const filter = (path: string) => !/\.test\.tsx?$/.test(path);
    cpSync(join(root, name), join(context, name), { recursive: true, filter });
  }
}

beforeAll(() => {
  copyContext();
  symlinkSync(join(root, "node_modules"), join(context, "node_modules"));
  // npm's package of Bun calls its program bun.exe.
  mkdirSync(join(folder.path, "bin"));
  symlinkSync(process.execPath, join(folder.path, "bin/bun"));
}, maxMs);
afterAll(folder.remove, maxMs);

describe("the Dockerfile's steps", () => {
  test("install by the lock file what building needs, and no more", () => {
    expect(steps[0]).toBe("bun install --frozen-lockfile --production");
  });

  test(
    "build the program from the files that reach Docker",
    () => {
      const [, ...rest] = steps;
      for (const step of rest) {
        // A quick compression does for a test.
        const command = step.replaceAll("/out", out).replace("--target", "--level 3 --target");
        const TARGETARCH = process.arch === "x64" ? "amd64" : process.arch;
        const PATH = `${join(folder.path, "bin")}:/usr/bin:/bin`;
        const run = spawnSync("/bin/sh", ["-c", command.replace("linux", process.platform)], {
          cwd: context,
          env: { PATH, TARGETARCH },
          encoding: "utf8",
        });
        expect(`${run.status}: ${run.stderr}`).toBe("0: ");
      }
      expect(readdirSync(out).sort()).toEqual(["data", "tracker-analytics"]);
    },
    maxMs,
  );
});

/**
 * In name spaces of its own: every file system but the data's and /proc is made read-only, and the
 * program runs as the image's user. `$0` is the data folder.
 */
const readOnly = `
set -e
mount --make-rprivate /
mount --bind "$0" "$0"
awk '{ print $5 }' /proc/self/mountinfo | while read -r at; do
  case $at in "$0" | /proc*) continue ;; esac
  mount -o remount,bind,ro "$at"
done
for at in /tmp /var/tmp /dev/shm /run "$PWD"; do
  if touch "$at/written" 2>/dev/null; then echo "$at can be written" >&2; exit 1; fi
done
exec unshare --user --map-user=65532 --map-group=65532 "$@"
`;
const spaces = ["unshare", "--user", "--map-root-user", "--mount"];

/** Elsewhere than on Linux, and where users may make no name spaces, the program runs as it is. */
function enclosed(data: string, command: string[]): string[] {
  const [first = "", ...rest] = spaces;
  if (spawnSync(first, [...rest, "true"]).status !== 0) return command;
  return [...spaces, "sh", "-c", readOnly, data, ...command];
}

describe("the program of the image", () => {
  test(
    "lives with a file system that can only be read, but for its data, as user 65532",
    async () => {
      const data = join(out, "data");
      const port = String(freePort());
      const env = { DATA_DIR: data, PORT: port, HOST: "127.0.0.1" };
      const command = enclosed(data, [program]);
      const server = await startServerProcess({ command, cwd: "/", env });
      const asked = { command: [program, "healthcheck"], cwd: "/", env };
      try {
        expect((await fetch(`${server.origin}/`)).status).toBe(200);
        expect(await runToEnd(asked)).toEqual({ code: 0, output: "healthy\n" });
      } finally {
        expect(await server.end()).toBe(0);
      }
      expect((await runToEnd(asked)).code).toBe(1);
      expect(existsSync(join(data, "pg18/PG_VERSION"))).toBe(true);
    },
    maxMs,
  );
});
