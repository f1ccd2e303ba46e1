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
  const aborted = new Promise<null>((resolve) => {
    signal.addEventListener('abort', () => resolve(null), { once: true });
  });
  let isComplete = false;
  while (!signal.aborted && failures.length === 0) {
    // Reading may wait for ever, on a terminal or a pipe
    const next = await Promise.race([batches.next(), aborted]).catch((error: unknown) => {
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
