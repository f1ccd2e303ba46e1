import { expect, it } from '@jest/globals';
import { type LoadPage, RowList } from './row-list.js';

const SIZE = 10;

/** Loads pages of ten from rows that a test may change. */
const pagesOf =
  (rows: () => string[], asked: (string | null)[] = []): LoadPage<{ id: string }> =>
  (after) => {
    asked.push(after);
    const from = after === null ? 0 : rows().indexOf(after) + 1;
    const page = rows().slice(from, from + SIZE);
    return Promise.resolve({
      rows: page.map((id) => ({ id })),
      next: from + SIZE < rows().length ? page.at(-1)! : null,
      total: after === null ? { count: rows().length, isCapped: false } : undefined,
    });
  };
const named = (count: number) => Array.from({ length: count }, (_, i) => `r${i}`);
const ids = (list: RowList<{ id: string }>) => list.state.get().rows.map(({ id }) => id);

it('grows page by page to the end, and no further', async () => {
  const asked: (string | null)[] = [];
  const list = new RowList(pagesOf(() => named(25), asked));
  expect(list.state.get()).toMatchObject({ isReady: false, hasMore: true });
  for (let i = 0; i < 5; i += 1) await list.more();
  expect(ids(list)).toEqual(named(25));
  expect(list.state.get()).toMatchObject({ isReady: true, hasMore: false, total: { count: 25 } });
  expect(asked).toEqual([null, 'r9', 'r19']);
});

it('is read again from the top to what can be seen, so that what came and went is right', async () => {
  let rows = named(40);
  const list = new RowList(pagesOf(() => rows));
  for (let i = 0; i < 3; i += 1) await list.more();
  list.see(14);
  rows = ['new', ...rows.filter((id) => id !== 'r5')];
  await list.refresh();
  expect(ids(list)).toEqual(rows.slice(0, 20));
  await list.more();
  expect(ids(list)).toEqual(rows.slice(0, 30));
});

it('stands still where somebody is far down', async () => {
  const asked: (string | null)[] = [];
  const list = new RowList(pagesOf(() => named(100), asked));
  for (let i = 0; i < 6; i += 1) await list.more();
  list.see(55);
  asked.length = 0;
  await list.refresh();
  expect(asked).toEqual([]);
});

it('holds a row once that moved while pages were read', async () => {
  let rows = named(30);
  const list = new RowList(pagesOf(() => rows));
  await list.more();
  rows = [...rows.slice(0, 10), 'r3', ...rows.slice(10)];
  await list.more();
  expect(new Set(ids(list)).size).toBe(ids(list).length);
});

it('keeps what it has where reading fails, and says so until it works again', async () => {
  let isDown = false;
  const load = pagesOf(() => named(5));
  const failure = new Error('down');
  const list = new RowList<{ id: string }>((after) => (isDown ? Promise.reject(failure) : load(after)));
  await list.refresh();
  isDown = true;
  await list.refresh();
  expect(ids(list)).toEqual(named(5));
  expect(list.state.get().error).toBe(failure);
  isDown = false;
  await list.refresh();
  expect(list.state.get().error).toBeNull();
});
