import { type Bench, type Figure, type Measurement } from '../bench.js';
import { decision } from '../deciders.js';
import { DECIDE, TAKE_NEXT } from '../documents.js';
import { type Sized, type SizedTimes, sizeName, timed, timeInTurn } from '../sizes.js';
import { short, shortSpread } from '../stats.js';

const GOAL = 1.5;

/** takeNextReview by one editor, on queues of different lengths. What is taken is decided, outside of the time. */
export async function measureTakeNext(bench: Bench, sizes: readonly Sized[]): Promise<Measurement> {
  const times = await timeInTurn(sizes, bench.either(3, 7), 40, async ({ client, database }) => {
    let taken: any;
    const took = await timed(async () => {
      ({ taken } = await client.ask(TAKE_NEXT, { deskId: database.desks.main }));
    });
    const { decided } = await client.ask(DECIDE, { input: decision(taken.review) });
    if (decided.decision === undefined) throw new Error(decided.message);
    return took;
  });
  return { figures: times.map((time) => sizedFigure('takeNextReview', time, times[0]!, GOAL)), data: times };
}

/** @param goal how much slower than the smallest size the largest may be; measured at a million only */
export function sizedFigure(
  what: string,
  { queued, p50Ms, p99Ms, ratio }: SizedTimes,
  base: SizedTimes,
  goal: number,
): Figure {
  const value = `${short(p50Ms)} / ${short(p99Ms)} ms`;
  if (queued === base.queued) return { what: `${what}, ${sizeName(queued)}, p50 / p99`, value };
  return {
    what: `${what}, ${sizeName(queued)}`,
    value: `${value}, ×${shortSpread(ratio)}`,
    ...(queued >= 1e6 ? { goal: { text: `≤ ×${goal}`, isMet: ratio.median <= goal } } : {}),
  };
}
