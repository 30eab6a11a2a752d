import { open, unlink } from "node:fs/promises";
import { join } from "node:path";

const tries = 5;
const blockBytes = 8_192;

/**
 * How long it takes until a small write is safe on the disk of a folder: the middle of five, since
 * every event waits for one. Units: ms; null where we may not write.
 */
export async function timeSync(folder: string): Promise<number | null> {
  const path = join(folder, `doctor-${crypto.randomUUID()}.tmp`);
  try {
    const file = await open(path, "wx", 0o600);
    try {
      const times: number[] = [];
      for (let at = 0; at < tries; at++) {
        const startedAt = performance.now();
        await file.write(new Uint8Array(blockBytes));
        await file.datasync();
        times.push(performance.now() - startedAt);
      }
      return times.toSorted((a, b) => a - b)[tries >> 1] ?? null;
    } finally {
      await file.close();
      await unlink(path);
    }
  } catch {
    return null;
  }
}
