/** Numbers of several rounds, told as their spread. */
export interface Spread {
  readonly min: number;
  readonly median: number;
  readonly max: number;
}

const ascending = (numbers: readonly number[]): number[] => numbers.toSorted((a, b) => a - b);

/** @returns the value below which the share of the numbers lies (nearest rank), NaN of none */
export function percentile(numbers: readonly number[], share: number): number {
  const sorted = ascending(numbers);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
}

export const median = (numbers: readonly number[]): number => percentile(numbers, 0.5);

export const spread = (numbers: readonly number[]): Spread => ({
  min: Math.min(...numbers),
  median: median(numbers),
  max: Math.max(...numbers),
});

/** @returns the number with as many digits as mean something: 3 of them */
export const short = (n: number): string =>
  Number.isFinite(n) ? n.toLocaleString('en', { maximumSignificantDigits: 3 }) : '–';

export const shortSpread = ({ min, median: mid, max }: Spread): string => `${short(mid)} (${short(min)}–${short(max)})`;
