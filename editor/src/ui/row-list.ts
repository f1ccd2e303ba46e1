import { useEffect } from 'react';
import type { CombinedError } from 'urql';
import { Store, useStore } from '../api/store.js';
import { useLive } from '../live.js';
import { newsOf } from './list-news.js';
import { readPages, unique } from './read-pages.js';
import type { LoadPage, Page, Rows } from './rows.js';
import { soon } from './soon.js';

export type { LoadPage, Page, Rows, Total } from './rows.js';

/** Pages that are read again when something changed; further down the list stands still. */
const REFRESHED_PAGES = 4;
const NOBODY = (): boolean => false;
/** Lists whose rows and place are kept for the way back. */
const KEPT_LISTS = 6;

/**
 * A list that grows page by page, and is read again from its top to what can be seen. Rows move only where the viewer
 * did something or has no hand on it: else they stay in their places, and `news` tells what there is besides.
 */
export class RowList<Row extends { readonly id: string | number }> {
  readonly state = new Store<Rows<Row>>({
    rows: [],
    hasMore: true,
    total: null,
    isReady: false,
    error: null,
    news: null,
  });
  /** Where the viewer was, for the way back: pixels from the top, and the row that had the focus. */
  scrollTop = 0;
  activeId: string | number | null = null;
  /** The last row that can be seen. */
  private lastVisible = 0;
  private next: string | null = null;
  private pageSize = 0;
  private isInHand = NOBODY;
  private work: Promise<void> | null = null;
  private queued: Promise<void> | null = null;
  private found: Page<Row> | null = null;

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

  /** @param isInHand whether rows may not move now; whoever draws the list knows. @returns what lets go of it */
  hold(isInHand: () => boolean): () => void {
    this.isInHand = isInHand;
    return () => {
      this.isInHand = NOBODY;
    };
  }

  /** Reads the next page. */
  readonly more = (): Promise<void> => this.alone(() => this.append());

  /** Reads again what is on the screen and all above it, because the viewer did something; after what is being read. */
  readonly refresh = (): Promise<void> => {
    if (this.work === null) return this.alone(() => this.reload());
    this.queued ??= this.work.then(() => {
      this.queued = null;
      return this.alone(() => this.reload());
    });
    return this.queued;
  };

  /** Reads the same, because others may have done something. */
  readonly look = (): Promise<void> => this.alone(async () => this.compare(await this.read()));

  /** Looks once what is being read has come: it may have been read before the change. */
  readonly lookSoon = soon(async () => {
    await this.work;
    await this.look();
  });

  /** Puts what was found in the place of what is shown: the viewer asked for it. */
  readonly showNews = (): void => {
    if (this.found !== null) this.show(this.found);
  };

  /** Changes rows in their places. @param change answers the row itself where nothing changed */
  change(change: (row: Row) => Row): void {
    const before = this.state.get();
    const rows = before.rows.map(change);
    if (this.found !== null) this.found = { ...this.found, rows: this.found.rows.map(change) };
    if (rows.some((row, i) => row !== before.rows[i])) this.state.set({ ...before, rows });
  }

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
      news: before.news,
    });
  }

  private isFarDown(): boolean {
    return this.pageSize > 0 && this.lastVisible >= REFRESHED_PAGES * this.pageSize;
  }

  private async reload(): Promise<void> {
    if (!this.isFarDown()) this.show(await this.read());
  }

  /** @returns the rows from the first to what can be seen; of a list far down, the first page */
  private read(): Promise<Page<Row>> {
    return readPages(this.load, this.isFarDown() ? 0 : this.lastVisible + 1);
  }

  private compare(found: Page<Row>): void {
    const before = this.state.get();
    const news = newsOf(before.rows, found.rows, found.next === null);
    const mayMove = before.rows.length === 0 || !(this.isInHand() || this.isFarDown());
    if (news !== null && mayMove) return this.show(found);
    const byId = new Map(found.rows.map((row) => [row.id, row]));
    this.found = news === null ? null : found;
    if (news === null && found.rows.length === before.rows.length) this.next = found.next;
    this.state.set({
      rows: before.rows.map((row) => byId.get(row.id) ?? row),
      hasMore: this.next !== null,
      total: found.total ?? before.total,
      isReady: true,
      error: null,
      news,
    });
  }

  private show({ rows, next, total }: Page<Row>): void {
    this.found = null;
    this.next = next;
    this.state.set({ rows, hasMore: next !== null, total: total ?? null, isReady: true, error: null, news: null });
  }
}

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
  useLive((why) => void (why === 'own' ? current.refresh() : current.look()));
  return [current, useStore(current.state)];
}
