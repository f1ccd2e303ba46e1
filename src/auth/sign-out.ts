import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '../database/unit-of-work.js';
import type { UserActor } from '../kernel/actor.js';
import type { Caller } from '../kernel/caller.js';
import { SessionEntity } from './session.entity.js';

/** Ends browser sessions of the caller. API tokens are not sessions and stay. */
@Injectable()
export class SignOut {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /** @param sessionId the one to end; null ends all of the caller's, on every device */
  async run(caller: Caller & { actor: UserActor }, sessionId: string | null): Promise<void> {
    const userId = caller.actor.id;
    await this.unitOfWork.run(caller, 'signOut', (tx) =>
      tx.manager.delete(SessionEntity, sessionId === null ? { userId } : { userId, id: sessionId }),
    );
  }
}
