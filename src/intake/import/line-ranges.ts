/** Lines of a file, from the first to before the second. */
export type LineRange = readonly [from: number, to: number];

/** @param text a multirange as Postgres writes it, such as `{[1,1001),[2001,3001)}` */
export const parseRanges = (text: string): LineRange[] =>
  [...text.matchAll(/\[(\d+),(\d+)\)/g)].map(([, from, to]) => [Number(from), Number(to)]);

/** @returns the line after the range that has the line in it; null if none has */
export const endOfRange = (ranges: readonly LineRange[], line: number): number | null =>
  ranges.find(([from, to]) => from <= line && line < to)?.[1] ?? null;
