import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '../database/unit-of-work.js';
import type { UserActor } from '../kernel/actor.js';
import type { Caller } from '../kernel/caller.js';
import { BACK_TO_QUEUE, changeHeldReview, type HeldReview } from './held-review.js';

/** Gives a review back to its desk, where it keeps its place. */
@Injectable()
export class ReleaseReview {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /** @throws DomainError LEASE_LOST, NOT_FOUND */
  run(caller: Caller & { actor: UserActor }, held: HeldReview): Promise<void> {
    return this.unitOfWork.run(caller, 'releaseReview', (tx) => changeHeldReview(tx, caller, held, BACK_TO_QUEUE));
  }
}
