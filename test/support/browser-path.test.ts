import { describe, expect, test } from "bun:test";
import { join } from "node:path";
import { hostTarget } from "#scripts/prepare/target.ts";

const script = join(import.meta.dir, "browser-path.ts");

function choose(env: Record<string, string>) {
  const { exitCode, stderr } = Bun.spawnSync([process.execPath, script], { env });
  return { exitCode, said: stderr.toString() };
}

describe("browserPath", () => {
  test("a browser that is configured but does not start is told in one sentence", () => {
    expect(choose({ PATH: "/usr/bin:/bin", CHROMIUM_PATH: "/no/such/browser" })).toEqual({
      exitCode: 1,
      said: "CHROMIUM_PATH names /no/such/browser, which does not start.\n",
    });
  });

  test("a machine without any browser has the one that came with the packages", () => {
    const { exitCode, said } = choose({ PATH: "/no/such/folder" });
    // Only this kind of machine has one in the packages; a Mac is looked at for Chrome itself.
    if (hostTarget() === "linux-x64") expect(exitCode).toBe(0);
    else expect(said).toBeOneOf(["", expect.stringContaining("install Chromium or Chrome")]);
  }, 120_000);
});
