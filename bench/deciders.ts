import pg from 'pg';
import { dataSourceOptions } from '../src/database/data-source.js';
import type { Prepared } from '../src/database/queryable.js';
import { beginAs, contextOf } from '../src/database/unit-of-work.js';
import type { UserActor } from '../src/kernel/actor.js';
import { newId } from '../src/kernel/ids.js';
import { DECIDE as DECIDE_SQL } from '../src/review/decide-review.js';
import { TAKE_NEXT as TAKE_NEXT_SQL } from '../src/review/take-next-review.js';
import { DECIDE, TAKE_NEXT } from './documents.js';
import { GraphQLClient } from './graphql-client.js';
import { type LoadResult, measureLoad } from './load.js';
import type { Editor } from './people.js';

/** Editors who take and decide one review after the other. */
export interface DecideLoad {
  readonly editors: readonly Editor[];
  readonly deskId: string;
  readonly seconds: number;
}
export interface ApiLoad extends DecideLoad {
  readonly url: string;
}
export type RawForm = 'transaction' | 'statement';
export interface RawLoad extends DecideLoad {
  /** Connection of the application's role. */
  readonly appUrl: string;
  /** As many as the API has, at most: the rest of the editors wait for one, as they do there. */
  readonly connections: number;
  /** BEGIN with the audit context, the statement, COMMIT; or only the statement, which the application sends. */
  readonly form: RawForm;
}

const RATIONALE = 'The transcript of the briefing says so in as many words, and two people who were there confirm it.';

/** @returns the input of a decision on a review that was just taken */
export const decision = (review: { id: string; lease: { token: string }; claim: { version: number } }) => ({
  reviewId: review.id,
  leaseToken: review.lease.token,
  verdict: 'VERIFIED',
  rationale: RATIONALE,
  expectedVersion: review.claim.version,
  idempotencyKey: review.id,
});

/** One step is one decision: takeNextReview and decideReview, each over HTTP. */
export async function decideByApi({ url, editors, deskId, seconds }: ApiLoad): Promise<LoadResult> {
  const clients = await Promise.all(editors.map(({ token }) => GraphQLClient.open(url, token)));
  const step = async (client: GraphQLClient): Promise<void> => {
    const { taken } = await client.ask(TAKE_NEXT, { deskId });
    if (taken.review === undefined) throw new Error(taken.message);
    const { decided } = await client.ask(DECIDE, { input: decision(taken.review) });
    if (decided.decision === undefined) throw new Error(decided.message);
  };
  try {
    return await measureLoad(
      clients.map((client) => () => step(client)),
      seconds,
    );
  } finally {
    for (const client of clients) client.close();
  }
}

/** The same by the statements alone, as a program without any framework would send them. */
export async function decideByRawSql({
  appUrl,
  editors,
  deskId,
  seconds,
  connections,
  form,
}: RawLoad): Promise<LoadResult> {
  const { options } = dataSourceOptions(appUrl, 1).extra as { options: string };
  const clients = await Promise.all(
    editors.slice(0, connections).map(async ({ id }) => {
      const client = new pg.Client({ connectionString: appUrl, options });
      await client.connect();
      return { client, id };
    }),
  );
  const run = async (client: pg.Client, id: string, action: string, statement: Prepared, values: unknown[]) => {
    const actor: UserActor = { kind: 'user', id, name: '', grants: [], scopes: null, client: 'bench' };
    const caller = { actor, requestId: newId() };
    if (form === 'transaction') await client.query(beginAs(caller, action));
    const { rows } = await client.query({ ...statement, values: [contextOf(caller, action), ...values] });
    if (form === 'transaction') await client.query('COMMIT');
    if (rows.length !== 1) throw new Error(`${action} found nothing to do.`);
    return rows[0];
  };
  const step = async ({ client, id }: { client: pg.Client; id: string }): Promise<void> => {
    const taken = await run(client, id, 'takeNextReview', TAKE_NEXT_SQL, [deskId, id]);
    const reviewId = taken['review.id'];
    await run(client, id, 'decideReview', DECIDE_SQL, [
      reviewId,
      newId(),
      id,
      taken['review.leaseToken'],
      taken['claim.version'],
      'VERIFIED',
      RATIONALE,
      [],
      null,
      reviewId,
      null,
    ]);
  };
  try {
    return await measureLoad(
      clients.map((client) => () => step(client)),
      seconds,
    );
  } finally {
    for (const { client } of clients) await client.end();
  }
}
