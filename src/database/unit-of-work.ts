import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import pg, { type PoolClient } from 'pg';
import { DataSource, type EntityManager } from 'typeorm';
import { actorRef } from '../kernel/actor.js';
import type { Caller } from '../kernel/caller.js';
import { transactionRetries } from '../telemetry/instruments.js';
import { observeUseCase } from '../telemetry/observe-use-case.js';
import { countStatement } from '../telemetry/tracing.js';
import type { Queryable } from './queryable.js';
import { withinTransaction } from './transaction-context.js';

/** An open transaction. Every function that writes takes it as its first argument. */
export class Tx implements Queryable {
  constructor(
    private readonly client: PoolClient,
    /** TypeORM's manager on the same connection, for plain inserts, updates and look-ups by entity. */
    readonly manager: EntityManager,
  ) {}

  async rows<Row extends object>(sql: string, values: readonly unknown[] = []): Promise<Row[]> {
    countStatement();
    return (await this.client.query<Row>(sql, [...values])).rows;
  }
}

/** A transaction is run at most this often: a conflict that survives three tries is load, and should be seen. */
const MAX_TRIES = 3;
/** serialization_failure, deadlock_detected: the only errors after which the same work may simply be run again. */
const RETRYABLE = new Set(['40001', '40P01']);

const literal = (text: string): string => pg.escapeLiteral(text);

/** BEGIN and the audit context in one round trip. Set locally, so it cannot leak into the next use of the connection. */
const beginAs = ({ actor, requestId }: Caller, action: string): string => `
  BEGIN ISOLATION LEVEL READ COMMITTED;
  SELECT set_config('audit.actor', ${literal(actorRef(actor))}, true),
         set_config('audit.action', ${literal(action)}, true),
         set_config('audit.request', ${literal(requestId)}, true),
         set_config('audit.client', ${literal(actor.client ?? '')}, true)`;

/** Opens transactions. Only use-cases call it, once each. */
@Injectable()
export class UnitOfWork {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  /**
   * Runs `work` in one transaction whose audit events carry the caller and the action.
   *
   * @param action name of the use-case, for example `decideReview`; stands in every audit event of the transaction
   * @param work must do nothing that cannot be repeated: it is run again, at most three times in all,
   *   after a deadlock or a serialisation failure
   */
  run<T>(caller: Caller, action: string, work: (tx: Tx) => Promise<T>): Promise<T> {
    return observeUseCase(action, () => this.repeatedly(caller, action, work));
  }

  private async repeatedly<T>(caller: Caller, action: string, work: (tx: Tx) => Promise<T>): Promise<T> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.once(beginAs(caller, action), work);
      } catch (error) {
        if (attempt >= MAX_TRIES || !RETRYABLE.has(sqlState(error))) throw error;
        transactionRetries.inc({ action });
      }
    }
  }

  private async once<T>(begin: string, work: (tx: Tx) => Promise<T>): Promise<T> {
    const queryRunner = this.dataSource.createQueryRunner();
    const client = (await queryRunner.connect()) as PoolClient;
    const open = { client, done: false };
    try {
      await client.query(begin);
      Object.assign(queryRunner, { isTransactionActive: true }); // so that TypeORM's save() opens none of its own
      const result = await withinTransaction(open, () => work(new Tx(client, queryRunner.manager)));
      open.done = true;
      await client.query('COMMIT');
      return result;
    } catch (error) {
      open.done = true;
      // A connection that cannot roll back must not go back to the pool with the transaction open in it.
      await client.query('ROLLBACK').catch(() => client.end().catch(() => undefined));
      throw error;
    } finally {
      Object.assign(queryRunner, { isTransactionActive: false });
      await queryRunner.release();
    }
  }
}

/** @returns the SQLSTATE of a database error, or '' for any other. */
export const sqlState = (error: unknown): string => textOf((error as { code?: unknown } | null)?.code);

/** @returns the name of the constraint that a database error violated, or ''. */
export const violatedConstraint = (error: unknown): string =>
  textOf((error as { constraint?: unknown } | null)?.constraint);

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');
