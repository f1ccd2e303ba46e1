import { useEffect } from 'react';
import type { CombinedError } from 'urql';
import { Store, useStore } from '../api/store.js';
import { useLive } from '../live.js';

export interface Total {
  readonly count: number;
  readonly isCapped: boolean;
}

export interface Page<Row> {
  readonly rows: readonly Row[];
  /** Where the next page starts; null at the end of the list. */
  readonly next: string | null;
  /** Of the first page only. */
  readonly total?: Total | undefined;
}

export interface Rows<Row> {
  readonly rows: readonly Row[];
  readonly hasMore: boolean;
  readonly total: Total | null;
  /** Whether the first page is there. */
  readonly isReady: boolean;
  readonly error: CombinedError | null;
}

/** @param after null for the first page. @throws CombinedError */
export type LoadPage<Row> = (after: string | null) => Promise<Page<Row>>;

/** Pages that are read again when something changed; further down the list stands still. */
const REFRESHED_PAGES = 4;
/** Lists whose rows and place are kept for the way back. */
const KEPT_LISTS = 6;

/** A list that grows page by page, and is read again from its top to what can be seen of it. */
export class RowList<Row extends { readonly id: string | number }> {
  readonly state = new Store<Rows<Row>>({ rows: [], hasMore: true, total: null, isReady: false, error: null });
  /** Where the viewer was, for the way back: pixels from the top, and the row that had the focus. */
  scrollTop = 0;
  activeId: string | number | null = null;
  /** The last row that can be seen. */
  private lastVisible = 0;
  private next: string | null = null;
  private pageSize = 0;
  private work: Promise<void> | null = null;

  constructor(private readonly load: LoadPage<Row>) {}

  rememberPlace(scrollTop: number): void {
    this.scrollTop = scrollTop;
  }

  remember(activeId: string | number | undefined): void {
    if (activeId !== undefined) this.activeId = activeId;
  }

  /** Tells the list how far down the viewer can see. */
  see(lastRow: number): void {
    this.lastVisible = lastRow;
  }

  /** Reads the next page. */
  readonly more = (): Promise<void> => this.alone(() => this.append());

  /** Reads again what is on the screen and all above it. */
  readonly refresh = (): Promise<void> => this.alone(() => this.reload());

  /** One at a time: what comes meanwhile waits for nothing, since it would read the same. */
  private alone(work: () => Promise<void>): Promise<void> {
    this.work ??= work()
      .catch((error: unknown) => this.state.set({ ...this.state.get(), error: error as CombinedError }))
      .finally(() => {
        this.work = null;
      });
    return this.work;
  }

  private async append(): Promise<void> {
    const before = this.state.get();
    if (before.isReady && this.next === null) return;
    const page = await this.load(this.next);
    this.next = page.next;
    this.pageSize = Math.max(this.pageSize, page.rows.length);
    this.state.set({
      rows: unique([...before.rows, ...page.rows]),
      hasMore: page.next !== null,
      total: page.total ?? before.total,
      isReady: true,
      error: null,
    });
  }

  private async reload(): Promise<void> {
    const wanted = this.lastVisible + 1;
    if (this.pageSize > 0 && wanted > REFRESHED_PAGES * this.pageSize) return;
    let page = await this.load(null);
    const { total } = page;
    const rows = [...page.rows];
    while (rows.length < wanted && page.next !== null) {
      page = await this.load(page.next);
      rows.push(...page.rows);
    }
    this.next = page.next;
    this.state.set({
      rows: unique(rows),
      hasMore: page.next !== null,
      total: total ?? null,
      isReady: true,
      error: null,
    });
  }
}

/** A row that moved while pages were read may be in two. */
const unique = <Row extends { readonly id: string | number }>(rows: readonly Row[]): Row[] => [
  ...new Map(rows.map((row) => [row.id, row])).values(),
];

const kept = new Map<string, RowList<never>>();

/** @param key of what is listed and how; the same key gives the same list, at the place where it was left */
export function useRowList<Row extends { readonly id: string | number }>(
  key: string,
  load: LoadPage<Row>,
): [RowList<Row>, Rows<Row>] {
  let list = kept.get(key) as RowList<Row> | undefined;
  if (list === undefined) {
    list = new RowList(load);
    kept.set(key, list as unknown as RowList<never>);
    if (kept.size > KEPT_LISTS) kept.delete(kept.keys().next().value!);
  }
  const current = list;
  useEffect(() => {
    void current.refresh();
  }, [current]);
  useLive(() => void current.refresh());
  return [current, useStore(current.state)];
}
