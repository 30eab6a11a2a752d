import { createReadStream } from "node:fs";
import { open } from "node:fs/promises";
import { pipeline, Readable } from "node:stream";
import { createZstdDecompress } from "node:zlib";
import { StartupError } from "#src/lib/errors.ts";
import { endMarkBytes, makeEndMark } from "./format.ts";
import { type Entry, readTar } from "./tar.ts";

const zstdMagic = Buffer.from([0x28, 0xb5, 0x2f, 0xfd]);
const readBytes = 2 ** 18;

/** Told how much of the file was read, and how large it is. Units: bytes. */
type OnRead = (done: number, total: number) => void;

/**
 * The entries of a backup, one after the other. Whoever has been handed the last one, and no error
 * after it, knows that each bit of the file is as it was written.
 * Errors: `StartupError`, one sentence: it is not there, of something else, cut short or damaged.
 */
export async function* readEntries(path: string, onRead: OnRead): AsyncGenerator<Entry> {
  const { size, mark } = await readEnds(path);
  const hash = new Bun.CryptoHasher("sha256");
  async function* compressed() {
    const end = size - endMarkBytes - 1;
    let done = endMarkBytes;
    for await (const bytes of createReadStream(path, { end, highWaterMark: readBytes })) {
      hash.update(bytes as Buffer);
      done += (bytes as Buffer).length;
      onRead(done, size);
      yield bytes as Buffer;
    }
  }
  // What goes wrong in it is thrown where it is read from.
  const tar = pipeline(Readable.from(compressed()), createZstdDecompress(), () => {});
  try {
    yield* readTar(tar);
  } catch {
    throw new StartupError(`${path} is damaged: its content is not what was written.`);
  }
  if (!makeEndMark(hash.digest()).equals(mark))
    throw new StartupError(`${path} is damaged: its content is not what was written.`);
}

/** Looks at how the file begins and ends, which tells most wrong files at once. */
async function readEnds(path: string): Promise<{ size: number; mark: Buffer }> {
  const file = await open(path, "r").catch((error: { code?: string }) => {
    throw new StartupError(
      error.code === "ENOENT" ? `There is no file ${path}.` : `${path} cannot be read.`,
    );
  });
  try {
    const { size } = await file.stat();
    const magic = Buffer.alloc(zstdMagic.length);
    await file.read(magic, 0, magic.length, 0).catch(() => {});
    if (!magic.equals(zstdMagic))
      throw new StartupError(`${path} is not a backup of Tracker Analytics.`);
    const mark = Buffer.alloc(endMarkBytes);
    await file.read(mark, 0, mark.length, Math.max(size - mark.length, 0));
    if (!mark.subarray(0, 8).equals(makeEndMark(Buffer.alloc(32)).subarray(0, 8)))
      throw new StartupError(`${path} is cut short, or not a backup: its end is missing.`);
    return { size, mark };
  } finally {
    await file.close();
  }
}
