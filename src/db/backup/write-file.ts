import { once } from "node:events";
import { type FileHandle, open, rm } from "node:fs/promises";
import { constants, createZstdCompress } from "node:zlib";
import { moveInPlace } from "#src/db/embedded/durable.ts";
import { makeEndMark } from "./format.ts";
import { frameOf, tarEnd } from "./tar.ts";

/** A file that grows beside its place, under the name of it with this behind. */
export const draftSuffix = ".part";

/** A backup on its way to the disk. */
export interface BackupFile {
  /** Adds an entry, no sooner than there is room for it in memory. */
  add(name: string, pieces: readonly Uint8Array[]): Promise<void>;
  /** Brings all to the disk and gives it its name; resolves to how large it is. Units: bytes. */
  finish(): Promise<number>;
  /** Takes away what there is; safe after `finish`. */
  discard(): Promise<void>;
}

/** Begins a file that only its owner can read: it holds the hashes of passwords. */
export async function createBackupFile(path: string): Promise<BackupFile> {
  const draft = path + draftSuffix;
  const handle = await open(draft, "w", 0o600);
  const zstd = createZstdCompress({ params: { [constants.ZSTD_c_checksumFlag]: 1 } });
  const hash = new Bun.CryptoHasher("sha256");
  const written = drain(zstd, handle, hash);
  // Told to whoever writes next; until then nobody waits for it.
  written.catch(() => {});
  const write = async (bytes: Uint8Array) => {
    if (!zstd.write(bytes)) await Promise.race([once(zstd, "drain"), written]);
  };
  return {
    add: async (name, pieces) => {
      const size = pieces.reduce((sum, { length }) => sum + length, 0);
      const { header, padding } = frameOf(name, size);
      for (const bytes of [header, ...pieces, padding]) await write(bytes);
    },
    finish: async () => {
      zstd.end(tarEnd);
      const compressed = await written;
      const mark = makeEndMark(hash.digest());
      await handle.writeFile(mark);
      await handle.sync();
      await handle.close();
      moveInPlace(draft, path);
      return compressed + mark.length;
    },
    discard: async () => {
      zstd.destroy();
      await handle.close().catch(() => {});
      await rm(draft, { force: true });
    },
  };
}

/** Writes what comes out of the compressor; resolves to how much that was. Units: bytes. */
async function drain(
  zstd: AsyncIterable<Buffer>,
  handle: FileHandle,
  hash: Bun.CryptoHasher,
): Promise<number> {
  let size = 0;
  for await (const bytes of zstd) {
    hash.update(bytes);
    await handle.writeFile(bytes);
    size += bytes.length;
  }
  return size;
}
