import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '../database/unit-of-work.js';
import type { UserActor } from '../kernel/actor.js';
import type { Caller } from '../kernel/caller.js';
import { futureProblem } from './future-problem.js';
import { BACK_TO_QUEUE, changeHeldReview, type HeldReview } from './held-review.js';

/** Nobody remembers after a year why something was put off. */
const MAX_DAYS = 366;

/** Puts a review off: it goes back to its desk, but takeNextReview leaves it out until then. */
@Injectable()
export class DeferReview {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /** @throws DomainError INVALID_INPUT for a time that is past or too far off, LEASE_LOST, NOT_FOUND */
  async run(caller: Caller & { actor: UserActor }, held: HeldReview & { until: Date; reason: string }): Promise<void> {
    const problem = futureProblem(held.until, MAX_DAYS, ['until']);
    if (problem !== null) throw problem;
    await this.unitOfWork.run(caller, 'deferReview', (tx) =>
      changeHeldReview(tx, caller, held, `${BACK_TO_QUEUE}, deferred_until = $4, defer_reason = $5`, [
        held.until,
        held.reason,
      ]),
    );
  }
}
