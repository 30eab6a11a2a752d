import { crc32c } from "./crc32c.ts";

// A record is 4 bytes that begin each of them, its length and its CRC-32C, both as unsigned 32-bit
// little-endian numbers, and then its text as UTF-8. The first four never occur in UTF-8, so that
// after a broken record the next one is found again.

const mark = Uint8Array.of(0xf5, 0xc1, 0xfe, 0xff);
const headBytes = 12;
/** Longer than any record of ours; a length beyond it is a broken one. */
const recordMaxBytes = 1024 * 1024;

/** A record's text with what it takes to find it and to trust it. */
export function encodeRecord(text: string): Buffer {
  const body = Buffer.from(text);
  const record = Buffer.allocUnsafe(headBytes + body.length);
  record.set(mark, 0);
  record.writeUInt32LE(body.length, 4);
  record.writeUInt32LE(crc32c(body), 8);
  record.set(body, headBytes);
  return record;
}

/** What a file of records holds. Shape: `broken` are the pieces between whole records. */
export interface Decoded {
  texts: string[];
  broken: Buffer[];
}

/**
 * Reads every whole record of a file, wherever it was cut and whichever bits were flipped; what is
 * no whole record is given back as it is.
 */
export function decodeRecords(file: Buffer): Decoded {
  const texts: string[] = [];
  const broken: Buffer[] = [];
  let at = 0;
  let brokenFrom = 0;
  while (at < file.length) {
    const body = bodyAt(file, at);
    if (!body) {
      const next = file.indexOf(mark, at + 1);
      at = next < 0 ? file.length : next;
      continue;
    }
    if (at > brokenFrom) broken.push(file.subarray(brokenFrom, at));
    texts.push(body.toString());
    at += headBytes + body.length;
    brokenFrom = at;
  }
  if (file.length > brokenFrom) broken.push(file.subarray(brokenFrom));
  return { texts, broken };
}

/** The body of the record that begins here; null when none does, or not a whole one. */
function bodyAt(file: Buffer, at: number): Buffer | null {
  if (at + headBytes > file.length) return null;
  if (!mark.every((byte, index) => file[at + index] === byte)) return null;
  const length = file.readUInt32LE(at + 4);
  if (length > recordMaxBytes || at + headBytes + length > file.length) return null;
  const body = file.subarray(at + headBytes, at + headBytes + length);
  return crc32c(body) === file.readUInt32LE(at + 8) ? body : null;
}
