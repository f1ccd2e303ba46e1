import { expect, it } from '@jest/globals';
import type { LogEntry } from './log-entry.js';
import { RecentEntries } from './recent-entries.js';

const entries = (from: number, to: number): LogEntry[] =>
  Array.from({ length: to - from }, (_, i) => ({ index: from + i }) as LogEntry);
const indexes = (found: readonly LogEntry[]): number[] => found.map(({ index }) => index);

it('keeps the latest entries up to its capacity, and answers for these alone', () => {
  const recent = new RecentEntries(5, 10);
  expect([recent.end, recent.holds(5)]).toEqual([5, false]);
  recent.append(entries(5, 12));
  expect([recent.holds(4), recent.holds(5), recent.holds(11), recent.holds(12)]).toEqual([false, true, true, false]);
  recent.append(entries(12, 20));
  expect([recent.holds(9), recent.holds(10), recent.end]).toEqual([false, true, 20]);
  expect(indexes(recent.from(10, 3))).toEqual([10, 11, 12]);
  expect(indexes(recent.from(18, 100))).toEqual([18, 19]);
  recent.restart(100);
  expect([recent.end, recent.holds(18)]).toEqual([100, false]);
  recent.append(entries(100, 130));
  expect(indexes(recent.from(120, 2))).toEqual([120, 121]);
});
