import { useEffect } from 'react';
import { useStore } from '../api/store.js';
import { useLive } from '../live.js';
import { RowList } from './row-list.js';
import type { LoadPage, Rows } from './rows.js';

/** Lists whose rows and place are kept for the way back. */
const KEPT_LISTS = 6;

const kept = new Map<string, RowList<never>>();

/**
 * @param key of what is listed and how; the same key gives the same list, at the place where it was left
 * @param slim makes a row that takes less memory, for the while in which it is far from the screen
 */
export function useRowList<Row extends { readonly id: string | number }>(
  key: string,
  load: LoadPage<Row>,
  slim?: (row: Row) => Row,
): [RowList<Row>, Rows<Row>] {
  let list = kept.get(key) as RowList<Row> | undefined;
  if (list === undefined) {
    list = new RowList(load, slim);
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
