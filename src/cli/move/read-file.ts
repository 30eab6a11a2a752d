import { createReadStream } from "node:fs";
import { open } from "node:fs/promises";
import { pipeline, type Transform } from "node:stream";
import { createGunzip, createZstdDecompress } from "node:zlib";
import type { Progress } from "#src/cli/progress.ts";
import { StartupError } from "#src/lib/errors.ts";
import { lineBytesMax } from "./format.ts";

const lineBreak = 10;
const readBytes = 2 ** 18;

/** A line of a file. Shape: `number` counts from 1, `isEnded` says that a line break follows. */
export interface Line {
  number: number;
  bytes: Buffer;
  isEnded: boolean;
}

/**
 * The lines of a file, compressed or not, one after the other; the memory holds one.
 * Errors: `StartupError`, one sentence, when it is not there, is damaged, or a line is too long.
 */
export async function* readLines(path: string, onProgress: Progress): AsyncGenerator<Line> {
  let number = 0;
  let kept: Buffer[] = [];
  let size = 0;
  const lineOf = (last: Buffer, isEnded: boolean): Line => {
    number += 1;
    const bytes = kept.length === 0 ? last : Buffer.concat([...kept, last]);
    [kept, size] = [[], 0];
    return { number, bytes, isEnded };
  };
  for await (const piece of readPieces(path, onProgress)) {
    let start = 0;
    for (let at = piece.indexOf(lineBreak); at >= 0; at = piece.indexOf(lineBreak, start)) {
      yield lineOf(piece.subarray(start, at), true);
      start = at + 1;
    }
    const rest = piece.subarray(start);
    size += rest.length;
    if (size > lineBytesMax)
      throw new StartupError(`Line ${number + 1} of ${path} is longer than any that is exported.`);
    if (rest.length > 0) kept.push(Buffer.from(rest));
  }
  if (size > 0) yield lineOf(Buffer.alloc(0), false);
}

async function* readPieces(path: string, onProgress: Progress): AsyncGenerator<Buffer> {
  const { size, unpacker } = await lookAt(path);
  let done = 0;
  const file = createReadStream(path, { highWaterMark: readBytes });
  file.on("data", (bytes) => {
    done += bytes.length;
    onProgress(done, size);
  });
  try {
    // What goes wrong in it is thrown where it is read from.
    if (unpacker) yield* pipeline(file, unpacker, () => {}) as AsyncIterable<Buffer>;
    else yield* file as AsyncIterable<Buffer>;
  } catch {
    throw new StartupError(`${path} is cut short or damaged: it cannot be unpacked.`);
  } finally {
    file.destroy();
  }
}

/** How large a file is, and what unpacks it, by the signs that it begins with. */
async function lookAt(path: string): Promise<{ size: number; unpacker: Transform | null }> {
  const file = await open(path, "r").catch((error: { code?: string }) => {
    throw new StartupError(
      error.code === "ENOENT" ? `There is no file ${path}.` : `${path} cannot be read.`,
    );
  });
  try {
    const { size } = await file.stat();
    const magic = Buffer.alloc(4);
    await file.read(magic, 0, magic.length, 0).catch(() => {
      throw new StartupError(`${path} cannot be read.`);
    });
    const begins = magic.toString("hex");
    if (begins === "28b52ffd") return { size, unpacker: createZstdDecompress() };
    return { size, unpacker: begins.startsWith("1f8b") ? createGunzip() : null };
  } finally {
    await file.close();
  }
}
