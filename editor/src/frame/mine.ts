import { useQuery } from 'urql';
import { graphql } from '../api/graphql.js';
import { useLive } from '../live.js';
import { useLiveReviews } from '../live/review-feed.js';
import { t } from '../text/index.js';

const MineQuery = graphql(`
  query CountMine($holder: ID!) {
    reviews(filter: { holderId: $holder }, first: 50) {
      total {
        count
        isCapped
      }
      edges {
        node {
          id
        }
      }
    }
  }
`);

/** @returns how many reviews the person holds; null where it is none, or not known yet */
export function useMine(userId: string): string | null {
  const [{ data }, execute] = useQuery({ query: MineQuery, variables: { holder: userId } });
  const count = (): void => execute({ requestPolicy: 'network-only' });
  useLive(count);
  useLiveReviews((changed) => {
    const isHeld = (id: string): boolean => data?.reviews.edges.some(({ node }) => node.id === id) ?? false;
    const isOther = [...changed.values()].some(({ id, lease }) => (lease?.holder.id === userId) !== isHeld(id));
    if (isOther) count();
  });
  const total = data?.reviews.total;
  return total === undefined || total.count === 0 ? null : t.common.total(total.count, total.isCapped);
}
