import { afterAll, describe, expect, test } from "bun:test";
import { spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import postgres from "postgres";
import { createFolder } from "#test/support/folder.ts";
import { startEmbedded } from "./start.ts";

// A disk in a file: what is in the file has reached the disk, what is only in the system's cache is
// not. A copy of the file is what a power cut at that moment would have left.

const folder = createFolder("power-cut");
const mounted: string[] = [];
afterAll(() => {
  for (const path of mounted) system("umount", path);
  folder.remove();
}, 60_000);

function system(program: string, ...words: string[]): boolean {
  const env = { PATH: "/usr/sbin:/sbin:/usr/bin:/bin" };
  return spawnSync(program, words, { env, stdio: "ignore" }).status === 0;
}

/** Mounts a disk; null where that is not allowed, as for ordinary users and in containers. */
function mount(image: string): string | null {
  const path = join(folder.path, `mounted-${mounted.length}`);
  mkdirSync(path);
  if (!system("mount", "-o", "loop", image, path)) return null;
  mounted.push(path);
  chmodSync(path, 0o755);
  return path;
}

function makeDisk(): string | null {
  const image = join(folder.path, "disk");
  writeFileSync(image, "");
  truncateSync(image, 300 * 2 ** 20);
  return system("mkfs.ext4", "-q", image) ? mount(image) : null;
}

function start(disk: string) {
  const dataDir = join(disk, "data");
  return startEmbedded({ dataDir, runtimeDir: null, databaseUser: null, log: () => {} });
}

describe("a power cut seconds after the first start", () => {
  test("leaves programs that run and every commit that was acknowledged", async () => {
    const disk = makeDisk();
    if (!disk) {
      expect(mounted).toEqual([]);
      return;
    }
    const before = await start(disk);
    const sql = postgres({ ...before.connection, max: 1, onnotice: () => {} });
    await sql`create table numbers (n int)`;
    for (let n = 0; n < 100; n++) await sql`insert into numbers values (${n})`;
    const cut = join(folder.path, "cut");
    expect(system("cp", "--sparse=always", join(folder.path, "disk"), cut)).toBe(true);
    await sql.end();
    await before.stop();

    const after = await start(mount(cut) ?? "the copy cannot be mounted");
    const again = postgres({ ...after.connection, max: 1, onnotice: () => {} });
    expect(await again`select n from numbers`).toHaveLength(100);
    await again.end();
    await after.stop();
  }, 60_000);
});
