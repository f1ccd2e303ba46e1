import { Injectable } from '@nestjs/common';
import { ClaimQueries } from '../claims/claim-queries.js';
import type { Claim } from '../claims/claim.type.js';
import { DomainError } from '../kernel/domain-error.js';
import { encodePlace, startOf } from './cursor.js';
import type { ClaimChangedArgs } from './feed-args.js';
import type { ClaimChange } from './feed.type.js';
import { LogTail } from './log-tail.js';
import { SharedReads } from './shared-reads.js';
import { toChange } from './to-change.js';

/** The changes of one claim and of all that hangs on it, as messages. */
@Injectable()
export class FollowClaim {
  private readonly shared: SharedReads<Claim | null>;

  constructor(
    private readonly tail: LogTail,
    private readonly claims: ClaimQueries,
  ) {
    this.shared = new SharedReads(claims.byIds);
  }

  /**
   * @returns the claim as it is now, unless it goes on from a cursor; then a message for all events of the claim that
   *   were sealed together
   * @throws DomainError NOT_FOUND, INVALID_INPUT for the cursor
   */
  async run({ id, after }: ClaimChangedArgs, signal: AbortSignal): Promise<AsyncGenerator<ClaimChange>> {
    const { from } = await startOf(this.tail, after);
    const [claim] = await this.claims.byIds([id]); // after the place, so that it has all that is before it
    if (claim == null) throw new DomainError('NOT_FOUND', 'There is no such claim.', { path: ['id'] });
    return this.messages(id, from, typeof after === 'string' ? null : claim, signal);
  }

  private async *messages(
    id: string,
    from: number,
    first: Claim | null,
    signal: AbortSignal,
  ): AsyncGenerator<ClaimChange> {
    if (first !== null) yield { place: null, cursor: encodePlace({ from }), claim: first, changes: [] };
    for await (const { entries, next } of this.tail.follow(from, { stream: id }, signal)) {
      if (entries.length === 0) continue;
      const [claim] = await this.shared.rows([id], next);
      yield { place: next, cursor: encodePlace({ from: next }), claim: claim!, changes: entries.map(toChange) };
    }
  }
}
