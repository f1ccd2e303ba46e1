import { describe, expect, it, jest } from '@jest/globals';
import { RowList } from './row-list.js';
import type { LoadPage } from './rows.js';

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

it('reads on at the end also where that was asked for while it was read', async () => {
  const list = new RowList(pagesOf(() => named(40)));
  await list.refresh();
  const reading = list.look();
  list.see(9);
  await Promise.all([reading, list.fill(), list.fill()]);
  expect(ids(list)).toEqual(named(20));
  list.see(2);
  await Promise.all([list.look(), list.fill()]); // the end is not near
  expect(ids(list)).toEqual(named(20));
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

describe('a list that somebody has a hand on', () => {
  const held = async (rows: () => string[]): Promise<RowList<{ id: string }>> => {
    const list = new RowList(pagesOf(rows));
    await list.more();
    list.see(4);
    list.hold(() => true);
    return list;
  };

  it('does not move, and tells what there is besides, until the viewer wants it', async () => {
    let rows = named(30);
    const list = await held(() => rows);
    rows = ['new', 'newer', ...rows.filter((id) => id !== 'r5')];
    await list.look();
    expect(ids(list)).toEqual(named(10));
    expect(list.state.get().news).toEqual({ added: 2, gone: 1, isMore: false });
    expect(list.state.get().total).toEqual({ count: 31, isCapped: false });
    list.showNews();
    expect(ids(list)).toEqual(rows.slice(0, 10));
    expect(list.state.get().news).toBeNull();
    await list.more();
    expect(ids(list)).toEqual(rows.slice(0, 20));
  });

  it('moves at once where the viewer did something, and where they let go of it', async () => {
    let rows = named(8);
    const list = await held(() => rows);
    rows = ['own', ...rows];
    await list.refresh();
    expect(ids(list)).toEqual(rows);
    list.hold(() => false);
    rows = ['other', ...rows];
    await list.look();
    expect(ids(list)).toEqual(rows);
    expect(list.state.get().news).toBeNull();
  });

  it('is read again after what is being read, where the viewer did something meanwhile', async () => {
    let rows = named(8);
    const list = await held(() => rows);
    const looking = list.look();
    rows = ['own', ...rows];
    await Promise.all([looking, list.refresh(), list.refresh()]);
    expect(ids(list)).toEqual(rows);
  });

  it('tells of another order, and of no news where there is none again', async () => {
    let rows = named(8);
    const list = await held(() => rows);
    rows = ['r7', ...named(7)];
    await list.look();
    expect(list.state.get().news).toEqual({ added: 0, gone: 0, isMore: false });
    rows = named(8);
    await list.look();
    expect(list.state.get().news).toBeNull();
  });

  it('shows each row as it is now, in its place, also those that wait to be shown', async () => {
    let rows = named(8);
    const list = await held(() => rows);
    rows = ['new', ...rows];
    await list.look();
    list.change((row) => (row.id === 'new' || row.id === 'r2' ? { ...row, isChanged: true } : row));
    expect(list.state.get().rows[2]).toEqual({ id: 'r2', isChanged: true });
    list.showNews();
    expect(list.state.get().rows[0]).toEqual({ id: 'new', isChanged: true });
  });

  it('far down is told of what is new by its first page alone', async () => {
    let rows = named(100);
    const asked: (string | null)[] = [];
    const list = new RowList(pagesOf(() => rows, asked));
    for (let i = 0; i < 6; i += 1) await list.more();
    list.see(55);
    asked.length = 0;
    rows = ['new', ...rows];
    await list.look();
    expect(asked).toEqual([null]);
    expect(list.state.get()).toMatchObject({ news: { added: 1, gone: 0 }, hasMore: true });
    expect(ids(list)).toEqual(named(60));
  });
});

it('looks a few times, however often it is asked to while things change', async () => {
  jest.useFakeTimers();
  try {
    const asked: (string | null)[] = [];
    const list = new RowList(pagesOf(() => named(5), asked));
    for (let ms = 0; ms < 12_000; ms += 20) {
      list.lookSoon();
      await jest.advanceTimersByTimeAsync(20);
    }
    expect(asked.length).toBe(3);
    await jest.advanceTimersByTimeAsync(20_000);
    expect(asked.length).toBe(4); // what came last is seen, too
  } finally {
    jest.useRealTimers();
  }
});
