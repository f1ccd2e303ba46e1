import { Store } from '../api/store.js';

type Id = string | number;

/** Rows that were chosen, by id, as they were then. */
export type Selected<Row> = ReadonlyMap<Id, Row>;

/**
 * What of a list is selected. A range goes from the row where it began to the last one that was gone to, and shrinks when
 * one goes back; what was selected before it stays.
 */
export class ListSelection<Row extends { readonly id: Id }> {
  readonly state = new Store<Selected<Row>>(new Map());
  /** Where a range begins, and what was selected before it. */
  private anchor: Id | null = null;
  private before: Selected<Row> = new Map();

  toggle(row: Row): void {
    const next = new Map(this.state.get());
    if (!next.delete(row.id)) next.set(row.id, row);
    this.state.set(next);
    this.anchor = row.id;
    this.before = next;
  }

  /**
   * Selects from where the range began to a row.
   *
   * @param rows of the list, in order
   * @param from where it begins, if none was begun
   */
  extend(rows: readonly Row[], from: Id | null, to: Id): void {
    if (this.anchor === null || !rows.some(({ id }) => id === this.anchor)) {
      this.anchor = from ?? to;
      this.before = this.state.get();
    }
    const ends = [this.anchor, to].map((end) => rows.findIndex(({ id }) => id === end)).toSorted((a, b) => a - b);
    const range = rows.slice(ends[0], ends[1]! + 1);
    this.state.set(new Map([...this.before, ...range.map((row) => [row.id, row] as const)]));
  }

  /** The next range begins where one is then: somebody has gone on without selecting. */
  leave(): void {
    this.anchor = null;
  }

  readonly clear = (): void => this.setTo([]);

  setTo(rows: readonly Row[]): void {
    this.anchor = null;
    this.before = new Map();
    if (rows.length > 0 || this.state.get().size > 0) this.state.set(new Map(rows.map((row) => [row.id, row])));
  }
}

const selections = new WeakMap<object, ListSelection<never>>();

/** @returns what is selected of a list, also after one was away from it */
export function selectionOf<Row extends { readonly id: Id }>(list: object): ListSelection<Row> {
  let selection = selections.get(list) as ListSelection<Row> | undefined;
  if (selection === undefined) {
    selection = new ListSelection();
    selections.set(list, selection as unknown as ListSelection<never>);
  }
  return selection;
}
