import { useQuery } from 'urql';
import { graphql } from '../api/graphql.js';
import { useLive } from '../live.js';
import { t } from '../text/index.js';

const MineQuery = graphql(`
  query CountMine($holder: ID!) {
    reviews(filter: { holderId: $holder }, first: 1) {
      total {
        count
        isCapped
      }
    }
  }
`);

/** @returns how many reviews the person holds; null where it is none, or not known yet */
export function useMine(userId: string): string | null {
  const [{ data }, execute] = useQuery({ query: MineQuery, variables: { holder: userId } });
  useLive(() => execute({ requestPolicy: 'network-only' }));
  const total = data?.reviews.total;
  return total === undefined || total.count === 0 ? null : t.common.total(total.count, total.isCapped);
}
