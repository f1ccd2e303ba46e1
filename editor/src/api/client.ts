import { cacheExchange } from '@urql/exchange-graphcache';
import { Client, fetchExchange, mapExchange, subscriptionExchange } from 'urql';
import { isGateway } from './call-auth.js';
import { connection } from './connection.js';
import { DeskCountsParts } from './desk-counts.js';
import { graphql, type ResultOf } from './graphql.js';
import { follow } from './line.js';
import { newestOnly } from './newest-only.js';
import possibleTypes from './possible-types.json';
import { csrfToken, loadSession, waitForSignIn } from './session.js';

/**
 * Sends a GraphQL request with the session. Where the session has ended, the request waits until the person has signed
 * in again, and is then sent: nobody who asked learns of it. Where another tab signed in anew, it takes that session.
 *
 * @throws TypeError as fetch does, where there is no answer
 */
async function fetchAsViewer(url: RequestInfo | URL, init?: RequestInit): Promise<Response> {
  for (let isRepeated = false; ; isRepeated = true) {
    const headers = new Headers(init?.headers);
    headers.set('x-csrf-token', csrfToken());
    const response = await fetch(url, { ...init, headers, credentials: 'same-origin' }).catch((error: unknown) => {
      if (!(error instanceof DOMException && error.name === 'AbortError')) connection.lost();
      throw error;
    });
    if (isGateway(response.status)) {
      connection.lost();
      throw new TypeError(`Claimdesk does not answer (${response.status}).`);
    }
    connection.found(response);
    if (response.status === 401) await waitForSignIn();
    else if (response.status === 403 && !isRepeated) await loadSession();
    else return response;
  }
}

/** Asks for nothing, to see whether there is an answer. @throws TypeError where there is none */
export async function probe(): Promise<void> {
  const body = JSON.stringify({ query: '{ __typename }' });
  await fetchAsViewer('/graphql', { method: 'POST', headers: { 'content-type': 'application/json' }, body });
}

const CountsOfDeskParts = graphql(
  `
    fragment CountsOfDeskParts on Desk {
      id
      counts {
        ...DeskCountsParts
      }
    }
  `,
  [DeskCountsParts],
);
type CountsOfDesk = Pick<ResultOf<typeof CountsOfDeskParts>, 'counts'> & { readonly desk: { readonly id: string } };

/** What queries that are on the screen were answered last, by the operation's key. */
const shown = new Map<number, unknown>();

/** What is shown stays where it could not be read again: the answer that failed comes with the data of the one before. */
const keepShown = mapExchange({
  onOperation({ kind, key }) {
    if (kind === 'teardown') shown.delete(key);
  },
  onResult(result) {
    const { data, error, operation } = result;
    if (operation.kind !== 'query') return result;
    if (data != null) shown.set(operation.key, data);
    else if (error?.networkError && shown.has(operation.key)) return { ...result, data: shown.get(operation.key) };
    return result;
  },
});

/** Parts of their parent, with no id of their own. */
const embedded = () => null;

export const client = new Client({
  url: '/graphql',
  preferGetMethod: false,
  requestPolicy: 'cache-and-network',
  fetch: fetchAsViewer,
  exchanges: [
    keepShown,
    cacheExchange({
      possibleTypes,
      keys: {
        AllowedAction: embedded,
        AuditActor: embedded,
        AuditEvent: embedded,
        BacklogAge: embedded,
        BoardDay: embedded,
        BoardFigures: embedded,
        Checkpoint: embedded,
        CheckpointSealed: embedded,
        ClaimChange: embedded,
        CountsOfDesk: embedded,
        DecidedFigures: embedded,
        DeskBoard: embedded,
        DeskCounts: embedded,
        DeskCountsChange: embedded,
        DeskOutlook: embedded,
        DeskWorkload: embedded,
        FieldChange: embedded,
        GrantedRole: embedded,
        InboxFilter: embedded,
        LastChange: embedded,
        Lease: embedded,
        PageInfo: embedded,
        ReviewChange: embedded,
        Total: embedded,
        WebhookEventType: embedded,
      },
      updates: {
        Subscription: {
          // The subscription hands out the counts beside the desk, and everything that shows them asks the desk
          deskCounts({ deskCounts }, _args, cache) {
            for (const { desk, counts } of (deskCounts as unknown as { desks: CountsOfDesk[] }).desks) {
              cache.writeFragment(CountsOfDeskParts, { id: desk.id, counts });
            }
          },
        },
      },
    }),
    newestOnly,
    subscriptionExchange({
      forwardSubscription: ({ query = '', variables = {} }) => ({
        subscribe: (sink) => ({ unsubscribe: follow({ query, variables }, sink) }),
      }),
    }),
    fetchExchange,
  ],
});

/**
 * Asks past the cache and leaves nothing in it: lists keep their rows themselves, and let go of those that are far away,
 * which the cache would keep for good.
 */
export const reader = new Client({
  url: '/graphql',
  preferGetMethod: false,
  fetch: fetchAsViewer,
  exchanges: [fetchExchange],
});
