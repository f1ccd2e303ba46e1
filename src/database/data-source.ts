import type { DataSourceOptions } from 'typeorm';
import pg from 'pg';
import { migrations } from '../../migrations/index.js';

// A DATE is a calendar day. As a JavaScript Date it would become an instant and move with the time zone.
pg.types.setTypeParser(pg.types.builtins.DATE, (text) => text);

/**
 * The features bring their entities themselves (TypeOrmModule.forFeature); migrations need none.
 *
 * @param url connection of the user that may migrate, or of the application's role
 * @param poolSize connections at most
 */
export const dataSourceOptions = (url: string, poolSize: number): DataSourceOptions => ({
  type: 'postgres',
  url,
  schema: 'public',
  migrations,
  migrationsTableName: 'migration',
  migrationsTransactionMode: 'each',
  synchronize: false,
  migrationsRun: false,
  installExtensions: false,
  uuidExtension: 'pgcrypto', // gen_random_uuid(), which is in core
  poolSize,
  applicationName: 'claimdesk',
  logging: false, // what fails is thrown; this would print the parameters, which are people's texts
  extra: {
    // No statement of ours takes seconds; a stuck one must not hold locks or the audit log's horizon.
    statement_timeout: 15_000,
    idle_in_transaction_session_timeout: 30_000,
    connectionTimeoutMillis: 10_000,
    keepAlive: true,
    // BullMQ's functions are found by search_path; our own tables are in public.
    // jit: our statements take milliseconds, compiling one takes 120 ms (measured: a text search in 20,000 reviews)
    options: '-c search_path=bullmq,public -c jit=off',
  },
});
