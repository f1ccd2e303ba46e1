import type { History } from './history.js';

const EVERY_MS = 10_000;

/** @returns the faults so far, by kind, as one line */
export const describeFaults = ({ faults }: History): string =>
  [...faults]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, count]) => `${name} ${count}`)
    .join(', ') || 'none';

/** Says every ten seconds how far it is. */
export function reportProgress(history: History, end: number, say: (line: string) => void): { stop(): void } {
  let before = 0;
  const timer = setInterval(() => {
    const count = history.calls.length;
    const rate = Math.round(((count - before) * 1000) / EVERY_MS);
    before = count;
    const left = Math.max(0, Math.round((end - Date.now()) / 1000));
    say(
      `${history.faultCount} faults, ${count} operations (${rate}/s), ` +
        `${history.done('decideReview').length} decisions, ${left} s left`,
    );
  }, EVERY_MS);
  return { stop: () => clearInterval(timer) };
}
