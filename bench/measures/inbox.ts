import { encodeCursor } from '../../src/graphql/connection.js';
import type { Bench, Figure, Measurement } from '../bench.js';
import type { BenchDatabase } from '../database.js';
import { INBOX } from '../documents.js';
import { type Sized, timed, timeInTurn } from '../sizes.js';
import { COMMON_WORD, RARE_CLAIMANT, RARE_WORD } from '../words.js';
import { sizedFigure } from './take-next.js';

const GOAL = 2;

type Variables = (database: BenchDatabase) => Record<string, unknown> | Promise<Record<string, unknown>>;

const PAGES: [string, Variables][] = [
  ['a desk, first page', ({ desks }) => ({ filter: { deskId: desks.main } })],
  [
    'a desk, page in the middle',
    async (database) => ({ filter: { deskId: database.desks.main }, after: await middle(database) }),
  ],
  ['all desks', () => ({})],
  ['one state', ({ desks }) => ({ filter: { deskId: desks.main, states: ['IN_REVIEW'] } })],
  ['a common claimant', ({ desks }) => ({ filter: { deskId: desks.main, claimant: 'Claimant 0' } })],
  ['a claimant of ten claims', () => ({ filter: { claimant: RARE_CLAIMANT } })],
  ['a claimant of one claim in 9,000', () => ({ filter: { claimant: 'Claimant 2999' } })],
  ['a common word', () => ({ filter: { text: COMMON_WORD } })],
  ['a rare word', () => ({ filter: { text: RARE_WORD } })],
  ['a rare word of a desk', ({ desks }) => ({ filter: { deskId: desks.main, text: RARE_WORD } })],
  ['a word that is nowhere', () => ({ filter: { text: 'quetzalcoatlus' } })],
];

/** Pages of 25 of the inbox, by one editor, on queues of different lengths. */
export async function measureInbox(bench: Bench, sizes: readonly Sized[]): Promise<Measurement> {
  const figures: Figure[] = [];
  const data: Record<string, unknown> = {};
  for (const [name, variablesOf] of PAGES) {
    const variables = new Map<Sized, Record<string, unknown>>();
    for (const sized of sizes) variables.set(sized, await variablesOf(sized.database));
    const times = await timeInTurn(sizes, bench.either(3, 7), bench.either(10, 20), (sized) =>
      timed(() => sized.client.ask(INBOX, variables.get(sized)!)),
    );
    figures.push(...times.map((time) => sizedFigure(`inbox: ${name}`, time, times[0]!, GOAL)));
    data[name] = times;
    bench.log(`  ${name}: ${times.map(({ p50Ms }) => p50Ms.toFixed(1)).join(', ')} ms`);
  }
  return { figures, data };
}

/** @returns the cursor of the row in the middle of the main desk's queue */
async function middle({ client, desks }: BenchDatabase): Promise<string> {
  const { rows } = await client.query<{ rank: number; dueAt: Date; id: string }>(
    `SELECT 100 - priority AS rank, due_at AS "dueAt", id FROM review WHERE desk_id = $1 AND state = 'QUEUED'
     ORDER BY 100 - priority, due_at, id OFFSET (SELECT count(*) / 2 FROM review WHERE desk_id = $1 AND state = 'QUEUED') LIMIT 1`,
    [desks.main],
  );
  const { rank, dueAt, id } = rows[0]!;
  return encodeCursor([String(rank), dueAt.toISOString(), id]);
}
