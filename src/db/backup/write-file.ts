import { lstat, open, rm } from "node:fs/promises";
import { dirname } from "node:path";
import { constants, createZstdCompress } from "node:zlib";
import { moveInPlace } from "#src/db/embedded/durable.ts";
import { readDisk } from "#src/lib/disk.ts";
import { StartupError } from "#src/lib/errors.ts";
import { makeEndMark } from "./format.ts";
import { frameOf, tarEnd } from "./tar.ts";

/** A file that grows beside its place, under the name of it with this behind. */
export const draftSuffix = ".part";

/** What PostgreSQL and the spool may need meanwhile, often on the same disk. Units: bytes. */
export const spareBytes = 64 * 2 ** 20;

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

/**
 * Begins a file that only its owner can read: it holds the hashes of passwords. It gives up before
 * its disk is full, as PostgreSQL stops when there is no room for its log.
 */
export async function createBackupFile(
  path: string,
  freeBytes = async () => (await readDisk(dirname(path))).freeBytes,
): Promise<BackupFile> {
  const draft = path + draftSuffix;
  await forgetDraft(draft);
  const handle = await open(draft, "w", 0o600);
  const zstd = createZstdCompress({ params: { [constants.ZSTD_c_checksumFlag]: 1 } });
  const hash = new Bun.CryptoHasher("sha256");
  const checkRoom = async () => {
    if ((await freeBytes()) >= spareBytes) return;
    throw new StartupError(
      `The disk of ${path} is nearly full, and what is left is for the database: ` +
        "nothing was written.",
    );
  };
  const written = drain(zstd, async (bytes) => {
    await checkRoom();
    hash.update(bytes);
    await handle.writeFile(bytes);
  });
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

/** A file that is there keeps the mode that it has, whoever may read it by that. */
async function forgetDraft(draft: string): Promise<void> {
  const found = await lstat(draft).catch(() => null);
  if (found?.isFile()) await rm(draft);
}

/** Hands on what comes out of the compressor; resolves to how much that was. Units: bytes. */
async function drain(
  zstd: AsyncIterable<Buffer>,
  write: (bytes: Buffer) => Promise<void>,
): Promise<number> {
  let size = 0;
  for await (const bytes of zstd) {
    await write(bytes);
    size += bytes.length;
  }
  return size;
}
