import { type ConnectionOptions, createPostgresBackend, Queue, setDefaultBackendFactory } from 'bullmq';
import type { Pool } from 'pg';
import { JobQueue } from './job-queue.js';
import { REVIEW_QUEUE } from './job-map.js';
import { TransactionRoutedPool } from './transaction-routed-pool.js';

/**
 * Opens the queue to add jobs to it, without Nest; for the command line. It works on none.
 *
 * @returns the queue, and what closes it; the pool stays open
 */
export function openQueue(pool: Pool): { queue: JobQueue; close: () => Promise<void> } {
  setDefaultBackendFactory(createPostgresBackend);
  const connection = new TransactionRoutedPool(pool) as unknown as ConnectionOptions;
  const queue = new Queue(REVIEW_QUEUE, { connection });
  queue.on('error', () => undefined); // what fails also rejects the call that it fails in
  return { queue: new JobQueue(queue), close: () => queue.close() };
}
