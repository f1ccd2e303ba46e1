import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import pg, { type PoolClient } from 'pg';
import { DataSource, type EntityManager } from 'typeorm';
import { actorRef } from '../kernel/actor.js';
import type { Caller } from '../kernel/caller.js';
import { transactionRetries } from '../telemetry/instruments.js';
import { observeUseCase } from '../telemetry/observe-use-case.js';
import { countStatement } from '../telemetry/tracing.js';
import { Database } from './database.js';
import { type Prepared, type Queryable, queryOf } from './queryable.js';
import { withinTransaction } from './transaction-context.js';

/** An open transaction. Every function that writes takes it as its first argument. */
export class Tx implements Queryable {
  constructor(
    private readonly client: PoolClient,
    /** TypeORM's manager on the same connection, for plain inserts, updates and look-ups by entity. */
    readonly manager: EntityManager,
  ) {}

  async rows<Row extends object>(sql: string | Prepared, values: readonly unknown[] = []): Promise<Row[]> {
    countStatement();
    return (await this.client.query<Row>(queryOf(sql, values))).rows;
  }
}

/** A transaction is run at most this often: a conflict that survives three tries is load, and should be seen. */
const MAX_TRIES = 3;
/** serialization_failure, deadlock_detected: the only errors after which the same work may simply be run again. */
const RETRYABLE = new Set(['40001', '40P01']);

/** What the audit triggers write beside each change; the order of `beginAs` and CONTEXT. */
export const contextOf = ({ actor, requestId }: Caller, action: string): string[] => [
  actorRef(actor),
  action,
  requestId,
  actor.client ?? '',
];
const SETTINGS = ['audit.actor', 'audit.action', 'audit.request', 'audit.client'];

/** Set locally, so that the context cannot leak into the next use of the connection. */
const setContext = (values: readonly string[]): string =>
  `SELECT ${SETTINGS.map((name, i) => `set_config('${name}', ${values[i]!}, true)`).join(', ')}`;

/** BEGIN and the audit context in one round trip. */
export const beginAs = (caller: Caller, action: string): string =>
  `BEGIN ISOLATION LEVEL READ COMMITTED; ${setContext(contextOf(caller, action).map(pg.escapeLiteral))}`;

/**
 * CTE `context` of a statement for `UnitOfWork.runOne`. The statement must read from it in what it changes first: a CTE
 * that nobody reads is not run, and then the triggers refuse the change.
 */
export const CONTEXT = `context AS MATERIALIZED (${setContext(SETTINGS.map((_, i) => `($1::text[])[${i + 1}]`))})`;

/** Opens transactions. Only use-cases call it, once each. */
@Injectable()
export class UnitOfWork {
  private readonly database: Database;

  constructor(@InjectDataSource() private readonly dataSource: DataSource) {
    this.database = new Database(dataSource);
  }

  /**
   * Runs `work` in one transaction whose audit events carry the caller and the action.
   *
   * @param action name of the use-case, for example `decideReview`; stands in every audit event of the transaction
   * @param work must do nothing that cannot be repeated: it is run again, at most three times in all,
   *   after a deadlock or a serialisation failure
   */
  run<T>(caller: Caller, action: string, work: (tx: Tx) => Promise<T>): Promise<T> {
    return observeUseCase(action, () => this.repeatedly(action, () => this.once(beginAs(caller, action), work)));
  }

  /**
   * Runs a single statement as a transaction of its own, which spares the round trips of BEGIN and COMMIT. It adds no
   * jobs: those need an open transaction.
   *
   * @param statement its first CTE is CONTEXT, whose parameter is $1; its own parameters begin at $2
   * @param otherwise where it finds nothing to do, and so answers no row: says why, in a transaction after it
   * @returns the statement's one row
   */
  runOne<Row extends object>(
    caller: Caller,
    action: string,
    statement: Prepared,
    values: readonly unknown[],
    otherwise: (tx: Tx) => Promise<Row>,
  ): Promise<Row> {
    return observeUseCase(action, async () => {
      const parameters = [contextOf(caller, action), ...values];
      const [row] = await this.repeatedly(action, () => this.database.rows<Row>(statement, parameters));
      return row ?? this.repeatedly(action, () => this.once(beginAs(caller, action), otherwise));
    });
  }

  private async repeatedly<T>(action: string, attempt: () => Promise<T>): Promise<T> {
    for (let tries = 1; ; tries += 1) {
      try {
        return await attempt();
      } catch (error) {
        if (tries >= MAX_TRIES || !RETRYABLE.has(sqlState(error))) throw error;
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
