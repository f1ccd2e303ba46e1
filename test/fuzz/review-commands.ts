import { expect } from '@jest/globals';
import fc from 'fast-check';
import * as operations from '../operations.js';
import * as model from './review-model.js';
import type { Model, Real, ReviewModel } from './review-model.js';

/** What a command does to the application, and what the model says that it must answer. */
type Run = (known: Model, real: Real, review: ReviewModel) => Promise<void>;
type Command = fc.AsyncCommand<Model, Real>;

const REVIEWS = 3;
const who = fc.nat(model.PEOPLE - 1);
/** A review by its number, or else the next one that the command is made for, so that not most of them are refused. */
interface Aim {
  readonly at: number;
  readonly isBlind: boolean;
}
/** True in one of `n` cases. */
const seldom = (n: number): fc.Arbitrary<boolean> => fc.nat(n - 1).map((drawn) => drawn === n - 1);
const which: fc.Arbitrary<Aim> = fc.record({ at: fc.nat(REVIEWS - 1), isBlind: seldom(4) });
type Suits = (review: ReviewModel) => boolean;
const inState =
  (state: ReviewModel['state']): Suits =>
  (review) =>
    review.state === state;
const any: Suits = () => true;
const UNKNOWN = '00000000-0000-7000-8000-000000000000';
const inDays = (days: number): string => new Date(Date.now() + days * 86_400_000).toISOString();

/** After each step, everything that can be seen of the review is as the model says. */
const command = (name: string, { at, isBlind }: Aim, suits: Suits, run: Run): Command => ({
  check: () => true,
  async run(known, real) {
    const others = known.reviews.map((_, i) => (at + i) % known.reviews.length);
    const review = isBlind ? at : (others.find((i) => suits(known.reviews[i]!)) ?? at);
    await run(known, real, known.reviews[review]!);
    await real.look(known, review);
  },
  toString: () => `${name} #${at}${isBlind ? '' : ' or another'}`,
});

async function ask(real: Real, person: number, query: string, variables: Record<string, unknown>): Promise<any> {
  const { data, errors, status } = await real.people[person]!.ask(query, variables);
  expect(status).toBeLessThan(500);
  return data?.answer ?? { code: errors![0].extensions.code };
}

const lease = (review: ReviewModel, isOld: boolean): string =>
  (isOld ? review.oldTokens.at(-1) : review.token) ?? UNKNOWN;

/** What only the holder may do. */
function ofHolder(
  name: string,
  query: string,
  done: (review: ReviewModel) => void,
  more: () => object = () => ({}),
): fc.Arbitrary<Command> {
  return fc.tuple(which, fc.option(who, { freq: 4 }), seldom(4)).map(([at, other, isOld]) =>
    command(
      `${name}(by ${other ?? 'holder'}${isOld ? ', old token' : ''})`,
      at,
      inState('IN_REVIEW'),
      async (_, real, review) => {
        const person = other ?? review.holder ?? 0;
        const token = lease(review, isOld && review.oldTokens.length > 0);
        const mayDo = model.holds(review, person, token);
        const answer = await ask(real, person, query, { id: review.id, leaseToken: token, ...more() });
        expect(answer.code).toBe(mayDo ? undefined : 'LEASE_LOST');
        if (mayDo) done(review);
      },
    ),
  );
}

const take = fc.tuple(which, who).map(([at, person]) =>
  command(`take(by ${person})`, at, inState('QUEUED'), async (_, real, review) => {
    const obstacle = model.obstacleToTake(review, person);
    const answer = await ask(real, person, operations.TAKE, { id: review.id });
    expect(answer.code ?? null).toBe(obstacle);
    if (obstacle === null) model.taken(review, person, answer.review.lease.token);
    else if (answer.state !== undefined) expect(answer.state).toBe(review.state);
  }),
);

const takeNext = fc.tuple(which, who).map(([at, person]) =>
  command(`takeNext(by ${person})`, at, inState('QUEUED'), async (known, real, { deskId }) => {
    const expected = model.nextOf(known, deskId, person);
    const answer = await ask(real, person, operations.TAKE_NEXT, { deskId });
    expect(answer.review?.id).toBe(expected?.id);
    if (expected === undefined) expect(answer.code).toBe('NOTHING_TO_TAKE');
    else model.taken(expected, person, answer.review.lease.token);
  }),
);

const addEvidence = fc.tuple(which, who).map(([at, person]) =>
  command(`addEvidence(by ${person})`, at, any, async (_, real, review) => {
    const input = { claimId: review.claimId, url: 'https://a.example/', stance: 'CONTEXT' };
    const answer = await ask(real, person, operations.ADD_EVIDENCE, { input });
    review.claimVersion += 1;
    review.evidence += 1;
    expect(answer.claim).toMatchObject({ version: review.claimVersion });
    expect(answer.claim.evidence).toHaveLength(review.evidence);
  }),
);

const verdicts = fc.constantFrom('VERIFIED', 'DISPUTED', 'UNCONFIRMED');
const how = fc.record({ isOldToken: seldom(6), isBehind: seldom(6), key: fc.nat(6), isOther: seldom(6), other: who });
const decide = fc.tuple(which, verdicts, how).map(([at, verdict, { isOldToken, isBehind, key, isOther, other }]) =>
  command(
    `decide(${verdict}, by ${isOther ? other : 'holder'}, key ${key}${isBehind ? ', behind' : ''})`,
    at,
    inState('IN_REVIEW'),
    async (known, real, review) => {
      const person = (isOther ? null : review.holder) ?? other;
      const token = lease(review, isOldToken && review.oldTokens.length > 0);
      const idempotencyKey = `${known.reviews[0]!.id} ${key}`;
      const name = `${person} ${key}`;
      const earlier = known.decided.get(name);
      const input = {
        reviewId: review.id,
        leaseToken: token,
        verdict,
        rationale: 'Reasons.',
        evidenceIds: [],
        expectedVersion: Math.max(1, review.claimVersion - (isBehind ? 1 : 0)),
        idempotencyKey,
      };
      const answer = await ask(real, person, operations.DECIDE, { input });
      if (earlier !== undefined) {
        // the same again answers the same, whatever happened since; anything else is another decision by that key
        const isSame = earlier.proposal.verdict === verdict && earlier.review === review;
        expect(answer.code).toBe(isSame ? undefined : 'IDEMPOTENCY_KEY_REUSED');
        if (isSame) expect(answer.decision.id).toBe(earlier.proposal.id);
        return;
      }
      expect(answer.code).toBe(
        !model.holds(review, person, token)
          ? 'LEASE_LOST'
          : input.expectedVersion !== review.claimVersion
            ? 'VERSION_CONFLICT'
            : undefined,
      );
      if (answer.code !== undefined) return;
      const proposal = { id: answer.decision.id, author: person, verdict, key: name, signedBy: [] };
      known.decided.set(name, { review, proposal });
      model.decided(review, proposal);
    },
  ),
);

const signOff = fc
  .tuple(which, who, fc.constantFrom('APPROVE' as const, 'APPROVE' as const, 'REJECT' as const), fc.boolean())
  .map(([at, person, outcome, isUnknown]) =>
    command(`signOff(${outcome}, by ${person})`, at, inState('AWAITING_SIGN_OFF'), async (_, real, review) => {
      const decisionId =
        (isUnknown && review.state !== 'AWAITING_SIGN_OFF' ? undefined : review.proposal?.id) ?? UNKNOWN;
      const obstacle = model.obstacleToSignOff(review, person, decisionId);
      const input = { reviewId: review.id, decisionId, outcome, comment: 'Read.' };
      const answer = await ask(real, person, operations.SIGN_OFF, { input });
      expect(answer.code ?? null).toBe(obstacle);
      if (obstacle === null) model.signedOff(review, person, outcome);
    }),
  );

const reassign = fc.tuple(which, fc.option(who), fc.boolean()).map(([at, assignee, isChief]) =>
  command(`reassign(to ${assignee}${isChief ? '' : ', by an editor'})`, at, any, async (_, real, review) => {
    const assigneeId = assignee === null ? null : real.people[assignee]!.id;
    const answer = await ask(real, isChief ? model.CHIEF : 0, operations.REASSIGN, { id: review.id, assigneeId });
    const mayBe = review.state === 'QUEUED' || review.state === 'IN_REVIEW';
    expect(answer.code).toBe(!isChief ? 'FORBIDDEN' : mayBe ? undefined : 'REVIEW_CONFLICT');
    if (answer.code !== undefined) return;
    model.backToQueue(review);
    review.assignee = assignee;
  }),
);

/** The lease's time is over, as the database's clock sees it. */
const letEnd = which.map((at) =>
  command('the lease ends', at, inState('IN_REVIEW'), async (_, real, review) => {
    if (review.state !== 'IN_REVIEW') return;
    await real.sql('UPDATE review SET lease_until = clock_timestamp() WHERE id = $1', [review.id]);
    review.hasEnded = true;
  }),
);

const sweep = which.map((at) =>
  command(
    'expireLeases',
    at,
    ({ hasEnded }) => hasEnded,
    async (known, real) => {
      await real.sweep();
      for (const review of known.reviews)
        if (review.state === 'IN_REVIEW' && review.hasEnded) model.backToQueue(review);
    },
  ),
);

const resume = which.map((at) =>
  command(
    'its time comes, resumeDeferred',
    at,
    ({ isDeferred }) => isDeferred,
    async (_, real, review) => {
      if (!review.isDeferred) return;
      await real.sql('UPDATE review SET deferred_until = clock_timestamp() WHERE id = $1', [review.id]);
      await real.resume();
      review.isDeferred = false;
      review.version += 1;
    },
  ),
);

const renew = ofHolder('renew', operations.RENEW, () => undefined);
const release = ofHolder('release', operations.RELEASE, model.backToQueue);
const putOff = (review: ReviewModel): void => {
  model.backToQueue(review);
  review.isDeferred = true;
};
const defer = ofHolder('defer', operations.DEFER, putOff, () => ({ until: inDays(1), reason: 'Later.' }));

/** All that editors and jobs do to reviews; what leads on more often than what leads back. */
export const allCommands: fc.Arbitrary<Command>[] = [
  take,
  take,
  takeNext,
  takeNext,
  decide,
  decide,
  decide,
  decide,
  signOff,
  signOff,
  signOff,
  signOff,
  renew,
  release,
  defer,
  addEvidence,
  reassign,
  letEnd,
  sweep,
  resume,
];
