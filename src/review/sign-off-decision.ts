import { Injectable } from '@nestjs/common';
import { authorise } from '../auth/policy.js';
import { type Tx, UnitOfWork } from '../database/unit-of-work.js';
import type { UserActor } from '../kernel/actor.js';
import type { Caller } from '../kernel/caller.js';
import { DomainError } from '../kernel/domain-error.js';
import { newId } from '../kernel/ids.js';
import { getReview, reviewConflict } from './refusals.js';
import { OVERDUE_PRIORITY } from './triage.js';
import { ReviewState, SignOffOutcome } from './vocabulary.js';

export interface SignOffInput {
  readonly reviewId: string;
  /** The proposed decision that was read: a word on one must never count for another. */
  readonly decisionId: string;
  readonly outcome: SignOffOutcome;
  readonly comment?: string | null;
}

/** A second editor's word on a proposed decision: enough approvals make it final, one rejection sends it back. */
@Injectable()
export class SignOffDecision {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /** @throws DomainError NOT_FOUND, REVIEW_CONFLICT, INVALID_INPUT for a rejection without a comment */
  run(caller: Caller & { actor: UserActor }, input: SignOffInput): Promise<void> {
    if (input.outcome === SignOffOutcome.REJECT && input.comment == null) {
      throw new DomainError('INVALID_INPUT', 'Say why, so that the author knows what to mend.', {
        path: ['input', 'comment'],
      });
    }
    return this.unitOfWork.run(caller, 'signOffDecision', async (tx) => {
      const path = ['input', 'reviewId'];
      const { claimId } = await getReview(tx, input.reviewId, { path });
      await tx.rows('SELECT FROM claim WHERE id = $1 FOR NO KEY UPDATE', [claimId]);
      const review = await getReview(tx, input.reviewId, { path, lock: true });
      authorise(caller.actor, 'review.signOff', review);
      if (review.state !== ReviewState.AWAITING_SIGN_OFF || review.decisionId !== input.decisionId) {
        throw await reviewConflict(tx, review, 'This decision does not wait for a sign-off.', ['input', 'decisionId']);
      }
      await sign(tx, caller.actor, claimId, input);
      await (input.outcome === SignOffOutcome.REJECT ? sendBack(tx, input) : finishIfApproved(tx, input));
    });
  }
}

async function sign(tx: Tx, actor: UserActor, claimId: string, input: SignOffInput): Promise<void> {
  const [decision] = await tx.rows<{ own: boolean; signed: boolean }>(
    `SELECT decided_by = $2 AS own, EXISTS (SELECT FROM sign_off s WHERE s.decision_id = d.id AND s.signed_by = $2) AS signed
     FROM decision d WHERE id = $1`,
    [input.decisionId, actor.id],
  );
  if (decision!.own || decision!.signed) {
    const message = decision!.own
      ? 'Nobody signs off a decision of their own.'
      : 'You have signed this decision off already.';
    throw new DomainError('INVALID_INPUT', message, { path: ['input', 'decisionId'] });
  }
  await tx.rows(
    `INSERT INTO sign_off (id, claim_id, decision_id, decided_by, outcome, comment, signed_by, signed_at)
     SELECT $1, $2, id, decided_by, $4, $5, $6, clock_timestamp() FROM decision WHERE id = $3`,
    [newId(), claimId, input.decisionId, input.outcome, input.comment ?? null, actor.id],
  );
}

/** Back to the front of the queue, for whoever takes it next. */
const sendBack = (tx: Tx, { reviewId }: SignOffInput): Promise<object[]> =>
  tx.rows(
    `UPDATE review SET state = 'QUEUED', decision_id = NULL, priority = ${OVERDUE_PRIORITY}, version = version + 1 WHERE id = $1`,
    [reviewId],
  );

const finishIfApproved = (tx: Tx, { reviewId }: SignOffInput): Promise<object[]> =>
  tx.rows(
    `WITH finished AS (
       UPDATE review r SET state = 'DECIDED', decided_at = clock_timestamp(), version = r.version + 1
       FROM desk d
       WHERE r.id = $1 AND d.id = r.desk_id AND d.sign_offs_required <=
         (SELECT count(*) FROM sign_off s WHERE s.decision_id = r.decision_id AND s.outcome = 'APPROVE')
       RETURNING r.decision_id, r.decided_at)
     UPDATE claim c
     SET verdict = d.verdict, decision_id = d.id, decided_at = f.decided_at, recheck_at = d.recheck_at, version = c.version + 1
     FROM finished f JOIN decision d ON d.id = f.decision_id WHERE c.id = d.claim_id`,
    [reviewId],
  );
