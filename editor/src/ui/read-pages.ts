import type { LoadPage, Page } from './rows.js';

/** @returns a list from its first row on, in whole pages, until there are `wanted` rows of it */
export async function readPages<Row extends { readonly id: string | number }>(
  load: LoadPage<Row>,
  wanted: number,
): Promise<Page<Row>> {
  let page = await load(null);
  const { total } = page;
  const rows = [...page.rows];
  while (rows.length < wanted && page.next !== null) {
    page = await load(page.next);
    rows.push(...page.rows);
  }
  return { rows: unique(rows), next: page.next, total };
}

/** A row that moved while pages were read may be in two. */
export const unique = <Row extends { readonly id: string | number }>(rows: readonly Row[]): Row[] => [
  ...new Map(rows.map((row) => [row.id, row])).values(),
];
