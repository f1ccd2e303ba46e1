import { useEffect, useRef } from 'react';
import { useLocation } from 'wouter';
import { useKeys } from './keys.js';
import type { ListSelection } from './list-selection.js';
import type { RowList } from './row-list.js';
import { useSelectionKeys, useShiftClick } from './row-select.js';

/**
 * Rows that the key End reads on: a list whose length is told has no more, and so End leads to its end. Of a longer one
 * nobody wants the end, which is what is least pressing or oldest: filters lead there.
 */
const READ_ON = 1000;

interface ListKeys<Row extends { readonly id: string | number }> {
  readonly list: RowList<Row>;
  readonly rows: readonly Row[];
  readonly box: React.RefObject<HTMLElement>;
  readonly selection: ListSelection<Row> | undefined;
  readonly pathOf: (row: Row) => string;
  readonly scrollTo: (index: number) => void;
}

/** What keys do in a list: J and K, Home and End, Enter, and those that select. */
export function useListKeys<Row extends { readonly id: string | number }>({
  list,
  rows,
  box,
  selection,
  pathOf,
  scrollTo,
}: ListKeys<Row>): void {
  const [, navigate] = useLocation();
  /** A row that is to have the focus once it is drawn. */
  const wanted = useRef<number | null>(null);
  useEffect(() => {
    const ol = box.current!;
    const remember = ({ target }: FocusEvent): void => {
      const index = (target as HTMLElement).closest<HTMLElement>('[data-index]')?.dataset['index'];
      list.remember(index === undefined ? undefined : rows[Number(index)]?.id);
    };
    ol.addEventListener('focusin', remember);
    return () => ol.removeEventListener('focusin', remember);
  }, [list, rows, box]);

  const focusRow = (index: number): boolean => {
    const link = box.current?.querySelector<HTMLElement>(`[data-index="${index}"] a`);
    link?.focus({ preventScroll: true });
    return link !== null && link !== undefined;
  };
  useEffect(() => {
    if (wanted.current !== null && focusRow(wanted.current)) wanted.current = null;
  });
  const goTo = (index: number): void => {
    const row = list.state.get().rows[index];
    if (row === undefined) return;
    list.remember(row.id);
    scrollTo(index);
    if (!focusRow(index)) wanted.current = index;
  };
  const move = (by: number, isRange: boolean): void => {
    const from = rows.findIndex(({ id }) => id === list.activeId);
    const to = Math.min(Math.max(from + by, 0), rows.length - 1);
    if (isRange && rows[to] !== undefined) selection?.extend(rows, list.activeId, rows[to].id);
    else selection?.leave();
    goTo(to);
  };
  const goToEnd = async (): Promise<void> => {
    const goal = rows.length + READ_ON;
    for (let { hasMore, error } = list.state.get(); hasMore && error === null; { hasMore, error } = list.state.get()) {
      if (list.state.get().rows.length >= goal) break;
      await list.more();
    }
    requestAnimationFrame(() => goTo(list.state.get().rows.length - 1)); // once they are there to be scrolled to
  };
  const activeId = (): Row['id'] | null => list.activeId;
  useSelectionKeys({ selection, rows, activeId });
  useShiftClick(box, { selection, rows, activeId });
  useKeys({
    j: ({ shiftKey }) => move(1, shiftKey),
    k: ({ shiftKey }) => move(-1, shiftKey),
    Home: () => goTo(0),
    End: () => void goToEnd(),
    Enter: (event) => {
      // A link or button that has the focus is what Enter is for
      const active = rows.find(({ id }) => id === list.activeId);
      if (active === undefined || event.target !== document.body) return false;
      navigate(pathOf(active));
      return true;
    },
  });
}
