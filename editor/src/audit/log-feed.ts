import { useSubscription } from 'urql';
import { graphql } from '../api/graphql.js';

const LogFeed = graphql(`
  subscription LogFeed($after: String) {
    checkpointSealed(after: $after) {
      cursor
      checkpoint {
        note
        origin
        root
        sealedAt
        size
      }
    }
  }
`);

/** @returns the newest checkpoint as the log grows; null until one was told of */
export function useLiveCheckpoint() {
  const [{ data }] = useSubscription({ query: LogFeed });
  return data?.checkpointSealed.checkpoint ?? null;
}
