import type { CombinedError } from 'urql';
import { Store } from '../api/store.js';
import { FarRows } from './far-rows.js';
import { newsOf } from './list-news.js';
import { readPages } from './read-pages.js';
import type { LoadPage, Page, Rows } from './rows.js';
import { soon } from './soon.js';
import { Turns } from './turns.js';

/** Pages that are read again when something changed; further down the list stands still. */
const REFRESHED_PAGES = 4;
/** Rows before the end at which the next page is read. */
const AHEAD = 15;
const NOBODY = (): boolean => false;

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
  /** The rows that can be seen. */
  private firstVisible = 0;
  private lastVisible = 0;
  private next: string | null = null;
  private pageSize = 0;
  private isInHand = NOBODY;
  private readonly turns = new Turns((error) => this.state.set({ ...this.state.get(), error: error as CombinedError }));
  private found: Page<Row> | null = null;

  private readonly far: FarRows<Row>;
  /** Of all rows: one that moved while pages were read may be in two. */
  private ids = new Set<string | number>();
  /** Heights of rows as they were drawn, in pixels, so that the way back leads to the same place. */
  readonly heights = new Map<string | number, number>();

  /** @param slim makes a row that takes less memory, for the while in which it is far from the screen */
  constructor(
    private readonly load: LoadPage<Row>,
    slim?: (row: Row) => Row,
  ) {
    this.far = new FarRows(slim);
  }

  rememberPlace(scrollTop: number): void {
    this.scrollTop = scrollTop;
  }

  remember(activeId: string | number | undefined): void {
    if (activeId !== undefined) this.activeId = activeId;
  }

  /** Tells the list how far down the viewer can see, and from where on. */
  see(lastRow: number, firstRow = 0): void {
    this.lastVisible = lastRow;
    this.firstVisible = firstRow;
  }

  /** Whether a row was let go, because it was far from the screen, and is not to be drawn until it is read again. */
  isFar(row: Row): boolean {
    return this.far.isFar(row);
  }

  /** Reads what can be seen and is not there: rows that were let go, and the next page where the end is near. */
  readonly fill = (): Promise<void> => this.turns.inTurn(this.readMissing);

  /** @param isInHand whether rows may not move now; whoever draws the list knows. @returns what lets go of it */
  hold(isInHand: () => boolean): () => void {
    this.isInHand = isInHand;
    return () => {
      this.isInHand = NOBODY;
    };
  }

  /** Reads the next page. */
  readonly more = (): Promise<void> => this.turns.inTurn(this.append);

  /** Reads again what is on the screen and all above it, because the viewer did something; after what is being read. */
  readonly refresh = (): Promise<void> => this.turns.inTurn(this.reload);

  /** Reads the same, because others may have done something; not while anything is read, which then shows it. */
  readonly look = (): Promise<void> => this.turns.atOnce(async () => this.compare(await this.read()));

  /** Looks once what is being read has come: it may have been read before the change. */
  readonly lookSoon = soon(async () => {
    await this.turns.idle();
    await this.look();
  });

  /** Puts what was found in the place of what is shown: the viewer asked for it. */
  readonly showNews = (): void => {
    if (this.found !== null) this.show(this.found);
  };

  /** Changes rows in their places. @param change answers the row itself where nothing changed */
  change(change: (row: Row) => Row): void {
    const before = this.state.get();
    const rows = before.rows.map((row) => (this.isFar(row) ? row : change(row)));
    if (this.found !== null) this.found = { ...this.found, rows: this.found.rows.map(change) };
    if (rows.some((row, i) => row !== before.rows[i])) this.state.set({ ...before, rows });
  }

  private readonly readMissing = async (): Promise<void> => {
    const missing = () => this.far.missing(this.state.get().rows, this.firstVisible, this.lastVisible);
    for (let place = missing(); place !== null; place = missing()) {
      const { rows } = await readPages(this.load, place.count, place.after);
      const before = this.state.get();
      const restored = this.far.restore(before.rows, place, rows);
      this.ids = new Set(restored.map(({ id }) => id));
      const near = this.far.letGo(restored, this.firstVisible, this.lastVisible);
      this.state.set({ ...before, rows: near, error: null });
    }
    if (this.lastVisible >= this.state.get().rows.length - AHEAD) await this.append();
  };

  private readonly append = async (): Promise<void> => {
    const before = this.state.get();
    if (before.isReady && this.next === null) return;
    const after = this.next;
    const page = await this.load(after);
    this.next = page.next;
    this.pageSize = Math.max(this.pageSize, page.rows.length);
    const fresh = page.rows.filter(({ id }) => !this.ids.has(id));
    for (const { id } of fresh) this.ids.add(id);
    this.far.add(fresh.length, after);
    this.state.set({
      rows: this.far.letGo([...before.rows, ...fresh], this.firstVisible, this.lastVisible),
      hasMore: page.next !== null,
      total: page.total ?? before.total,
      isReady: true,
      error: null,
      news: before.news,
    });
  };

  private isFarDown(): boolean {
    return this.pageSize > 0 && this.lastVisible >= REFRESHED_PAGES * this.pageSize;
  }

  private readonly reload = async (): Promise<void> => {
    if (!this.isFarDown()) this.show(await this.read());
  };

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
    this.far.begin(rows.length);
    this.ids = new Set(rows.map(({ id }) => id));
    this.state.set({ rows, hasMore: next !== null, total: total ?? null, isReady: true, error: null, news: null });
  }
}
