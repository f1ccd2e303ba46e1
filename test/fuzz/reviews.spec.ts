import { afterAll, beforeAll, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { ExpireLeases } from '../../src/review/expire-leases.js';
import { ResumeDeferred } from '../../src/review/resume-deferred.js';
import { DeskApp, type Person, SYSTEM } from '../desk-app.js';
import { fuzz, isLong, replayPath } from './fuzzing.js';
import { allCommands } from './review-commands.js';
import { CHIEF, type Model, newReview, obstacleToSignOff, obstacleToTake, PEOPLE, type Real } from './review-model.js';

let app: DeskApp;
let people: Person[];
/** By the sign-offs that each asks for. */
const desks: string[] = [];
let steps = 0;
/** How often a review was seen in each state, and how often a verdict came with each number of sign-offs. */
const seen: Record<string, number> = {};
beforeAll(async () => {
  app = await DeskApp.start();
  people = [];
  for (let i = 0; i < PEOPLE; i += 1) people.push(await app.person(i === CHIEF ? 'CHIEF_EDITOR' : 'EDITOR'));
  for (const signOffsRequired of [0, 1, 2])
    desks.push(await app.desk(`sign-offs-${signOffsRequired}`, { signOffsRequired }));
}, 60_000);
afterAll(() => app?.stop());

const LOOK = `query ($id: ID!) { review(id: $id) { state version priority deferredUntil
  lease { token holder { id } } assignee { id } decision { id verdict isFinal } claim { version verdict evidence { id } }
  allowedActions { action isAllowed } } }`;

/** Compares all that can be seen of a review, and its part of the audit log, with the model. */
async function look(model: Model, at: number): Promise<void> {
  steps += 1;
  const viewer = steps % PEOPLE;
  const known = model.reviews[at]!;
  const what = known.state === 'DECIDED' ? `DECIDED with ${known.signOffs} sign-offs` : known.state;
  seen[what] = (seen[what] ?? 0) + 1;
  const { review } = await people[viewer]!.data(LOOK, { id: known.id });
  expect({ ...review, deferredUntil: review.deferredUntil !== null, allowedActions: undefined }).toEqual({
    state: known.state,
    version: known.version,
    priority: known.priority,
    deferredUntil: known.isDeferred,
    lease:
      known.holder === null
        ? null
        : {
            token: known.holder === viewer ? known.token : null,
            holder: { id: people[known.holder]!.id },
          },
    assignee: known.assignee === null ? null : { id: people[known.assignee]!.id },
    decision: known.proposal && {
      id: known.proposal.id,
      verdict: known.proposal.verdict,
      isFinal: known.state === 'DECIDED',
    },
    claim: {
      version: known.claimVersion,
      verdict: known.verdict,
      evidence: Array.from({ length: known.evidence }, () => ({ id: expect.any(String) })),
    },
    allowedActions: undefined,
  });
  const isHeld = known.state === 'IN_REVIEW' && known.holder === viewer && !known.hasEnded;
  const hasWork = known.state === 'QUEUED' || known.state === 'IN_REVIEW';
  expect(Object.fromEntries(review.allowedActions.map((one: any) => [one.action, one.isAllowed]))).toEqual({
    TAKE: obstacleToTake(known, viewer) === null,
    RENEW: isHeld,
    RELEASE: isHeld,
    DEFER: isHeld,
    DECIDE: isHeld,
    SIGN_OFF: known.proposal !== null && obstacleToSignOff(known, viewer, known.proposal.id) === null,
    ADD_EVIDENCE: true,
    REASSIGN: viewer === CHIEF && hasWork,
  });
  expect(await streamOf(known.claimId)).toEqual({
    isGapless: true,
    version: known.version,
    claimVersion: known.claimVersion,
  });
}

/** What the audit log says of a claim: that it lacks nothing, and how review and claim stood in the last event of each. */
async function streamOf(claimId: string): Promise<object> {
  const [row] = await app.sql(
    `SELECT (min(seq), max(seq)) = (1, count(*)) AS "isGapless",
       (array_agg((doc -> 'row' ->> 'version')::int ORDER BY seq DESC) FILTER (WHERE doc ->> 'table' = 'review'))[1] AS version,
       (array_agg((doc -> 'row' ->> 'version')::int ORDER BY seq DESC) FILTER (WHERE doc ->> 'table' = 'claim'))[1] AS "claimVersion"
     FROM (SELECT seq, leaf::jsonb AS doc FROM audit.event WHERE stream = $1) e`,
    [claimId],
  );
  return row!;
}

const runs = fc.commands(allCommands, {
  maxCommands: 30,
  size: 'max',
  ...(replayPath === undefined ? {} : { replayPath }),
});

fuzz(
  'reviews',
  { short: 20, share: 0.005 },
  fc.tuple(runs, fc.integer({ min: 1, max: 2 })),
  async ([commands, signOffs]) => {
    // what an earlier case left would be taken next
    await app.sql(`UPDATE review SET state = 'WITHDRAWN', lease_holder_id = NULL, lease_token = NULL, lease_until = NULL,
    decision_id = NULL, deferred_until = NULL, defer_reason = NULL WHERE state <> 'WITHDRAWN' AND state <> 'DECIDED'`);
    const model: Model = { reviews: [], decided: new Map() };
    for (const asked of [0, signOffs, signOffs]) {
      const { reviewId, claimId } = await app.review(desks[asked]!);
      model.reviews.push(newReview(reviewId, claimId, desks[asked]!, asked));
    }
    const real: Real = {
      people,
      look,
      sql: (text, values) => app.sql(text, values),
      sweep: () => app.app.get(ExpireLeases).handle(SYSTEM),
      resume: () => app.app.get(ResumeDeferred).handle(SYSTEM),
    };
    await fc.asyncModelRun(() => ({ model, real }), commands);
  },
);

it('has come to every state, and left no gap in any stream', async () => {
  expect(steps < 200 ? 6 : Object.keys(seen).length).toBeGreaterThanOrEqual(isLong ? 6 : 5);
  expect(await app.gaps()).toBe(0);
});
