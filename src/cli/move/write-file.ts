import { createWriteStream, existsSync, renameSync, rmSync } from "node:fs";
import { dirname } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGzip, createZstdCompress } from "node:zlib";
import { StartupError } from "#src/lib/errors.ts";
import { writeFailure } from "#src/lib/write-failure.ts";
import { whileRoom } from "./room.ts";

/** What a path means the command's own output. */
export const standardStream = "-";

/**
 * Writes pieces to a file that only its owner can read, or to the command's output. The file has its
 * name only when it is whole; its name says whether it is compressed: `.zst` or `.gz`.
 * Errors: `StartupError`, one sentence, when it is there already or cannot be written.
 */
export async function writePieces(path: string, pieces: AsyncIterable<Buffer>): Promise<void> {
  try {
    if (path === standardStream) await writeOutput(pieces);
    else await writeFile(path, pieces);
  } catch (error) {
    throw explain(error, path);
  }
}

async function writeFile(path: string, pieces: AsyncIterable<Buffer>): Promise<void> {
  if (existsSync(path)) throw new StartupError(`${path} is there already: name another file.`);
  const draft = `${path}.part`;
  // What a killed export has left would keep who may read it.
  rmSync(draft, { force: true });
  try {
    const spared = whileRoom(pieces, { folder: dirname(path), name: path });
    const source = Readable.from(spared, { objectMode: false });
    const target = createWriteStream(draft, { mode: 0o600, flush: true });
    const compressor = compressorFor(path);
    if (compressor) await pipeline(source, compressor, target);
    else await pipeline(source, target);
    renameSync(draft, path);
  } finally {
    rmSync(draft, { force: true });
  }
}

/** A reader that is slower than the database is waited for; a stream of node's gives up on it. */
async function writeOutput(pieces: AsyncIterable<Buffer>): Promise<void> {
  const output = Bun.stdout.writer();
  for await (const piece of pieces) {
    await output.write(piece);
    await output.flush();
  }
  await output.end();
}

function compressorFor(path: string) {
  if (path.endsWith(".zst")) return createZstdCompress();
  return path.endsWith(".gz") ? createGzip() : null;
}

function explain(error: unknown, path: string): unknown {
  if ((error as { code?: string }).code === "EPIPE")
    return new StartupError("Whoever read the export has stopped reading.");
  return writeFailure(error, path) ?? error;
}
