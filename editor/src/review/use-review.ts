import { useQuery } from 'urql';
import { useLive } from '../live.js';
import { useLiveClaim } from './claim-feed.js';
import { ReviewQuery } from './review-query.js';

/** A review and its claim, kept up to date. */
export function useReview(id: string) {
  const [{ data, error, fetching }, execute] = useQuery({ query: ReviewQuery, variables: { id } });
  const refresh = (): void => execute({ requestPolicy: 'network-only' });
  useLive(refresh);
  useLiveClaim(data?.review?.claim.id);
  return {
    review: data?.review,
    isLoading: fetching && data === undefined,
    error: data === undefined ? error : undefined,
    refresh,
  };
}
