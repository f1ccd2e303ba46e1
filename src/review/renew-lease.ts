import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '../database/unit-of-work.js';
import type { UserActor } from '../kernel/actor.js';
import type { Caller } from '../kernel/caller.js';
import { changeHeldReview, type HeldReview } from './held-review.js';

/** Lets the caller's lease run for the desk's full time again, from now. */
@Injectable()
export class RenewLease {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /** @throws DomainError LEASE_LOST, NOT_FOUND */
  run(caller: Caller & { actor: UserActor }, held: HeldReview): Promise<void> {
    return this.unitOfWork.run(caller, 'renewLease', (tx) =>
      changeHeldReview(tx, caller, held, 'lease_until = clock_timestamp() + make_interval(secs => d.lease_seconds)'),
    );
  }
}
