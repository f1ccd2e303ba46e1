/**
 * A statement that each connection parses and plans once and then only runs: planning one of those on the hot path
 * took as long as running it (bench/README.md). For fixed SQL whose best plan does not hang on the values.
 */
export interface Prepared {
  /** One name, one statement. */
  readonly name: string;
  readonly text: string;
}

/** Something that runs SQL: the pool for reads of their own, or an open transaction. */
export interface Queryable {
  /**
   * @param sql one statement with `$1`-style parameters
   * @returns the rows as plain objects, named as the statement's columns
   */
  rows<Row extends object>(sql: string | Prepared, values?: readonly unknown[]): Promise<Row[]>;
}

/** @returns the form in which pg takes a statement */
export const queryOf = (sql: string | Prepared, values: readonly unknown[]) => ({
  ...(typeof sql === 'string' ? { text: sql } : sql),
  values: [...values],
});
