import { createWriteStream, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { StartupError } from "#src/lib/errors.ts";

/** Puts what comes from the standard input into a file, which can be read twice. */
export async function spoolInput(): Promise<{ path: string; remove(): void }> {
  const folder = mkdtempSync(join(tmpdir(), "tracker-import-"));
  const remove = () => rmSync(folder, { recursive: true, force: true });
  const path = join(folder, "site");
  try {
    const input = Readable.from(Bun.stdin.stream() as unknown as AsyncIterable<Uint8Array>);
    await pipeline(input, createWriteStream(path, { mode: 0o600 }));
    return { path, remove };
  } catch (error) {
    remove();
    if ((error as { code?: string }).code !== "ENOSPC") throw error;
    throw new StartupError(`The disk of ${tmpdir()} is full: set TMPDIR, or name a file.`);
  }
}
