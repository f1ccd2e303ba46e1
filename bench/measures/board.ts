import type { Bench, Figure, Measurement } from '../bench.js';
import { BOARD } from '../documents.js';
import { fillDecided } from '../fill-decided.js';
import { openDatabases, type Sized, sizeName, timed, timeInTurn } from '../sizes.js';
import { short } from '../stats.js';

/** Of a million reviews over three years, 82,000 were decided in 90 days. */
const GOAL_MS = 500;
const SPANS: readonly [string, { slug: string | null; days: number }][] = [
  ['a desk, 7 days', { slug: 'main', days: 7 }],
  ['a desk, 30 days', { slug: 'main', days: 30 }],
  ['a desk, 90 days', { slug: 'main', days: 90 }],
  ['all desks, 90 days', { slug: null, days: 90 }],
];

/** The whole board in one request, by one editor, over three years of decisions; and where a million came in 13 days. */
export async function measureBoard(bench: Bench, sizes: () => Promise<readonly Sized[]>): Promise<Measurement> {
  const years = await openYears(bench);
  const figures: Figure[] = [];
  const data: Record<string, unknown> = {};
  const measure = async (where: string, databases: readonly Sized[], goal: boolean): Promise<void> => {
    for (const [name, variables] of SPANS) {
      const times = await timeInTurn(databases, bench.either(2, 5), bench.either(5, 10), ({ client }) =>
        timed(() => client.ask(BOARD, variables)),
      );
      data[`${where}, ${name}`] = times;
      bench.log(`  ${where}, ${name}: ${times.map(({ p50Ms }) => p50Ms.toFixed(1)).join(', ')} ms`);
      for (const { queued, p50Ms, p99Ms } of times) {
        figures.push({
          what: `board: ${where} ${sizeName(queued)}, ${name}, p50 / p99`,
          value: `${short(p50Ms)} / ${short(p99Ms)} ms`,
          ...(goal && queued >= 1e6 ? { goal: { text: `≤ ${GOAL_MS} ms`, isMet: p50Ms <= GOAL_MS } } : {}),
        });
      }
    }
  };
  await measure('decided in three years:', years, true);
  await measure('on hand:', await sizes(), false);
  return { figures, data };
}

/** Databases with so many decided reviews, each behind an API of its own. */
const openYears = (bench: Bench): Promise<Sized[]> =>
  openDatabases(bench, bench.either([10_000, 100_000], [10_000, 100_000, 1_000_000]), 'decided', fillDecided);
