import { cacheExchange } from '@urql/exchange-graphcache';
import { Client, fetchExchange } from 'urql';
import { isGateway } from './call-auth.js';
import { connection } from './connection.js';
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

/** Parts of their parent, with no id of their own. */
const embedded = () => null;

export const client = new Client({
  url: '/graphql',
  preferGetMethod: false,
  requestPolicy: 'cache-and-network',
  fetch: fetchAsViewer,
  exchanges: [
    cacheExchange({
      possibleTypes,
      keys: {
        AllowedAction: embedded,
        AuditActor: embedded,
        AuditEvent: embedded,
        Checkpoint: embedded,
        DeskCounts: embedded,
        FieldChange: embedded,
        GrantedRole: embedded,
        LastChange: embedded,
        Lease: embedded,
        PageInfo: embedded,
        Total: embedded,
        WebhookEventType: embedded,
      },
    }),
    fetchExchange,
  ],
});
