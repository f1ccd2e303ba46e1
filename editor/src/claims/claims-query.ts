import { graphql, type ResultOf, type VariablesOf } from '../api/graphql.js';
import { pageOf, read } from '../api/read.js';
import type { Page } from '../ui/rows.js';

export const ClaimsQuery = graphql(`
  query Claims($filter: ClaimFilter, $after: String, $isFirst: Boolean!) {
    claims(filter: $filter, after: $after, first: 50) {
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
          statement
          claimant
          claimedAt
          language
          verdict
          decidedAt
          createdAt
          desk {
            id
            name
          }
          appearances {
            id
            article {
              id
              outlet
            }
          }
        }
      }
    }
  }
`);

export type ClaimRow = ResultOf<typeof ClaimsQuery>['claims']['edges'][number]['node'];

/** @throws CombinedError */
export async function loadClaims(
  filter: VariablesOf<typeof ClaimsQuery>['filter'],
  after: string | null,
): Promise<Page<ClaimRow>> {
  const { claims } = await read(ClaimsQuery, { filter, after, isFirst: after === null });
  return { ...pageOf(claims), total: claims.total ?? undefined };
}
