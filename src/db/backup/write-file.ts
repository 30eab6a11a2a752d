import { type FileHandle, open, rm } from "node:fs/promises";
import { constants, createZstdCompress } from "node:zlib";
import { moveInPlace } from "#src/db/embedded/durable.ts";
import { makeEndMark } from "./format.ts";
import { frameOf, tarEnd } from "./tar.ts";

/** A file that grows beside its place, under the name of it with this behind. */
export const draftSuffix = ".part";

/** How much the compressor is given at once. */
const writeBytes = 2 ** 18;

/** A backup on its way to the disk. */
export interface BackupFile {
  /** Adds an entry, and resolves when its bytes may be used for something else. */
  add(name: string, bytes: Buffer): Promise<void>;
  /** What it is called until it is kept. */
  draft: string;
  /** Brings all to the disk; resolves to how large it is. Units: bytes. */
  close(): Promise<number>;
  /** Gives it its name. */
  keep(): void;
  /** Takes away what was not kept. */
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
    const taken = new Promise<unknown>((resolve) => zstd.write(bytes, resolve));
    await Promise.race([taken, written]);
  };
  return {
    add: async (name, bytes) => {
      const { header, padding } = frameOf(name, bytes.length);
      await write(header);
      for (let at = 0; at < bytes.length; at += writeBytes)
        await write(bytes.subarray(at, at + writeBytes));
      await write(padding);
    },
    draft,
    close: async () => {
      zstd.end(tarEnd);
      const compressed = await written;
      const mark = makeEndMark(hash.digest());
      await handle.writeFile(mark);
      await handle.sync();
      await handle.close();
      return compressed + mark.length;
    },
    keep: () => moveInPlace(draft, path),
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
