import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/**
 * An empty folder of its own that every user may enter: as root, the embedded PostgreSQL runs as
 * another one. `remove` deletes it with all that is in it.
 */
export function createFolder(name: string): { path: string; remove: () => void } {
  const path = mkdtempSync(join(tmpdir(), `tracker-${name}-`));
  chmodSync(path, 0o755);
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}
