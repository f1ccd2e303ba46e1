import { expect, it } from '@jest/globals';
import { RowList } from './row-list.js';
import type { LoadPage } from './rows.js';

interface Row {
  readonly id: string;
  readonly text: string;
}
const SIZE = 50;
const rowsOf = (count: number): Row[] => Array.from({ length: count }, (_, i) => ({ id: `r${i}`, text: `Text ${i}` }));

function listOf(rows: () => Row[]): { list: RowList<Row>; asked: (string | null)[] } {
  const asked: (string | null)[] = [];
  const load: LoadPage<Row> = (after) => {
    asked.push(after);
    const from = after === null ? 0 : rows().findIndex(({ id }) => id === after) + 1;
    const page = rows().slice(from, from + SIZE);
    return Promise.resolve({ rows: page, next: from + SIZE < rows().length ? page.at(-1)!.id : null });
  };
  return { list: new RowList(load, (row) => ({ ...row, text: '' })), asked };
}

/** Goes down a list to its end, as somebody does who scrolls. */
async function scrollDown(list: RowList<Row>): Promise<void> {
  while (list.state.get().hasMore) {
    const last = list.state.get().rows.length;
    list.see(last, Math.max(last - 10, 0));
    await list.more();
  }
}
const whole = (list: RowList<Row>): Row[] => list.state.get().rows.filter((row) => !list.isFar(row));

it('lets go of what is far from the screen, however long the list, and keeps every place', async () => {
  const rows = rowsOf(6000);
  const { list } = listOf(() => rows);
  await scrollDown(list);
  expect(list.state.get().rows.map(({ id }) => id)).toEqual(rows.map(({ id }) => id));
  expect(whole(list).length).toBeLessThan(1300);
  expect(whole(list).every(({ text }) => text !== '')).toBe(true);
  expect(
    list.state
      .get()
      .rows.filter((row) => list.isFar(row))
      .every(({ text }) => text === ''),
  ).toBe(true);
});

it('keeps a short list whole', async () => {
  const { list } = listOf(() => rowsOf(1500));
  await scrollDown(list);
  expect(whole(list)).toHaveLength(1500);
});

it('reads the page again to which somebody comes back, and that page alone', async () => {
  const rows = rowsOf(4000);
  const { list, asked } = listOf(() => rows);
  await scrollDown(list);
  asked.length = 0;
  list.see(1020, 1010);
  await list.fill();
  expect(asked).toEqual(['r999']);
  expect(list.state.get().rows.slice(1000, 1050)).toEqual(rows.slice(1000, 1050));
  await list.fill(); // all that can be seen is there
  expect(asked).toHaveLength(1);
});

it('shows of a page what is on it now, and no row twice', async () => {
  let rows = rowsOf(4000);
  const { list } = listOf(() => rows);
  await scrollDown(list);
  rows = rows.filter(({ id }) => id !== 'r1003');
  list.see(1020, 1010);
  await list.fill();
  const ids = list.state.get().rows.map(({ id }) => id);
  expect(ids).toEqual(rows.map(({ id }) => id));
  list.see(1120, 1110); // and the pages after it are where they stand now
  await list.fill();
  expect(list.state.get().rows.slice(1099, 1149)).toEqual(rows.slice(1099, 1149));
});

it('changes no row that was let go: what is left of it would pass for the whole', async () => {
  const { list } = listOf(() => rowsOf(4000));
  await scrollDown(list);
  list.change((row) => ({ ...row, text: 'changed' }));
  const { rows } = list.state.get();
  expect([rows[0], rows[3999]!.text]).toEqual([{ id: 'r0', text: '' }, 'changed']);
  expect(list.isFar(rows[0]!)).toBe(true);
});
