import pg from 'pg';

/** Spells CDSL: whoever holds this lock of the database's leads, and alone appends to the log and signs it. */
const SEALER_LOCK = 0x4344534c;
/** Looking through all events, which a sealer does as it begins to lead, takes about a second for a million. */
const STATEMENT_LIMIT_MS = 120_000;

/**
 * Connects as the sealer. The connection is one of its own: the lock belongs to it, so whoever loses it leads no more.
 *
 * @param url of claimdesk_sealer, without a pooler that shares connections
 */
export async function connectSealer(url: string): Promise<pg.Client> {
  const client = new pg.Client({
    connectionString: url,
    application_name: 'claimdesk sealer',
    connectionTimeoutMillis: 10_000,
    statement_timeout: STATEMENT_LIMIT_MS,
    // A server that is gone without a word: the statement fails here, and the next sealer can take over
    query_timeout: STATEMENT_LIMIT_MS + 10_000,
    idle_in_transaction_session_timeout: 30_000,
    keepAlive: true,
    // The server notices a machine that is gone after 25 s and frees the lock, not after the two hours of TCP's default.
    // jit: as in database/data-source.ts
    options: '-c jit=off -c tcp_keepalives_idle=10 -c tcp_keepalives_interval=5 -c tcp_keepalives_count=3',
  });
  client.on('error', () => undefined); // what breaks the connection also fails the next statement
  await client.connect();
  return client;
}

/** @returns whether this connection leads from now on */
export async function tryToLead(client: pg.ClientBase): Promise<boolean> {
  const { rows } = await client.query<{ leads: boolean }>({
    name: 'sealer_lock',
    text: 'SELECT pg_try_advisory_lock($1) AS leads',
    values: [SEALER_LOCK],
  });
  return rows[0]!.leads;
}
