/** What is wrong with a record, for the report of those that were refused. */
export interface Problem {
  /** The field at fault with dots between its parts, or the column of a CSV file; empty where it is the record as a whole. */
  readonly path: string;
  /** A sentence for people that says what is allowed. */
  readonly reason: string;
}
