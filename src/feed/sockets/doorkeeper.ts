import { isDeepStrictEqual } from 'node:util';
import { bearerOf, credentialOf, findByCredential, type Identified } from '../../auth/credential.js';
import type { Queryable } from '../../database/queryable.js';
import { isDatabaseUnavailable } from '../../database/unavailable.js';
import { logBug } from '../../graphql/public-error.js';
import { MAX_CONNECTIONS_PER_ACCOUNT } from './limits.js';
import { CloseCode, type LiveConnection } from './live-connection.js';

const PASSWORD = 'This is a one-time password. Choose your own first.';

/** Lets in who may use a connection, and looks again for as long as it is open. */
export class Doorkeeper {
  /** @param connections all that are open */
  constructor(
    private readonly db: Queryable,
    private readonly publicUrl: string,
    private readonly connections: ReadonlySet<LiveConnection>,
  ) {}

  /**
   * By the API token in connection_init, or else by what the request brought that opened the connection.
   *
   * @param params payload of connection_init: `{ "authorization": "Bearer cdk_…" }`
   * @returns false where the connection was closed
   */
  async admit(connection: LiveConnection, params: Readonly<Record<string, unknown>> = {}): Promise<boolean> {
    const { request } = connection;
    const header = params['authorization'] ?? params['Authorization'];
    const credential = typeof header === 'string' ? bearerOf(header) : credentialOf(request, this.publicUrl);
    const found = credential === null ? null : await findByCredential(this.db, credential);
    if (credential === null || found === null) {
      const reason = 'Sign in, or send {"authorization":"Bearer cdk_…"} with connection_init.';
      return refuse(connection, CloseCode.UNAUTHENTICATED, reason);
    }
    if (found.session?.mustChangePassword === true) return refuse(connection, CloseCode.FORBIDDEN, PASSWORD);
    const { actor } = found;
    const others = [...this.connections].filter(({ caller }) => caller?.actor.id === actor.id);
    if (others.length >= MAX_CONNECTIONS_PER_ACCOUNT) {
      const reason = `This account has ${MAX_CONNECTIONS_PER_ACCOUNT} connections here. Close one.`;
      return refuse(connection, CloseCode.TRY_AGAIN_LATER, reason);
    }
    connection.caller = { actor, requestId: request.id, credential };
    request.caller = connection.caller; // for the log, and for the count of the account's requests
    return true;
  }

  /** Closes the connection of whoever may no longer use it, or has other rights than when it was opened. */
  async checkAgain(connection: LiveConnection): Promise<void> {
    if (connection.caller === null) return;
    const { actor, credential } = connection.caller;
    let found: Identified | null;
    try {
      found = await findByCredential(this.db, credential);
    } catch (error) {
      // As long as the database cannot be asked, nothing can be sent either
      if (!isDatabaseUnavailable(error)) logBug(error, connection.request.id);
      return;
    }
    if (found === null) {
      refuse(connection, CloseCode.UNAUTHENTICATED, 'The sign-in has ended, or the API token is no longer good.');
    } else if (found.session?.mustChangePassword === true) {
      refuse(connection, CloseCode.FORBIDDEN, PASSWORD);
    } else if (!isDeepStrictEqual(rightsOf(found.actor), rightsOf(actor))) {
      refuse(connection, CloseCode.FORBIDDEN, 'What you may do has changed. Connect again.');
    }
  }
}

const rightsOf = ({ grants, scopes }: Identified['actor']) => ({ grants, scopes });

function refuse(connection: LiveConnection, code: number, reason: string): false {
  connection.close(code, reason);
  return false;
}
