import { Injectable } from '@nestjs/common';
import { authorise } from '../auth/policy.js';
import { type Tx, UnitOfWork } from '../database/unit-of-work.js';
import { JobQueue } from '../jobs/job-queue.js';
import type { Caller } from '../kernel/caller.js';
import type { DomainError } from '../kernel/domain-error.js';
import { intakeBatch } from './intake-batch.js';
import { planRepeats, rememberResults } from './repeats.js';
import type { Submission, SubmissionResult } from './submission.js';

/** Submissions in one call: about 1 MB, and a transaction well below a second. */
export const MAX_BATCH = 500;

type Results = (SubmissionResult | DomainError)[];

/** Takes in claims. The claims, their appearances, their audit events and the jobs commit together, or not at all. */
@Injectable()
export class SubmitClaims {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly queue: JobQueue,
  ) {}

  /**
   * @param submissions at most MAX_BATCH
   * @returns for each submission what became of it, or why it was left out; one does not hold up another
   */
  async run(caller: Caller, submissions: readonly Submission[]): Promise<Results> {
    authorise(caller.actor, 'claim.submit');
    const userId = caller.actor.kind === 'user' ? caller.actor.id : null;
    return this.unitOfWork.run(caller, 'submitClaim', (tx) =>
      userId === null ? intakeBatch(tx, this.queue, null, submissions) : this.submit(tx, userId, submissions),
    );
  }

  private async submit(tx: Tx, userId: string, submissions: readonly Submission[]): Promise<Results> {
    const plans = await planRepeats(tx, userId, submissions);
    const fresh = submissions.filter((_, i) => plans[i]!.kind === 'fresh');
    const taken = await intakeBatch(tx, this.queue, userId, fresh);
    const results = new Map(fresh.map((submission, i) => [submission, taken[i]!]));
    await rememberResults(tx, userId, [...results]);
    return submissions.map((submission, i) => {
      const plan = plans[i]!;
      if (plan.kind === 'answered') return plan.answer;
      return results.get(plan.kind === 'repeats' ? submissions[plan.index]! : submission)!;
    });
  }
}
