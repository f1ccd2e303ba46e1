import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { toCheckpoint } from '../audit/checkpoint.type.js';
import { newestCheckpoint, type SealedCheckpoint } from '../audit/sealed-checkpoint.js';
import { Database } from '../database/database.js';
import { encodePlace, startOf } from './cursor.js';
import type { FeedArgs } from './feed-args.js';
import type { CheckpointSealed } from './feed.type.js';
import { LogTail } from './log-tail.js';
import { SharedReads } from './shared-reads.js';

/** Between two messages to one subscriber: each makes a ledger read its newest page, and nobody reads one in less. */
const PAUSE_MS = 1000;
/** There is one newest checkpoint. */
const NEWEST = 'newest';

/** That the log has grown, as messages; those checkpoints that came meanwhile are passed over. */
@Injectable()
export class FollowCheckpoints {
  private readonly checkpoints: SharedReads<SealedCheckpoint | null>;

  constructor(
    private readonly tail: LogTail,
    database: Database,
  ) {
    this.checkpoints = new SharedReads(async (keys) => {
      const newest = await newestCheckpoint(database);
      return keys.map(() => newest);
    });
  }

  /**
   * @returns the newest checkpoint, unless it goes on from a cursor; then the newest one whenever there is a newer one
   * @throws DomainError INVALID_INPUT for the cursor
   */
  async run({ after }: FeedArgs, signal: AbortSignal): Promise<AsyncGenerator<CheckpointSealed>> {
    const { from } = await startOf(this.tail, after);
    return this.messages(from, typeof after === 'string', signal);
  }

  private async *messages(from: number, isResumed: boolean, signal: AbortSignal): AsyncGenerator<CheckpointSealed> {
    if (!isResumed) yield await this.message(from);
    for await (const size of this.tail.sizes(from, signal)) {
      yield await this.message(size);
      await sleep(PAUSE_MS, undefined, { signal }).catch(() => undefined);
    }
  }

  private async message(place: number): Promise<CheckpointSealed> {
    const [sealed] = await this.checkpoints.rows([NEWEST], place);
    return {
      place,
      cursor: encodePlace({ from: place }),
      checkpoint: sealed == null ? null : toCheckpoint(sealed),
    };
  }
}
