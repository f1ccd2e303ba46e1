import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { Pool } from 'pg';
import { DataSource } from 'typeorm';
import { countStatement } from '../telemetry/tracing.js';
import { type Prepared, type Queryable, queryOf } from './queryable.js';

/** The pool of the application's role, for reads outside a transaction. It is the one that TypeORM opened. */
@Injectable()
export class Database implements Queryable {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  get pool(): Pool {
    return (this.dataSource.driver as unknown as { master: Pool }).master;
  }

  async rows<Row extends object>(sql: string | Prepared, values: readonly unknown[] = []): Promise<Row[]> {
    countStatement();
    return (await this.pool.query<Row>(queryOf(sql, values))).rows;
  }
}
