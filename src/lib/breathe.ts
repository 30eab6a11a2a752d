const sliceMs = 4;
let sliceStartedAt = 0;
let turn: Promise<void> = Promise.resolve();

/**
 * Called between the parts of a long computation: once these took 4 ms, lets everything else that
 * waits go first, so that the collector never stands behind a report. Of several computations one
 * goes on a tick, each in its turn.
 */
export async function breathe(): Promise<void> {
  if (performance.now() - sliceStartedAt < sliceMs) return;
  turn = turn.then(() => new Promise((resume) => setImmediate(resume)));
  await turn;
  sliceStartedAt = performance.now();
}
