type Id = string | number;

/** Rows on either side of the screen that are kept whole: as many as somebody flings past in a second. */
const NEAR = 500;

/** Where a page begins in the list, and how it is read again. */
export interface PagePlace {
  readonly from: number;
  readonly count: number;
  /** Null for the first page. */
  readonly after: string | null;
}

/**
 * Which rows of a long list are far from the screen, and are kept as little more than their place. With all that a row
 * of the inbox holds, 100,000 of them would take 150 MB; so they take a fifth of it.
 */
export class FarRows<Row extends { readonly id: Id }> {
  private readonly far = new WeakSet<Row>();
  private pages: readonly PagePlace[] = [];

  /** @param slim makes a row that takes less; left out where lists are short */
  constructor(private readonly slim: ((row: Row) => Row) | undefined) {}

  /** Whether the row is not whole, and so is not to be drawn. */
  readonly isFar = (row: Row): boolean => this.far.has(row);

  /** The list begins anew with these rows, all of them whole. */
  begin(count: number): void {
    this.pages = [{ from: 0, count, after: null }];
  }

  add(count: number, after: string | null): void {
    const last = this.pages.at(-1);
    this.pages = [...this.pages, { from: last === undefined ? 0 : last.from + last.count, count, after }];
  }

  /** @returns the rows, of which those on pages far from `first` to `last` are let go */
  letGo(rows: readonly Row[], first: number, last: number): readonly Row[] {
    const { slim } = this;
    if (slim === undefined || rows.length < 4 * NEAR) return rows;
    const far = this.pages.filter(
      ({ from, count }) =>
        (from + count < first - NEAR || from > last + NEAR) && rows[from] !== undefined && !this.far.has(rows[from]),
    );
    if (far.length === 0) return rows;
    const next = [...rows];
    for (const { from, count } of far) {
      for (let i = from; i < from + count && i < next.length; i += 1) {
        next[i] = slim(next[i]!);
        this.far.add(next[i]!);
      }
    }
    return next;
  }

  /** @returns the first page from `first` to `last` that has to be read again; null where all rows there are whole */
  missing(rows: readonly Row[], first: number, last: number): PagePlace | null {
    const at = rows.findIndex((row, i) => i >= first && i <= last && this.far.has(row));
    if (at < 0) return null;
    return this.pages.find(({ from, count }) => at >= from && at < from + count) ?? null;
  }

  /** @returns the rows, with a page as it was read again: what is on it now, without what stands elsewhere */
  restore(rows: readonly Row[], place: PagePlace, found: readonly Row[]): readonly Row[] {
    const { from, count } = place;
    const [before, after] = [rows.slice(0, from), rows.slice(from + count)];
    const elsewhere = new Set([...before, ...after].map(({ id }) => id));
    const page = found.filter(({ id }) => !elsewhere.has(id));
    const shift = page.length - count;
    this.pages = this.pages.map((each) => {
      if (each.from === from) return { ...place, count: page.length };
      return each.from > from ? { ...each, from: each.from + shift } : each;
    });
    return [...before, ...page, ...after];
  }
}
