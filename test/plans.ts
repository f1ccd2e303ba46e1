import { expect, jest } from '@jest/globals';
import { Database } from '../src/database/database.js';
import { Tx } from '../src/database/unit-of-work.js';
import type { DeskApp } from './desk-app.js';

/** What the API sent to Postgres. */
export interface Statement {
  readonly sql: string;
  readonly values: unknown[];
}

/** A node of a plan, as EXPLAIN has it in JSON. */
export interface Plan {
  readonly 'Node Type': string;
  readonly 'Relation Name'?: string;
  readonly 'Index Name'?: string;
  /** With ANALYZE: of one of so many runs, on average. */
  readonly 'Actual Rows'?: number;
  readonly 'Actual Loops'?: number;
  readonly 'Rows Removed by Filter'?: number;
  readonly Plans?: readonly Plan[];
}
const nodesOf = (plan: Plan): Plan[] => [plan, ...(plan.Plans ?? []).flatMap(nodesOf)];

/** @returns the statements that `work` ran and that match, with the values that they had */
export async function statementsOf(work: () => Promise<unknown>, match: RegExp): Promise<Statement[]> {
  const spies = [jest.spyOn(Database.prototype, 'rows'), jest.spyOn(Tx.prototype, 'rows')];
  try {
    await work();
    const calls = spies.flatMap(({ mock }) =>
      mock.calls.map(([sql, values]) => ({
        sql: typeof sql === 'string' ? sql : sql.text,
        values: [...(values ?? [])],
      })),
    );
    return calls.filter(({ sql }) => match.test(sql));
  } finally {
    for (const spy of spies) spy.mockRestore();
  }
}

/** @param analyze whether to run it, which tells how many rows were read */
export async function planOf(app: DeskApp, { sql, values }: Statement, analyze = false): Promise<Plan[]> {
  const [row] = await app.sql(`EXPLAIN (FORMAT JSON${analyze ? ', ANALYZE' : ''}) ${sql}`, values);
  return nodesOf(row['QUERY PLAN'][0].Plan);
}

/** @returns the indexes by which the statement reads the tables; none of them may be read from end to end */
export async function indexesRead(app: DeskApp, statement: Statement, tables: readonly string[]): Promise<string[]> {
  const nodes = await planOf(app, statement);
  const whole = nodes.filter(
    (node) => node['Node Type'].endsWith('Seq Scan') && tables.includes(node['Relation Name']!),
  );
  expect(whole.map((node) => `${node['Node Type']} on ${node['Relation Name']}`)).toEqual([]);
  return [...new Set(nodes.flatMap((node) => node['Index Name'] ?? []))]
    .filter((name) => tables.some((table) => name.startsWith(`${table}_`)))
    .toSorted();
}
