import pg from 'pg';
import type { History } from '../history.js';
import { events, streams } from './audit.js';
import { decisions, evidence, signOffs, verdicts } from './decisions.js';
import { answers, intake } from './intake.js';
import { decidedInTime, leases } from './leases.js';
import type { Check, Evidence, Problem } from './problem.js';
import { jobs, nothingStuck } from './work.js';

export type { Problem } from './problem.js';

/** Everything that must hold, whatever was broken. */
const CHECKS: readonly Check[] = [
  answers,
  intake,
  decisions,
  verdicts,
  signOffs,
  evidence,
  leases,
  decidedInTime,
  events,
  streams,
  nothingStuck,
  jobs,
];

/**
 * Compares the history with the database.
 *
 * @param client a superuser's, in an open transaction of REPEATABLE READ, so that all checks see the same
 */
export async function checkAll(client: pg.Client, history: History): Promise<Problem[]> {
  const db: Evidence['db'] = {
    rows: async <Row extends object>(sql: string, values: readonly unknown[] = []) =>
      (await client.query<Row>(sql, [...values])).rows,
  };
  const found = [];
  for (const check of CHECKS) found.push(...(await check({ db, history })));
  return found;
}

/** Of each rule so many are shown; the first ones tell what it is. */
const SHOWN = 5;

/** @returns the problems as lines for a terminal */
export function describe(problems: readonly Problem[]): string[] {
  const rules = new Set(problems.map(({ rule }) => rule));
  const lines: string[] = [];
  for (const rule of rules) {
    const found = problems.filter((problem) => problem.rule === rule);
    lines.push(`BROKEN (${found.length}): ${rule}`);
    for (const problem of found.slice(0, SHOWN)) lines.push(`    ${problem.found}`);
    if (found.length > SHOWN) lines.push(`    … and ${found.length - SHOWN} more`);
  }
  return lines;
}
