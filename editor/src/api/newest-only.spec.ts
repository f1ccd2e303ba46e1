import { expect, it } from '@jest/globals';
import { Client, gql, subscriptionExchange } from 'urql';
import { newestOnly } from './newest-only.js';

const Feed = gql`
  subscription Feed {
    reviewChanged {
      review {
        id
        version
        state
      }
    }
  }
`;
const Answer = gql`
  subscription Take {
    takeReview {
      id
      version
    }
  }
`;

it('leaves out messages that are older than what was told or answered, and lets through what is as new', async () => {
  const tell = new Map<string, (data: object) => void>();
  const client = new Client({
    url: '/graphql',
    preferGetMethod: false,
    exchanges: [
      newestOnly,
      subscriptionExchange({
        forwardSubscription: ({ query }) => ({
          subscribe: (sink) => {
            tell.set(/subscription (\w+)/.exec(query!)![1]!, (data) => sink.next({ data }));
            return { unsubscribe: () => undefined };
          },
        }),
      }),
    ],
  });
  const seen: unknown[] = [];
  client.subscription(Feed, {}).subscribe(({ data }) => seen.push(data?.reviewChanged.review.state));
  client.subscription(Answer, {}).subscribe(() => undefined);
  await Promise.resolve(); // the exchange subscribes in its own time
  const message = (version: number, state: string, id = 'r1') => ({
    reviewChanged: { review: { __typename: 'Review', id, version, state } },
  });
  tell.get('Feed')!(message(1, 'QUEUED'));
  tell.get('Take')!({ takeReview: { __typename: 'Review', id: 'r1', version: 3 } });
  tell.get('Feed')!(message(2, 'QUEUED'));
  tell.get('Feed')!(message(3, 'IN_REVIEW'));
  tell.get('Feed')!(message(1, 'QUEUED', 'r2'));
  tell.get('Feed')!(message(4, 'DECIDED'));
  expect(seen).toEqual(['QUEUED', undefined, 'IN_REVIEW', 'QUEUED', 'DECIDED']);
});
