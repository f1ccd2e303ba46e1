/** Something that runs SQL: the pool for reads of their own, or an open transaction. */
export interface Queryable {
  /**
   * @param sql one statement with `$1`-style parameters
   * @returns the rows as plain objects, named as the statement's columns
   */
  rows<Row extends object>(sql: string, values?: readonly unknown[]): Promise<Row[]>;
}
