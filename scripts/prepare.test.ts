import { afterAll, describe, expect, test } from "bun:test";
import { readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { createFolder } from "#test/support/folder.ts";
import { stampOf, withLock } from "./prepare/stamp.ts";
import { root } from "./prepare/target.ts";
import { checkoutAssets, prepare } from "./prepare.ts";

const folder = createFolder("prepare");
afterAll(folder.remove);

const everything = [
  "build.json",
  "drizzle",
  "flags",
  "geo-country.mmdb",
  "help",
  "notices.txt",
  "postgres.json",
  "postgres.tar.zst",
  "public",
  "tracker",
  "web",
  "world-map.json",
];

describe("prepare", () => {
  test("a second run changes nothing and takes no time worth naming", async () => {
    await prepare();
    const before = everything.map((name) => statSync(join(checkoutAssets, name)).mtimeMs);
    const startedMs = performance.now();
    await prepare();
    // To make a part of it takes seconds, and to see that there is nothing to make some 25 ms.
    expect(performance.now() - startedMs).toBeLessThan(1_000);
    const after = everything.map((name) => statSync(join(checkoutAssets, name)).mtimeMs);
    expect(after).toEqual(before);
  });

  test("two runs at once do not disturb each other, and only what is missing is made", async () => {
    const outDir = join(folder.path, "assets");
    const command = [
      ...[process.execPath, "-e"],
      `await (await import("#scripts/prepare.ts")).prepare({ outDir: ${JSON.stringify(outDir)} })`,
    ];
    const runs = [1, 2].map(() => Bun.spawn(command, { cwd: root, stderr: "inherit" }));
    expect(await Promise.all(runs.map((run) => run.exited))).toEqual([0, 0]);
    expect(readdirSync(outDir).sort()).toEqual(everything);

    const archive = statSync(join(outDir, "postgres.tar.zst")).mtimeMs;
    rmSync(join(outDir, "geo-country.mmdb"));
    await prepare({ outDir });
    expect(readdirSync(outDir).sort()).toEqual(everything);
    expect(statSync(join(outDir, "postgres.tar.zst")).mtimeMs).toBe(archive);

    // The same programs get the same name, whenever they were packed.
    const runtimeOf = (dir: string) =>
      (JSON.parse(readFileSync(join(dir, "postgres.json"), "utf8")) as { runtime: string }).runtime;
    expect(runtimeOf(outDir)).toBe(runtimeOf(checkoutAssets));
  }, 240_000);
});

describe("stampOf", () => {
  test("it is the same for the same files, and another for other settings", () => {
    const stamp = stampOf(["drizzle", "package.json"], { level: 3 });
    expect(stampOf(["drizzle", "package.json"], { level: 3 })).toBe(stamp);
    expect(stampOf(["drizzle", "package.json"], { level: 19 })).not.toBe(stamp);
    expect(stampOf(["drizzle"], { level: 3 })).not.toBe(stamp);
  });

  test("an input that does not exist yet is no error", () => {
    expect(stampOf(["no/such/folder"], null)).toBe(stampOf([], null));
  });
});

describe("withLock", () => {
  test("the second waits until the first has finished", async () => {
    const file = join(folder.path, "lock");
    const order: string[] = [];
    const work = (name: string) =>
      withLock(file, async () => {
        order.push(`${name} begins`);
        await Bun.sleep(60);
        order.push(`${name} ends`);
      });
    await Promise.all([work("first"), work("second")]);
    expect(order).toEqual(["first begins", "first ends", "second begins", "second ends"]);
  });
});
