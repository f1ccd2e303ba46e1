import { ReviewState } from '../../src/review/vocabulary.js';
import { TRANSITIONS } from '../../src/review/review-states.js';
import { about, type Check, each, grouped, type Problem } from './problem.js';

/** A review after one change, as the audit log has it. */
interface Step {
  review: string;
  seq: number;
  at: Date;
  actor: string;
  action: string;
  state: ReviewState;
  holder: string | null;
  until: Date | null;
  /** From when the desk's lease ran, by its end. */
  since: Date | null;
}

/** Other names under which the transitions of review-states.ts appear in the log. */
const ALSO: Readonly<Record<string, keyof typeof TRANSITIONS>> = {
  takeNextReview: 'takeReview',
  recheckClaim: 'openReview',
};

/** Ends of leases are kept in whole milliseconds. */
const ROUNDING_MS = 1;

const STEPS = `
  SELECT d #>> '{row,id}' AS review, e.seq::int AS seq, (d->>'at')::timestamptz AS at, d->>'actor' AS actor,
         d->>'action' AS action, d #>> '{row,state}' AS state, d #>> '{row,lease_holder_id}' AS holder,
         (d #>> '{row,lease_until}')::timestamptz AS until,
         (d #>> '{row,lease_until}')::timestamptz - make_interval(secs => k.lease_seconds) AS since
  FROM audit.event e, LATERAL (SELECT e.leaf::jsonb AS d) s, public.desk k
  WHERE d->>'table' = 'review' AND k.id = (d #>> '{row,desk_id}')::uuid
  ORDER BY e.stream, e.seq`;

function stepProblem(before: Step | null, step: Step): string | null {
  const name = ALSO[step.action] ?? (step.action as keyof typeof TRANSITIONS);
  const transition = TRANSITIONS[name] as { from: readonly ReviewState[]; to: readonly ReviewState[] } | undefined;
  if (transition === undefined || (before !== null && name === 'openReview')) {
    // renewLease, escalateReview, resumeDeferred: all else must stay as it was
    return before?.state === step.state && before.holder === step.holder ? null : 'changed what it may not change';
  }
  if (!transition.to.includes(step.state)) return 'led where it may not lead';
  const cameFrom = before === null ? transition.from.length === 0 : transition.from.includes(before.state);
  return cameFrom ? null : 'began where it may not begin';
}

/** The lease's end as known before the step; a take must come after it, where it was not given back. */
function leaseProblem(before: Step | null, step: Step): string | null {
  if (before === null || before.state !== ReviewState.IN_REVIEW) return null;
  const { holder, until } = before;
  if (step.action === 'expireLeases') return step.at < until! ? 'ended a lease that was in force' : null;
  if (step.state === ReviewState.IN_REVIEW && step.holder !== holder) return 'gave a lease to two people at once';
  const byHolder = step.actor === `user:${holder}`;
  return ['renewLease', 'releaseReview', 'deferReview', 'decideReview'].includes(step.action) && !byHolder
    ? 'was done by somebody who did not hold the review'
    : null;
}

/** Nobody held a review that somebody else held, and its states followed each other as they may. */
export const leases: Check = async ({ db, history }) => {
  const steps = grouped(await db.rows<Step>(STEPS), ({ review }) => review);
  const problems: Problem[] = [];
  for (const [review, all] of steps) {
    for (const [i, step] of all.entries()) {
      const before = all[i - 1] ?? null;
      const found = stepProblem(before, step) ?? leaseProblem(before, step);
      if (found === null) continue;
      problems.push({
        rule: 'A review is held by one person at a time, and goes from state to state as it may.',
        found: `${step.action} ${found}: ${JSON.stringify({ review, before, step })}`,
      });
    }
    problems.push(...overlaps(review, all));
  }
  const held = new Set(
    [...steps.values()].flat().map(({ review, holder, until }) => `${review} ${holder} ${until?.toISOString()}`),
  );
  const unknown = ['takeNextReview', 'takeReview', 'renewLease'] as const;
  for (const call of unknown.flatMap((operation) => history.done(operation))) {
    const { id, lease } = call.answer.review;
    // Read after the commit, so it may be another's by then, or gone
    if (lease?.holder.id !== call.who || held.has(`${id} ${call.who} ${lease.until}`)) continue;
    problems.push({
      rule: 'Every lease that was told is in the log.',
      found: JSON.stringify(about(call, { lease })),
    });
  }
  return problems;
};

/** Leases as intervals: from their start until they were ended, or ran out. */
function overlaps(review: string, steps: readonly Step[]): Problem[] {
  const spans = steps.flatMap((step, i) => {
    if (step.state !== ReviewState.IN_REVIEW) return [];
    const next = steps[i + 1];
    const end = next === undefined ? step.until! : new Date(Math.min(Number(next.at), Number(step.until)));
    return [{ holder: step.holder, from: step.since!, end }];
  });
  return spans.flatMap((span, i) => {
    const other = spans
      .slice(0, i)
      .find(({ holder, end }) => holder !== span.holder && Number(end) - Number(span.from) > ROUNDING_MS);
    if (other === undefined) return [];
    const rule = 'Two people never hold a review at the same time.';
    return [{ rule, found: JSON.stringify({ review, one: other, other: span }) }];
  });
}

/** By the log: who held the review last before the decision, and until when. */
export const decidedInTime: Check = async ({ db }) =>
  each(
    'No decision was made with a lease that had ended, or was somebody else’s.',
    await db.rows(
      `WITH step AS (
         SELECT d #>> '{row,id}' AS review, e.stream, e.seq, d #>> '{row,state}' AS state,
                d #>> '{row,lease_holder_id}' AS holder, (d #>> '{row,lease_until}')::timestamptz AS until
         FROM audit.event e, LATERAL (SELECT e.leaf::jsonb AS d) s WHERE d->>'table' = 'review'),
       made AS (
         SELECT d #>> '{row,id}' AS id, d #>> '{row,review_id}' AS review, e.stream, e.seq,
                d #>> '{row,decided_by}' AS author, (d #>> '{row,decided_at}')::timestamptz AS at
         FROM audit.event e, LATERAL (SELECT e.leaf::jsonb AS d) s WHERE d->>'table' = 'decision' AND d->>'op' = 'INSERT')
       SELECT made.id, made.review, made.author, made.at AS "decidedAt", held.holder, held.until AS "leaseUntil"
       FROM made LEFT JOIN LATERAL (
         -- the last change of the review was the decision itself; the one before has the lease
         SELECT * FROM step WHERE step.review = made.review AND step.stream = made.stream AND step.seq < made.seq
         ORDER BY seq DESC OFFSET 1 LIMIT 1) held ON true
       WHERE (held.state = 'IN_REVIEW' AND held.holder = made.author AND made.at <= held.until) IS NOT TRUE`,
    ),
  );
