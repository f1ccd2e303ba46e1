import { graphql, type ResultOf, type VariablesOf } from '../api/graphql.js';
import { pageOf, read } from '../api/read.js';
import type { Page } from '../ui/rows.js';

export const ReviewsQuery = graphql(`
  query Reviews($filter: ReviewFilter, $orderBy: ReviewOrder!, $after: String, $isFirst: Boolean!) {
    reviews(filter: $filter, orderBy: $orderBy, after: $after, first: 50) {
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
  const { reviews } = await read(ReviewsQuery, { ...wanted, after, isFirst: after === null });
  return { ...pageOf(reviews), total: reviews.total ?? undefined };
}
