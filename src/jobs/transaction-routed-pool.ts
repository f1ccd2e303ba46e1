import type { Pool, PoolClient } from 'pg';
import { currentTransaction, outsideTransaction } from '../database/transaction-context.js';

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
    if (open === undefined) return this.pool.query(text, values);
    if (open.done) return Promise.reject(new Error('The queue was used after its transaction had ended.'));
    return open.client.query(text, values);
  }

  /** For boot and LISTEN: never the transaction's connection. */
  connect(): Promise<PoolClient> {
    return outsideTransaction(() => this.pool.connect());
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
