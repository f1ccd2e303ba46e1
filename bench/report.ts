import type { Measurement } from './bench.js';

/** Prints the figures as a Markdown table, so that it can go into a README as it is. */
export function printTable(about: string, results: Readonly<Record<string, Measurement>>): void {
  const rows = Object.values(results).flatMap(({ figures }) =>
    figures.map(({ what, value, goal }) => [
      what,
      value,
      goal === undefined ? '' : `${goal.text}: ${goal.isMet ? 'met' : 'MISSED'}`,
    ]),
  );
  const table = [['what', 'median (min–max of the rounds)', 'goal'], ...rows];
  const widths = [0, 1, 2].map((column) => Math.max(...table.map((row) => row[column]!.length)));
  const line = (row: readonly string[]): string => `| ${row.map((cell, i) => cell.padEnd(widths[i]!)).join(' | ')} |`;
  console.log(`\n${about}\n`);
  console.log(
    [line(table[0]!), `|${widths.map((width) => '-'.repeat(width + 2)).join('|')}|`, ...rows.map(line)].join('\n'),
  );
}
