import { ConnectionClosedError } from 'bullmq';
import type { Pool, PoolClient } from 'pg';
import { currentTransaction, outsideTransaction } from '../database/transaction-context.js';
import { isDatabaseUnavailable } from '../database/unavailable.js';

/**
 * What BullMQ takes for its `pg.Pool`. Inside a unit of work its statements go to the open transaction, so a job
 * is added if, and only if, the rows that it is about are committed.
 */
export class TransactionRoutedPool {
  /** BullMQ looks here whether a client checked out for LISTEN keeps its connection alive. */
  readonly options = { keepAlive: true };

  constructor(private readonly pool: Pool) {}

  query(text: string, values?: unknown[]): Promise<unknown> {
    const open = currentTransaction();
    if (open === undefined) return this.pool.query(text, values).catch(asConnectionError);
    if (open.done) return Promise.reject(new Error('The queue was used after its transaction had ended.'));
    return open.client.query(text, values);
  }

  /** For boot and LISTEN: never the transaction's connection. */
  connect(): Promise<PoolClient> {
    return outsideTransaction(() => this.pool.connect().catch(asConnectionError));
  }

  /** The pool is TypeORM's, which also ends it. */
  end(): Promise<void> {
    return Promise.resolve();
  }

  on(): this {
    return this;
  }

  removeAllListeners(): this {
    return this;
  }
}

/**
 * A lost connection in the form that BullMQ knows. Then it pauses, and tries again what it was at, be it to say that a
 * job is done. As any other error, it would ask 200 times a second for the next job until the database is back, and
 * leave jobs that are done for stalled ones.
 */
function asConnectionError(error: unknown): never {
  throw isDatabaseUnavailable(error) ? new ConnectionClosedError((error as Error).message, error) : error;
}
