import { chmodSync, existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const triesMax = 40;

/**
 * An empty folder of its own that every user may enter: as root, the embedded PostgreSQL runs as
 * another one. `remove` deletes it with all that is in it.
 */
export function createFolder(name: string): { path: string; remove: () => void } {
  const path = mkdtempSync(join(tmpdir(), `tracker-${name}-`));
  chmodSync(path, 0o755);
  return { path, remove: () => remove(path) };
}

/** Whoever was just ended may have a child that still writes there for a moment. */
function remove(path: string): void {
  for (let tries = 1; existsSync(path) && tries <= triesMax; tries++) {
    if (tries > 1) Bun.sleepSync(50);
    try {
      rmSync(path, { recursive: true, force: true });
    } catch (error) {
      if (tries === triesMax) throw error;
    }
  }
}
