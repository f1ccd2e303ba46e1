import type { Counts } from './counts.js';
import type { Batch } from './read-batches.js';

export interface TakeOptions {
  /** Batches under way at once, at most. */
  readonly lanes: number;
  /** Once aborted no further batch is begun; those under way are finished. */
  readonly signal: AbortSignal;
  /** Called after each batch, in the order in which they ended. */
  readonly onTaken: (batch: Batch, counts: Counts) => void;
}

/**
 * Takes in batch after batch. The next one is read only when there is a lane for it, so that however long the file
 * is, no more than `lanes` batches are in memory.
 *
 * @returns whether the end was reached
 * @throws what `take` or the reading threw first, once the other lanes have ended
 */
export async function takeBatches(
  batches: AsyncGenerator<Batch>,
  take: (batch: Batch) => Promise<Counts>,
  { lanes, signal, onTaken }: TakeOptions,
): Promise<boolean> {
  const running = new Set<Promise<void>>();
  const failures: unknown[] = [];
  let isComplete = false;
  while (!signal.aborted && failures.length === 0) {
    const next = await unlessAborted(signal, batches.next()).catch((error: unknown) => {
      failures.push(error);
      return null;
    });
    isComplete = next?.done === true;
    if (next === null || next.done === true || signal.aborted) break;
    const batch = next.value;
    const lane = take(batch)
      .then((counts) => onTaken(batch, counts))
      .catch((error: unknown) => void failures.push(error))
      .finally(() => running.delete(lane));
    running.add(lane);
    if (running.size >= lanes) await Promise.race(running);
  }
  await Promise.all(running);
  if (failures.length > 0) throw failures[0];
  return isComplete;
}

/**
 * Reading may wait for ever, on a terminal or a pipe. Not by Promise.race with one promise for all: that would hold
 * every batch there was until the signal aborts.
 *
 * @returns null once the signal aborts
 */
function unlessAborted<T>(signal: AbortSignal, work: Promise<T>): Promise<T | null> {
  return new Promise((resolve, reject) => {
    const stop = (): void => resolve(null);
    signal.addEventListener('abort', stop, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop));
  });
}
