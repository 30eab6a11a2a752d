import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { existsSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createFolder } from "#test/support/folder.ts";
import { createBackupFile } from "./write-file.ts";

let folder: ReturnType<typeof createFolder>;
beforeAll(() => {
  folder = createFolder("backup-file");
});
afterAll(() => folder.remove());

/** Writes a file with so many bytes that nothing makes smaller. */
async function writeNoise(path: string, bytes: number, freeBytes?: () => Promise<number>) {
  const file = await createBackupFile(path, freeBytes);
  try {
    await file.add("noise", Buffer.from(crypto.getRandomValues(new Uint8Array(65_536))));
    for (let size = 65_536; size < bytes; size += 65_536)
      await file.add("noise", Buffer.from(crypto.getRandomValues(new Uint8Array(65_536))));
    await file.close();
    file.keep();
  } finally {
    await file.discard();
  }
}

describe("createBackupFile", () => {
  test("stops while its disk still has room for the database, and leaves nothing", async () => {
    const path = join(folder.path, "nearly-full.tar.zst");
    let free = 70_000_000;
    const grown = writeNoise(path, 10_000_000, async () => {
      free -= 500_000;
      return free;
    });
    await expect(grown).rejects.toThrow(`The disk of ${path} is nearly full`);
    expect(free).toBeGreaterThan(60_000_000);
    expect([existsSync(path), existsSync(`${path}.part`)]).toEqual([false, false]);
  });

  test("lets only its owner read it, also where a draft that others may read was left", async () => {
    const path = join(folder.path, "left.tar.zst");
    writeFileSync(`${path}.part`, "half", { mode: 0o644 });
    await writeNoise(path, 1);
    expect(statSync(path).mode & 0o777).toBe(0o600);
  });
});
