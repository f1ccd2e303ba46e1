import type { LoadPage, Page } from './rows.js';

/** @returns a list from `after` on, where nothing is said from its first row, in whole pages, until there are `wanted` rows */
export async function readPages<Row extends { readonly id: string | number }>(
  load: LoadPage<Row>,
  wanted: number,
  after: string | null = null,
): Promise<Page<Row>> {
  let page = await load(after);
  const { total } = page;
  const rows = [...page.rows];
  while (rows.length < wanted && page.next !== null) {
    page = await load(page.next);
    rows.push(...page.rows);
  }
  return { rows: unique(rows), next: page.next, total };
}

/** A row that moved while pages were read may be in two. */
const unique = <Row extends { readonly id: string | number }>(rows: readonly Row[]): Row[] => [
  ...new Map(rows.map((row) => [row.id, row])).values(),
];
