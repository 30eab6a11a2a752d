import { afterAll, describe, expect, test } from "bun:test";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createFolder } from "#test/support/folder.ts";

const folder = createFolder("run");
afterAll(folder.remove);

// Stands in for Bun: writes down what it is asked to do. As the server it waits for SIGTERM.
const bun = `#!/bin/sh
if [ "$1" = --version ]; then echo 9.9.9; exit; fi
echo "$@" >> calls
if [ "$1" = install ] && [ -e offline ]; then echo "no network" >&2; exit 1; fi
if [ "$1" = test ]; then exit 3; fi
if [ "$1" = src/main.ts ]; then
  trap 'echo stopped >> calls; exit 0' TERM
  echo ready
  while :; do sleep 0.02; done
fi
`;

let made = 0;

/** A checkout with nothing in it but what run.mjs reads, and a stand-in for Bun. */
function makeCheckout(): string {
  const root = join(folder.path, String(++made));
  mkdirSync(join(root, "scripts"), { recursive: true });
  mkdirSync(join(root, "node_modules/.bin"), { recursive: true });
  copyFileSync(join(import.meta.dir, "run.mjs"), join(root, "scripts/run.mjs"));
  const description = { dependencies: { bun: "9.9.9" }, devDependencies: { tester: "1.0.0" } };
  writeFileSync(join(root, "package.json"), JSON.stringify(description));
  writeFileSync(join(root, "bun.lock"), "{}");
  writeFileSync(join(root, "node_modules/.bin/bun"), bun, { mode: 0o755 });
  return root;
}

/** Runs a task; `end` is sent when the stand-in says that it is ready. */
async function run(root: string, words: string[], end?: NodeJS.Signals) {
  const child = spawn(process.execPath, ["scripts/run.mjs", ...words], {
    cwd: root,
    env: { PATH: "/usr/bin:/bin" },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  let isEnded = false;
  for (const stream of [child.stdout, child.stderr])
    stream?.on("data", (chunk: Buffer) => {
      output += chunk.toString();
      if (!end || isEnded || !output.includes("ready")) return;
      isEnded = true;
      child.kill(end);
    });
  const [code] = (await once(child, "close")) as [number | null];
  return { code, output };
}

function callsOf(root: string): string[] {
  return readFileSync(join(root, "calls"), "utf8").trim().split("\n");
}

describe("run.mjs", () => {
  test("to serve, it installs what that needs, prepares, and stops in order", async () => {
    const root = makeCheckout();
    const { code } = await run(root, ["serve", "--port", "0"], "SIGTERM");
    expect(code).toBe(0);
    expect(callsOf(root)).toEqual([
      "install --frozen-lockfile --production",
      "scripts/prepare.ts",
      "src/main.ts serve --port 0",
      "stopped",
    ]);
  });

  test("a second time nothing is installed, until the lock file changes", async () => {
    const root = makeCheckout();
    for (const lock of ["{}", "{}", "{ }"]) {
      writeFileSync(join(root, "bun.lock"), lock);
      await run(root, ["serve"], "SIGTERM");
    }
    expect(callsOf(root).filter((call) => call.startsWith("install"))).toHaveLength(2);
  });

  test("to test, it installs everything, finds a browser, and its exit code is the tests'", async () => {
    const root = makeCheckout();
    const { code } = await run(root, ["test", "src/lib"]);
    expect(code).toBe(3);
    expect(callsOf(root)).toEqual([
      "install --frozen-lockfile",
      "scripts/prepare.ts",
      "test/support/browser-path.ts",
      "test --max-concurrency=4 --timeout=60000 src/lib",
    ]);
  });

  test("a checkout that has everything keeps it when it serves", async () => {
    const root = makeCheckout();
    mkdirSync(join(root, "node_modules/tester"));
    await run(root, ["serve"], "SIGTERM");
    expect(callsOf(root)[0]).toBe("install --frozen-lockfile");
  });

  test("an install that fails ends in one sentence", async () => {
    const root = makeCheckout();
    writeFileSync(join(root, "offline"), "");
    const { code, output } = await run(root, ["serve"]);
    expect(code).toBe(1);
    expect(output).toContain("no network");
    expect(output.trim().split("\n").at(-1)).toBe(
      "The packages could not be installed: is the npm registry within reach?",
    );
  });

  test("a task that does not exist ends in one sentence", async () => {
    const { code, output } = await run(makeCheckout(), ["tset"]);
    expect(code).toBe(1);
    expect(output).toBe('There is no task "tset": say serve, demo, test.\n');
  });
});
