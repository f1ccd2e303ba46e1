import type { MigrationInterface, QueryRunner } from 'typeorm';
import { migrateQueue } from '../src/database/queue-schema.js';

/** BullMQ's own schema. Later versions of it are applied at each deploy by the same function. */
export class Queue1764000004000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await migrateQueue(queryRunner);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP SCHEMA bullmq CASCADE');
  }
}
