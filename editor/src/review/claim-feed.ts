import { useSubscription } from 'urql';
import { graphql } from '../api/graphql.js';
import { ClaimParts, ReviewParts } from './review-query.js';

/** All that a page shows of a claim and its reviews, so that nothing need be read when it changes. */
const ClaimFeed = graphql(
  `
    subscription ClaimFeed($id: ID!, $after: String) {
      claimChanged(id: $id, after: $after) {
        cursor
        claim {
          ...ClaimParts
          reviews {
            ...ReviewParts
          }
        }
      }
    }
  `,
  [ClaimParts, ReviewParts],
);

/**
 * Keeps a claim and its reviews up to date wherever they are shown.
 *
 * @param id nothing while it is not known
 * @param onChange is called with each message
 */
export function useLiveClaim(id: string | undefined, onChange?: () => void): void {
  useSubscription({ query: ClaimFeed, variables: { id: id ?? '' }, pause: id === undefined }, (_, data) => {
    onChange?.();
    return data;
  });
}
