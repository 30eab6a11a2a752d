/** Something did not happen in time; it may still happen, but nobody waits for it any more. */
export class DeadlineError extends Error {
  override name = "DeadlineError";
}

/**
 * Waits for a promise, but not for ever. postgres.js waits without end for a server that is gone,
 * so whoever answers people brings their own patience.
 * Errors: `DeadlineError` after `ms`; whatever the promise throws before.
 */
export async function withDeadline<T>(promise: Promise<T>, ms: number): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new DeadlineError(`not done within ${ms} ms`)), ms);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}
