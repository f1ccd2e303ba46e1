import { Injectable } from '@nestjs/common';
import { DeskQueries } from '../desks/desk-queries.js';
import { DomainError } from '../kernel/domain-error.js';
import { ReviewQueries } from '../review/review-queries.js';
import { encodePlace, startOf } from './cursor.js';
import type { ReviewChangedArgs } from './feed-args.js';
import type { ReviewChange } from './feed.type.js';
import type { LogEntry } from './log-entry.js';
import { LogTail } from './log-tail.js';
import { toChange } from './to-change.js';

/**
 * Entries that are looked at in vain before a message says how far that is: a client that comes back does not make us
 * look at more again. An import writes as many in a few seconds.
 */
const BOOKMARK_EVERY = 10_000;

/** The changes of reviews, as messages. */
@Injectable()
export class FollowReviews {
  constructor(
    private readonly tail: LogTail,
    private readonly reviews: ReviewQueries,
    private readonly desks: DeskQueries,
  ) {}

  /**
   * @returns a message that says where the log stands, unless it goes on from a cursor; then one for each review that
   *   changed, with all that happened to it since the one before and was sealed together
   * @throws DomainError NOT_FOUND for the desk, INVALID_INPUT for the cursor
   */
  async run({ deskId, after }: ReviewChangedArgs, signal: AbortSignal): Promise<AsyncGenerator<ReviewChange>> {
    const from = await startOf(this.tail, after);
    if (typeof deskId === 'string' && (await this.desks.byIds([deskId]))[0] === undefined) {
      throw new DomainError('NOT_FOUND', 'There is no such desk.', { path: ['deskId'] });
    }
    return this.messages(deskId ?? null, from, typeof after === 'string', signal);
  }

  /** The reviews come in the order of their last change, so that no cursor leaves out what has not been sent. */
  private async *messages(
    deskId: string | null,
    from: number,
    isResumed: boolean,
    signal: AbortSignal,
  ): AsyncGenerator<ReviewChange> {
    if (!isResumed) yield bookmark(from);
    let said = from;
    for await (const { entries, next } of this.tail.follow(from, {}, signal)) {
      const ours = entries.filter(({ reviewId, deskId: desk }) => reviewId !== null && (deskId ?? desk) === desk);
      const byReview = groupByReview(ours);
      const found = byReview.size === 0 ? [] : await this.reviews.byIds([...byReview.keys()]);
      for (const [i, events] of [...byReview.values()].entries()) {
        said = events.at(-1)!.index + 1;
        yield { cursor: encodePlace(said), review: found[i]!, changes: events.map(toChange) };
      }
      if (next - said < BOOKMARK_EVERY) continue;
      said = next;
      yield bookmark(said);
    }
  }
}

/** A message that says where the log stands, and nothing else. */
const bookmark = (place: number): ReviewChange => ({ cursor: encodePlace(place), review: null, changes: [] });

/** @returns each review's entries; the reviews in the order of their last entry */
function groupByReview(entries: readonly LogEntry[]): Map<string, LogEntry[]> {
  const groups = new Map<string, LogEntry[]>();
  for (const entry of entries) {
    const group = groups.get(entry.reviewId!) ?? [];
    group.push(entry);
    groups.delete(entry.reviewId!); // so that it comes last
    groups.set(entry.reviewId!, group);
  }
  return groups;
}
