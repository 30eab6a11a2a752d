import { mkdirSync, statfsSync } from "node:fs";

/** A disk of its own in memory, which can be full, or read-only, and be so no longer. */
export interface SmallDisk {
  /** Without a byte left, or with its whole size again. */
  setFull(isFull: boolean): void;
  setReadOnly(): void;
  end(): void;
}

/** What is written between the look and the change makes the new size too small. */
const triesMax = 50;

/**
 * Puts a disk in a folder's place; null where that is not allowed, as for ordinary users and in
 * containers.
 */
export function mountSmallDisk(path: string, sizeMb: number): SmallDisk | null {
  mkdirSync(path, { recursive: true });
  if (!mount(path, `size=${sizeMb}m,mode=755`)) return null;
  return {
    setFull: (isFull) => {
      for (let tries = 0; tries < triesMax; tries++) {
        const { blocks, bfree, bsize } = statfsSync(path);
        // A size of nothing would mean that there is no limit.
        const size = isFull ? Math.max(blocks - bfree, 1) * bsize : sizeMb * 2 ** 20;
        if (mount(path, `remount,size=${size}`)) return;
      }
      throw new Error("the disk cannot be resized");
    },
    setReadOnly: () => {
      if (!mount(path, "remount,ro")) throw new Error("the disk cannot be made read-only");
    },
    end: () => {
      Bun.spawnSync(["umount", path]);
    },
  };
}

function mount(path: string, options: string): boolean {
  return Bun.spawnSync(["mount", "-t", "tmpfs", "-o", options, "tmpfs", path]).exitCode === 0;
}
