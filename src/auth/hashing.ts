import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";

/** What a thread is given to hash. Units: `keyBytes` is how long the key is to be. */
export interface HashTask {
  password: string;
  salt: Uint8Array;
  keyBytes: number;
  options: { N: number; r: number; p: number; maxmem: number };
}

// Whoever signs in may wait, what is to be counted may not. So a core is left to the collector, and
// the threads give way: with 2,000 messages a second on two cores, its p99 while 30 people sign in at
// once is 14 ms. Two hashes at once made it 78; one in Bun's own threads, which are as many as there
// are cores and also write the spool, 19 to 34.

/** How many hashes are made at the same time. */
export const hashesAtOnce = Math.min(2, Math.max(1, availableParallelism() - 1));

/** The worker's file, in the binary and in a checkout: see scripts/build.ts. */
const workerUrl = Bun.isStandaloneExecutable
  ? "./auth/hash-worker.js"
  : new URL("./hash-worker.ts", import.meta.url);

/** Threads that have nothing to do. There are never more than tasks at one time. */
const idle: Worker[] = [];

/** Derives a key by scrypt in a thread. Errors: whatever scrypt says of its parameters. */
export async function hashInThread(task: HashTask): Promise<Buffer> {
  const worker = idle.pop() ?? new Worker(workerUrl);
  // Only a thread that works keeps the program from ending.
  worker.ref();
  const { promise, resolve, reject } = Promise.withResolvers<Uint8Array>();
  worker.once("message", resolve).once("error", reject).postMessage(task);
  try {
    const key = await promise;
    worker.unref();
    idle.push(worker);
    return Buffer.from(key);
  } catch (error) {
    await worker.terminate();
    throw error;
  } finally {
    worker.removeAllListeners();
  }
}
