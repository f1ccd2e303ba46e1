import { Injectable } from '@nestjs/common';
import { UnrecoverableError } from 'bullmq';
import { type Tx, UnitOfWork } from '../database/unit-of-work.js';
import { HandlesJob, type JobHandler } from '../jobs/job-handler.js';
import { JobQueue } from '../jobs/job-queue.js';
import type { Caller } from '../kernel/caller.js';
import { newId } from '../kernel/ids.js';
import { triage } from './triage.js';
import { ReviewKind } from './vocabulary.js';

interface ClaimFacts {
  deskId: string;
  basePriority: number;
  reviewHours: number;
  appearances: number;
  contradictions: number;
  lastRound: number;
  hasOpenReview: boolean;
  isErased: boolean;
}

/**
 * Puts a claim on its desk's queue, ranked by the desk's policy, and has it looked at again when it falls due.
 * Does nothing if a review of the claim is open, or its texts were erased: nothing is left to check then.
 *
 * @returns the id of the review; null if there was one, or the claim is erased
 * @throws UnrecoverableError if there is no such claim: no retry will make one
 */
export async function openReview(tx: Tx, queue: JobQueue, claimId: string, kind: ReviewKind): Promise<string | null> {
  await tx.rows('SELECT FROM claim WHERE id = $1 FOR NO KEY UPDATE', [claimId]);
  const [claim] = await tx.rows<ClaimFacts>(
    `SELECT d.id AS "deskId", d.base_priority AS "basePriority", d.review_hours AS "reviewHours",
            (SELECT count(*)::int FROM appearance WHERE claim_id = c.id) AS appearances,
            (SELECT count(*)::int FROM claim_relation
             WHERE kind = 'CONTRADICTS' AND state = 'CONFIRMED' AND c.id IN (from_claim_id, to_claim_id)) AS contradictions,
            coalesce((SELECT max(round) FROM review WHERE claim_id = c.id), 0) AS "lastRound",
            EXISTS (SELECT FROM review WHERE claim_id = c.id
                    AND state IN ('QUEUED', 'IN_REVIEW', 'AWAITING_SIGN_OFF')) AS "hasOpenReview",
            c.erased_at IS NOT NULL AS "isErased"
     FROM claim c JOIN desk d ON d.id = c.desk_id WHERE c.id = $1`,
    [claimId],
  );
  if (claim === undefined) throw new UnrecoverableError(`There is no claim ${claimId}.`);
  if (claim.isErased || claim.hasOpenReview || (kind === ReviewKind.INITIAL && claim.lastRound > 0)) return null;

  const now = new Date();
  const { priority, dueAt } = triage(claim, now);
  const id = newId();
  await tx.rows(
    `INSERT INTO review (id, claim_id, desk_id, round, kind, state, priority, queued_at, due_at)
     VALUES ($1, $2, $3, $4, $5, 'QUEUED', $6, $7, $8)`,
    [id, claimId, claim.deskId, claim.lastRound + 1, kind, priority, now, dueAt],
  );
  await queue.add(tx, [
    { name: 'escalate-review', key: id, data: { reviewId: id, dueAt: dueAt.toISOString() }, at: dueAt },
  ]);
  return id;
}

/** The first review of a new claim. */
@Injectable()
@HandlesJob('open-review')
export class OpenReview implements JobHandler<'open-review'> {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly queue: JobQueue,
  ) {}

  async handle(caller: Caller, { claimId }: { claimId: string }): Promise<void> {
    await this.unitOfWork.run(caller, 'openReview', (tx) => openReview(tx, this.queue, claimId, ReviewKind.INITIAL));
  }
}
