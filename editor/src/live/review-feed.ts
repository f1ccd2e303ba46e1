import { useEffect, useRef } from 'react';
import { client } from '../api/client.js';
import { DeskCountsParts } from '../api/desk-counts.js';
import { graphql, type ResultOf } from '../api/graphql.js';
import { look } from '../live.js';

/** What of a review changes while somebody looks at a list. A row's words come with the list itself. */
const ReviewFeed = graphql(`
  subscription ReviewFeed($after: String) {
    reviewChanged(after: $after) {
      cursor
      review {
        id
        state
        version
        priority
        dueAt
        isOverdue
        deferredUntil
        decidedAt
        assignee {
          id
          name
        }
        lease {
          until
          token
          holder {
            id
            name
          }
        }
        desk {
          id
          slug
          name
        }
        claim {
          id
          verdict
        }
      }
    }
  }
`);

const CountsFeed = graphql(
  `
    subscription CountsFeed($after: String) {
      deskCounts(after: $after) {
        cursor
        desks {
          desk {
            id
            slug
            name
          }
          counts {
            ...DeskCountsParts
          }
        }
      }
    }
  `,
  [DeskCountsParts],
);

export type LiveReview = NonNullable<ResultOf<typeof ReviewFeed>['reviewChanged']['review']>;
export type Changed = ReadonlyMap<string, LiveReview>;

/** Changes are handed on together: four times a second is as often as an eye sees them. */
const GATHER_MS = 250;
/** More in one of these spans is an import, or a night's work that is caught up with: reading anew costs less. */
const FLOOD = 200;
const FLOOD_SPAN_MS = 2000;
/** After a flood nothing is listened to for so long. */
const FLOOD_PAUSE_MS = 10_000;
/** Reviews remembered, so that a list whose reading took longer does not show an older state of them. */
const REMEMBERED = 500;

const watchers = new Set<(changed: Changed) => void>();
const newest = new Map<string, LiveReview>();
let gathered = new Map<string, LiveReview>();
let timer: ReturnType<typeof setTimeout> | undefined;

/** Calls `onChange` with the reviews that changed, a few times a second at most. */
export function useLiveReviews(onChange: (changed: Changed) => void): void {
  const latest = useRef(onChange);
  useEffect(() => {
    latest.current = onChange;
  });
  useEffect(() => {
    const watcher = (changed: Changed): void => latest.current(changed);
    watchers.add(watcher);
    return () => void watchers.delete(watcher);
  }, []);
}

/** @returns the row with what a message told of it, where that is newer */
export function upToDate<Row extends Pick<LiveReview, 'id' | 'version'> & { readonly claim: object }>(row: Row): Row {
  const live = newest.get(row.id);
  return live === undefined || live.version < row.version
    ? row
    : { ...row, ...live, claim: { ...row.claim, ...live.claim } };
}

function gather(review: LiveReview): void {
  newest.delete(review.id);
  newest.set(review.id, review);
  if (newest.size > REMEMBERED) newest.delete(newest.keys().next().value!);
  gathered.set(review.id, review);
  timer ??= setTimeout(handOn, GATHER_MS);
}

function handOn(): void {
  timer = undefined;
  const changed = gathered;
  gathered = new Map();
  for (const watcher of watchers) watcher(changed);
}

/** Follows all reviews and the desks' counts, for as long as somebody is signed in. @returns what ends it */
export function startFeed(): () => void {
  const counts = client.subscription(CountsFeed, {}).subscribe(() => undefined); // graphcache takes them in
  let reviews = { unsubscribe: (): void => undefined };
  let pause: ReturnType<typeof setTimeout> | undefined;
  let spanFrom = 0;
  let seen = 0;
  const begin = (): void => {
    reviews = client.subscription(ReviewFeed, {}).subscribe(({ data }) => {
      if (data === undefined) return;
      const { review } = data.reviewChanged;
      if (review === null) return look(); // from here on it is told; what is read now has what was before
      const now = Date.now();
      if (now - spanFrom > FLOOD_SPAN_MS) [spanFrom, seen] = [now, 0];
      seen += 1;
      gather(review);
      if (seen > FLOOD) flooded();
    });
  };
  const flooded = (): void => {
    reviews.unsubscribe();
    seen = 0;
    pause = setTimeout(begin, FLOOD_PAUSE_MS); // without a cursor, so from then on
  };
  begin();
  return () => {
    clearTimeout(pause);
    reviews.unsubscribe();
    counts.unsubscribe();
  };
}
