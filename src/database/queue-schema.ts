import { runMigrations } from 'bullmq';
import type { QueryRunner } from 'typeorm';

/**
 * Brings BullMQ's schema to the version that the installed BullMQ knows, inside the caller's transaction,
 * and gives the application's role the use of it. Does nothing where the schema is up to date.
 */
export async function migrateQueue(queryRunner: QueryRunner): Promise<void> {
  const client = await queryRunner.connect();
  await runMigrations({
    // runMigrations opens a transaction of its own; here the migration's is open already
    query: (text: string, values?: unknown[]) =>
      /^(BEGIN|COMMIT|ROLLBACK)$/.test(text.trim())
        ? Promise.resolve({ rows: [], rowCount: 0 })
        : client.query(text, values),
  });
  await queryRunner.query(`
    SET LOCAL search_path TO DEFAULT;
    -- CREATE: BullMQ makes sequences of its own at run time. The jobs are the application's working memory, not its record.
    GRANT USAGE, CREATE ON SCHEMA bullmq TO claimdesk_app;
    GRANT ALL ON ALL TABLES IN SCHEMA bullmq TO claimdesk_app;
    GRANT ALL ON ALL SEQUENCES IN SCHEMA bullmq TO claimdesk_app;
    GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA bullmq TO claimdesk_app;
  `);
}
