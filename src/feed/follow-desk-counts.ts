import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { DeskQueries } from '../desks/desk-queries.js';
import type { Desk } from '../desks/desk.type.js';
import { ReviewQueries } from '../review/review-queries.js';
import type { DeskCounts } from '../review/review.type.js';
import { encodePlace, startOf } from './cursor.js';
import type { FeedArgs } from './feed-args.js';
import type { DeskCountsChange } from './feed.type.js';
import { LogTail } from './log-tail.js';
import { SharedReads } from './shared-reads.js';

/** Between two messages to one subscriber: four in a second are as many as somebody can read. */
const PAUSE_MS = 250;

/** Which desks' counts may have changed, as messages. */
@Injectable()
export class FollowDeskCounts {
  private readonly rows: SharedReads<Desk>;
  private readonly counts: SharedReads<DeskCounts>;

  constructor(
    private readonly tail: LogTail,
    private readonly desks: DeskQueries,
    reviews: ReviewQueries,
  ) {
    this.rows = new SharedReads(desks.byIds);
    this.counts = new SharedReads(reviews.countsByDesk);
  }

  /**
   * @returns all desks, unless it goes on from a cursor; then those on which something happened
   * @throws DomainError INVALID_INPUT for the cursor
   */
  async run({ after }: FeedArgs, signal: AbortSignal): Promise<AsyncGenerator<DeskCountsChange>> {
    const { from } = await startOf(this.tail, after);
    return this.messages(from, typeof after === 'string', signal);
  }

  private async *messages(from: number, isResumed: boolean, signal: AbortSignal): AsyncGenerator<DeskCountsChange> {
    if (!isResumed) yield this.message(await this.desks.all(), from, null);
    const changed = new Set<string>();
    for await (const { entries, next, isLast } of this.tail.follow(from, {}, signal)) {
      for (const { deskId } of entries) if (deskId !== null) changed.add(deskId);
      if (!isLast || changed.size === 0) continue;
      const desks = await this.rows.rows([...changed], next);
      changed.clear();
      yield this.message(desks, next, next);
      await sleep(PAUSE_MS, undefined, { signal }).catch(() => undefined);
    }
  }

  private async message(desks: readonly Desk[], from: number, place: number | null): Promise<DeskCountsChange> {
    const counts = await this.counts.rows(
      desks.map(({ id }) => id),
      from,
    );
    return {
      place,
      cursor: encodePlace({ from }),
      desks: desks.map((desk, i) => ({ desk, counts: counts[i]! })),
    };
  }
}
