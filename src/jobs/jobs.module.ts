import { BullModule } from '@nestjs/bullmq';
import { type DynamicModule, Global, Module } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { type ConnectionOptions, createPostgresBackend, setDefaultBackendFactory } from 'bullmq';
import { Database } from '../database/database.js';
import { REVIEW_QUEUE } from './job-map.js';
import { JobQueue } from './job-queue.js';
import { ReviewWorker } from './review-worker.js';
import { TransactionRoutedPool } from './transaction-routed-pool.js';

setDefaultBackendFactory(createPostgresBackend);

/** BullMQ on the application's own Postgres pool. */
@Global()
@Module({})
export class JobsModule {
  /** @param options.worker whether this process runs jobs, or only adds them */
  static register({ worker }: { worker: boolean }): DynamicModule {
    return {
      module: JobsModule,
      imports: [
        DiscoveryModule,
        BullModule.forRootAsync({
          inject: [Database],
          useFactory: (database: Database) => ({
            connection: new TransactionRoutedPool(database.pool) as unknown as ConnectionOptions,
          }),
        }),
        BullModule.registerQueue({ name: REVIEW_QUEUE }),
      ],
      providers: [JobQueue, ...(worker ? [ReviewWorker] : [])],
      exports: [JobQueue, BullModule, ...(worker ? [ReviewWorker] : [])],
    };
  }
}
