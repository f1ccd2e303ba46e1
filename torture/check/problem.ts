import type { Queryable } from '../../src/database/queryable.js';
import type { Call, History } from '../history.js';

/** Something that must hold and does not. */
export interface Problem {
  /** What must hold, as a sentence. */
  readonly rule: string;
  /** What was found instead, with ids. */
  readonly found: string;
}

export interface Evidence {
  /** The database as a superuser sees it, in one transaction. */
  readonly db: Queryable;
  readonly history: History;
}

/** Compares the history and the database in one respect. */
export type Check = (evidence: Evidence) => Promise<Problem[]>;

/** @returns a problem for each row */
export const each = (rule: string, rows: readonly object[]): Problem[] =>
  rows.map((row) => ({ rule, found: JSON.stringify(row) }));

/** Of a call, what helps to find it in the history. @param more what else is to be said of it */
export const about = ({ n, operation, who, calledAt, lost, outcome, code }: Call, more: object = {}): object => ({
  call: n,
  operation,
  who,
  at: calledAt,
  lost,
  outcome: code ?? outcome,
  ...more,
});

/** @returns the items by key, in their order */
export function grouped<T>(items: readonly T[], key: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) groups.set(key(item), [...(groups.get(key(item)) ?? []), item]);
  return groups;
}
