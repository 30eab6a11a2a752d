import { createWriteStream, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { StartupError } from "#src/lib/errors.ts";
import { whileRoom } from "./room.ts";

/** Puts what comes from the standard input into a file, which can be read twice. */
export async function spoolInput(): Promise<{ path: string; remove(): void }> {
  const folder = mkdtempSync(join(tmpdir(), "tracker-import-"));
  const remove = () => rmSync(folder, { recursive: true, force: true });
  const path = join(folder, "site");
  try {
    const input = Bun.stdin.stream() as unknown as AsyncIterable<Uint8Array>;
    const spared = whileRoom(input, { folder, name: tmpdir() });
    await pipeline(Readable.from(spared), createWriteStream(path, { mode: 0o600 }));
    return { path, remove };
  } catch (error) {
    remove();
    const isFull = error instanceof StartupError || (error as { code?: string }).code === "ENOSPC";
    if (!isFull) throw error;
    throw new StartupError(
      `The disk of ${tmpdir()} is full, or nearly so: set TMPDIR, or name a file.`,
    );
  }
}
