import type { VariablesOf } from '../api/graphql.js';
import { type Changed, type LiveReview, upToDate, useLiveReviews } from '../live/review-feed.js';
import type { RowList } from '../ui/row-list.js';
import type { Rows } from '../ui/rows.js';
import { useRowList } from '../ui/use-row-list.js';
import { loadReviews, type ReviewRow, type ReviewsQuery } from './reviews-query.js';

type Wanted = Pick<VariablesOf<typeof ReviewsQuery>, 'filter' | 'orderBy'>;

/** @param wanted asked anew for each page, since some filters compare with now */
export function useReviews(key: string, wanted: () => Wanted): [RowList<ReviewRow>, Rows<ReviewRow>] {
  const [list, rows] = useRowList(
    key,
    async (after) => {
      const page = await loadReviews(wanted(), after);
      return { ...page, rows: page.rows.map(upToDate) };
    },
    slim,
  );
  useLiveReviews((changed) => {
    const { filter } = wanted();
    const isElsewhere = mayStandElsewhere(list.state.get().rows, changed, filter?.deskSlug ?? null);
    list.change((row) => (changed.has(row.id) ? upToDate(row) : row));
    if (isElsewhere) list.lookSoon();
  });
  return [list, rows];
}

const desks = new Map<string, ReviewRow['desk']>();

/** Of a row far from the screen: all that decides what can be done with it, and none of what is only read. */
function slim(row: ReviewRow): ReviewRow {
  const desk = desks.get(row.desk.id) ?? row.desk;
  desks.set(desk.id, desk);
  return { ...row, desk, deferReason: null, claim: NO_CLAIM };
}
const NO_CLAIM: ReviewRow['claim'] = {
  id: '',
  statement: '',
  claimant: '',
  language: '',
  verdict: null,
  appearances: [],
  relations: [],
};

/** Whether what changed may have come into the list, gone from it, or moved in it. */
function mayStandElsewhere(rows: readonly ReviewRow[], changed: Changed, slug: string | null): boolean {
  const shown = new Map(rows.map((row) => [row.id, row]));
  return [...changed.values()].some((review) => {
    if (slug !== null && review.desk.slug !== slug) return false;
    const row = shown.get(review.id);
    return row === undefined || placeOf(row) !== placeOf(review);
  });
}

/** What decides in which lists a review stands, and where. A hold that is only renewed is not of it. */
const placeOf = ({ state, priority, dueAt, deferredUntil, lease, assignee }: ReviewRow | LiveReview): string =>
  JSON.stringify([state, priority, dueAt, deferredUntil, lease?.holder.id, assignee?.id]);
