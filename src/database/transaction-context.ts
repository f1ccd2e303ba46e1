import { AsyncLocalStorage } from 'node:async_hooks';
import type { PoolClient } from 'pg';

/** The transaction that is open in the current call, for those who cannot be handed it (BullMQ's connection). */
interface OpenTransaction {
  readonly client: PoolClient;
  /** Set before COMMIT or ROLLBACK is sent: a late call must fail and not run outside the transaction. */
  done: boolean;
}

const storage = new AsyncLocalStorage<OpenTransaction>();

export const currentTransaction = (): OpenTransaction | undefined => storage.getStore();

export const withinTransaction = <T>(open: OpenTransaction, work: () => Promise<T>): Promise<T> =>
  storage.run(open, work);

/** Runs `work` as if no transaction were open. */
export const outsideTransaction = <T>(work: () => T): T => storage.exit(work);
