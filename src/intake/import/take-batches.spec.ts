import { describe, expect, it } from '@jest/globals';
import { NONE } from './counts.js';
import type { Batch } from './read-batches.js';
import { takeBatches } from './take-batches.js';

/** Batches that are told apart by their lines, and how many were read. */
function source(count: number, failAt = Infinity) {
  const state = { read: 0, batches: batches() };
  async function* batches(): AsyncGenerator<Batch> {
    for (let i = 1; i <= count; i += 1) {
      if (i === failAt) throw new Error('unreadable');
      state.read += 1;
      yield { lines: [i, i + 1], offset: i, entries: [], refusals: [] };
    }
  }
  return state;
}
const running = () => new AbortController().signal;
const soon = () => new Promise((resolve) => setTimeout(resolve, Math.random() * 3));

describe('takeBatches', () => {
  it('reads no batch before there is a lane for it', async () => {
    const given = source(40);
    let [under, taken, most] = [0, 0, 0];
    const isComplete = await takeBatches(
      given.batches,
      async () => {
        under += 1;
        most = Math.max(most, under);
        await soon();
        expect(given.read - taken).toBeLessThanOrEqual(2); // what is in memory
        under -= 1;
        taken += 1;
        return NONE;
      },
      { lanes: 2, signal: running(), onTaken: () => undefined },
    );
    expect({ isComplete, taken, most }).toEqual({ isComplete: true, taken: 40, most: 2 });
  });

  it('finishes what is under way when it is stopped, and begins nothing more', async () => {
    const [given, controller] = [source(40), new AbortController()];
    const ended: number[] = [];
    const isComplete = await takeBatches(
      given.batches,
      async ({ offset }) => {
        if (offset === 5) controller.abort();
        await soon();
        return NONE;
      },
      { lanes: 2, signal: controller.signal, onTaken: ({ offset }) => ended.push(offset) },
    );
    expect(isComplete).toBe(false);
    expect(ended.toSorted((a, b) => a - b)).toEqual([1, 2, 3, 4, 5]);
    expect(given.read).toBe(5);
  });

  it.each(['a batch', 'the reading'])('throws what %s threw, once the other lane has ended', async (what) => {
    const given = source(40, what === 'a batch' ? Infinity : 6);
    const ended: number[] = [];
    const work = takeBatches(
      given.batches,
      async ({ offset }) => {
        if (what === 'a batch' && offset === 6) throw new Error('disk full');
        await soon();
        ended.push(offset);
        return NONE;
      },
      { lanes: 2, signal: running(), onTaken: () => undefined },
    );
    await expect(work).rejects.toThrow(what === 'a batch' ? 'disk full' : 'unreadable');
    expect(ended.toSorted((a, b) => a - b)).toEqual([1, 2, 3, 4, 5]);
  });
});
