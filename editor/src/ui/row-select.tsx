import { useEffect } from 'react';
import { Store, useStore } from '../api/store.js';
import { isTyping, useKeys } from './keys.js';
import type { ListSelection } from './list-selection.js';

type Id = string | number;
const NOTHING = new Store<ReadonlyMap<Id, unknown>>(new Map());

interface Listed<Row extends { readonly id: Id }> {
  readonly selection: ListSelection<Row> | undefined;
  readonly rows: readonly Row[];
  readonly activeId: () => Id | null;
}

/** What X, Ctrl+A and Escape do to the rows of a list; Escape leaves the key alone where nothing is selected. */
export function useSelectionKeys<Row extends { readonly id: Id }>({ selection, rows, activeId }: Listed<Row>): void {
  useKeys(
    selection === undefined
      ? {}
      : {
          x: () => {
            const row = rows.find(({ id }) => id === activeId());
            if (row !== undefined) selection.toggle(row);
          },
          'mod+a': ({ target }) => {
            if (isTyping(target)) return false;
            selection.setTo(rows);
            return true;
          },
          Escape: () => {
            if (selection.state.get().size === 0) return false;
            selection.clear();
            return true;
          },
        },
  );
}

/** A click with Shift selects from where one was to there, and opens nothing. */
export function useShiftClick<Row extends { readonly id: Id }>(
  box: React.RefObject<HTMLElement>,
  { selection, rows, activeId }: Listed<Row>,
): void {
  useEffect(() => {
    const list = box.current;
    if (list === null || selection === undefined) return;
    const rowAt = (target: EventTarget | null): Row | undefined => {
      const index = (target as HTMLElement).closest<HTMLElement>('[data-index]')?.dataset['index'];
      return index === undefined ? undefined : rows[Number(index)];
    };
    const onClick = (event: MouseEvent): void => {
      const row = event.shiftKey && !event.ctrlKey && !event.metaKey ? rowAt(event.target) : undefined;
      if (row === undefined) return;
      event.preventDefault();
      event.stopPropagation();
      selection.extend(rows, activeId(), row.id);
    };
    // Shift and the pointer would mark text, too
    const onMouseDown = (event: MouseEvent): void => {
      if (event.shiftKey) event.preventDefault();
    };
    list.addEventListener('click', onClick, { capture: true });
    list.addEventListener('mousedown', onMouseDown);
    return () => {
      list.removeEventListener('click', onClick, { capture: true });
      list.removeEventListener('mousedown', onMouseDown);
    };
  });
}

/** A row's box to be selected by. */
export function SelectBox<Row extends { readonly id: Id }>({
  selection,
  row,
  label,
}: {
  readonly selection: ListSelection<Row>;
  readonly row: Row;
  readonly label: string;
}) {
  const isSelected = useSelected(selection).has(row.id);
  return (
    <label className="select-box">
      <input type="checkbox" checked={isSelected} aria-label={label} onChange={() => selection.toggle(row)} />
      <span className="check-box" aria-hidden="true" />
    </label>
  );
}

/** @returns what is selected; nothing where nothing can be */
export const useSelected = <Row extends { readonly id: Id }>(
  selection: ListSelection<Row> | undefined,
): ReadonlyMap<Id, unknown> => useStore<ReadonlyMap<Id, unknown>>(selection?.state ?? NOTHING);
