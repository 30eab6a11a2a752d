const blockSize = 512;
const zeros = Buffer.alloc(2 * blockSize);
const sizeMax = 2 ** 30;

/** A plain file in a tar. */
export interface Entry {
  name: string;
  bytes: Buffer;
}

/**
 * The bytes before an entry and after it. They say nothing but its name and size, and are the same
 * for the same: what a reader finds can be compared with what it should be.
 * Source: POSIX.1-2001, pax, "ustar Interchange Format".
 */
export function frameOf(name: string, size: number): { header: Buffer; padding: Buffer } {
  const header = Buffer.alloc(blockSize);
  header.write(name, 0, 100);
  const octal = (value: number, at: number, length: number) =>
    header.write(`${value.toString(8).padStart(length - 1, "0")}\0`, at);
  octal(0o600, 100, 8);
  octal(0, 108, 8);
  octal(0, 116, 8);
  octal(size, 124, 12);
  octal(0, 136, 12);
  header.write("0", 156);
  header.write("ustar\x0000", 257);
  header.fill(" ", 148, 156);
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(`${sum.toString(8).padStart(6, "0")}\0 `, 148);
  return { header, padding: zeros.subarray(0, -size & (blockSize - 1)) };
}

/** What comes after the last entry. */
export const tarEnd = zeros;

/**
 * The entries of a tar that `frameOf` has framed, one after the other.
 * Errors: whatever is not such a tar, to its last byte, ends in an error.
 */
export async function* readTar(source: AsyncIterable<Buffer>): AsyncGenerator<Entry> {
  const pieces = source[Symbol.asyncIterator]();
  const take = takeFrom(pieces);
  try {
    for (;;) {
      const header = await take(blockSize);
      if (header.equals(zeros.subarray(0, blockSize))) break;
      const name = header.toString("utf8", 0, 100).replace(/\0.*$/s, "");
      const size = Number.parseInt(header.toString("latin1", 124, 136), 8);
      if (!(size <= sizeMax)) throw new Error("no entry is as large as that");
      const frame = frameOf(name, size);
      if (!frame.header.equals(header)) throw new Error("this is another kind of tar");
      const bytes = await take(size);
      if (!(await take(frame.padding.length)).equals(frame.padding))
        throw new Error("an entry is filled up with something");
      yield { name, bytes };
    }
    if (!(await take(blockSize)).equals(zeros.subarray(0, blockSize)))
      throw new Error("something comes after the last entry");
    if (!(await pieces.next()).done) throw new Error("something comes after the end");
  } finally {
    await pieces.return?.();
  }
}

/** Hands out exactly as many bytes as are asked for, however the source has cut them. */
function takeFrom(pieces: AsyncIterator<Buffer>): (count: number) => Promise<Buffer> {
  let rest: Buffer = Buffer.alloc(0);
  return async (count) => {
    const taken = [rest];
    let have = rest.length;
    while (have < count) {
      const { value, done } = await pieces.next();
      if (done) throw new Error("it ends too early");
      taken.push(value);
      have += value.length;
    }
    const all = taken.length === 1 ? rest : Buffer.concat(taken);
    rest = all.subarray(count);
    return all.subarray(0, count);
  };
}
