import { graphql, type ResultOf, type VariablesOf } from '../api/graphql.js';
import { pageOf, read } from '../api/read.js';
import type { Page } from '../ui/rows.js';

/** Rows of the first page, which is waited for: three screens. */
const FIRST_PAGE = 50;
/** Of the others, which come before they are seen; the API gives no more. */
const PAGE = 100;

export const ReviewsQuery = graphql(`
  query Reviews($filter: ReviewFilter, $orderBy: ReviewOrder!, $first: Int!, $after: String, $isFirst: Boolean!) {
    reviews(filter: $filter, orderBy: $orderBy, after: $after, first: $first) {
      total @include(if: $isFirst) {
        count
        isCapped
      }
      pageInfo {
        endCursor
        hasNextPage
      }
      edges {
        node {
          id
          kind
          state
          version
          round
          priority
          queuedAt
          dueAt
          isOverdue
          deferredUntil
          deferReason
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
            name
          }
          claim {
            id
            statement
            claimant
            language
            verdict
            appearances {
              id
              article {
                id
                outlet
              }
            }
            relations {
              id
              kind
            }
          }
        }
      }
    }
  }
`);

export type ReviewRow = ResultOf<typeof ReviewsQuery>['reviews']['edges'][number]['node'];
type Wanted = Pick<VariablesOf<typeof ReviewsQuery>, 'filter' | 'orderBy'>;

/** @throws CombinedError */
export async function loadReviews(wanted: Wanted, after: string | null): Promise<Page<ReviewRow>> {
  const isFirst = after === null;
  const { reviews } = await read(ReviewsQuery, { ...wanted, first: isFirst ? FIRST_PAGE : PAGE, after, isFirst });
  return { ...pageOf(reviews), total: reviews.total ?? undefined };
}
