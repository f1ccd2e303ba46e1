import { Injectable } from '@nestjs/common';
import { DeskQueries } from '../desks/desk-queries.js';
import { DomainError } from '../kernel/domain-error.js';
import { ReviewQueries } from '../review/review-queries.js';
import type { Review } from '../review/review.type.js';
import { encodePlace, type Place, startOf } from './cursor.js';
import type { ReviewChangedArgs } from './feed-args.js';
import type { ReviewChange } from './feed.type.js';
import type { LogEntry } from './log-entry.js';
import { LogTail } from './log-tail.js';
import { SharedReads } from './shared-reads.js';
import { toChange } from './to-change.js';

/**
 * Entries that are looked at in vain before a message says how far that is: a client that comes back does not make us
 * look at more again. An import writes as many in a few seconds.
 */
const BOOKMARK_EVERY = 10_000;

/** The changes of reviews, as messages. */
@Injectable()
export class FollowReviews {
  private readonly reviews: SharedReads<Review | null>;

  constructor(
    private readonly tail: LogTail,
    reviews: ReviewQueries,
    private readonly desks: DeskQueries,
  ) {
    this.reviews = new SharedReads(reviews.byIds);
  }

  /**
   * @returns a message that says where the log stands, unless it goes on from a cursor; then one for each review that
   *   changed, with all that happened to it since the one before and was sealed together
   * @throws DomainError NOT_FOUND for the desk, INVALID_INPUT for the cursor
   */
  async run({ deskId, after }: ReviewChangedArgs, signal: AbortSignal): Promise<AsyncGenerator<ReviewChange>> {
    const start = await startOf(this.tail, after);
    if (typeof deskId === 'string' && (await this.desks.byIds([deskId]))[0] === undefined) {
      throw new DomainError('NOT_FOUND', 'There is no such desk.', { path: ['deskId'] });
    }
    return this.messages(deskId ?? null, start, typeof after === 'string', signal);
  }

  private async *messages(
    deskId: string | null,
    { from, part }: Place,
    isResumed: boolean,
    signal: AbortSignal,
  ): AsyncGenerator<ReviewChange> {
    let said = from;
    if (!isResumed) yield bookmark(said);
    if (part !== undefined) {
      yield* this.tell(deskId, await this.tail.between(from, part.end), from, part.end, part.told);
      said = part.end;
    }
    let at = said;
    for await (const { entries, next } of this.tail.follow(at, {}, signal)) {
      for await (const message of this.tell(deskId, entries, at, next, 0)) {
        said = next;
        yield message;
      }
      at = next;
      if (at - said < BOOKMARK_EVERY) continue;
      said = at;
      yield bookmark(said);
    }
  }

  /**
   * One message for each review in the entries between two places. The order follows from the entries alone, so that
   * a cursor can say how many of the messages have been told.
   *
   * @param told messages that are left out
   */
  private async *tell(
    deskId: string | null,
    entries: readonly LogEntry[],
    from: number,
    end: number,
    told: number,
  ): AsyncGenerator<ReviewChange> {
    const groups = [...groupByReview(entries, deskId)];
    const wanted = groups.slice(told);
    if (wanted.length === 0) return;
    const found = await this.reviews.rows(
      wanted.map(([id]) => id),
      end,
    );
    for (const [i, [, events]] of wanted.entries()) {
      const count = told + i + 1;
      const place = count === groups.length ? { from: end } : { from, part: { end, told: count } };
      yield { place: end, cursor: encodePlace(place), review: found[i]!, changes: events.map(toChange) };
    }
  }
}

/** A message that says where the log stands, and nothing else. */
const bookmark = (from: number): ReviewChange => ({
  place: null,
  cursor: encodePlace({ from }),
  review: null,
  changes: [],
});

/** @returns the entries of each review of the desk, or of all; the reviews in the order of their first entry */
function groupByReview(entries: readonly LogEntry[], deskId: string | null): Map<string, LogEntry[]> {
  const groups = new Map<string, LogEntry[]>();
  for (const entry of entries) {
    if (entry.reviewId === null || (deskId ?? entry.deskId) !== entry.deskId) continue;
    const group = groups.get(entry.reviewId) ?? [];
    group.push(entry);
    groups.set(entry.reviewId, group);
  }
  return groups;
}
