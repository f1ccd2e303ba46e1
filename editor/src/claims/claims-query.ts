import { CombinedError } from 'urql';
import { client } from '../api/client.js';
import { graphql, type ResultOf, type VariablesOf } from '../api/graphql.js';
import type { Page } from '../ui/row-list.js';

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
  const variables = { filter, after, isFirst: after === null };
  const { data, error } = await client.query(ClaimsQuery, variables, { requestPolicy: 'network-only' });
  if (data === undefined) throw error ?? new CombinedError({ networkError: new Error('no answer') });
  const { edges, pageInfo, total } = data.claims;
  return {
    rows: edges.map(({ node }) => node),
    next: pageInfo.hasNextPage ? pageInfo.endCursor : null,
    total: total ?? undefined,
  };
}
