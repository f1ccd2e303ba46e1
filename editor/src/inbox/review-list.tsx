import { useMemo } from 'react';
import type { Session } from '../api/session.js';
import { useStore } from '../api/store.js';
import { reviewPath } from '../routes.js';
import { t } from '../text/index.js';
import { Failure } from '../ui/failure.js';
import { selectionOf } from '../ui/list-selection.js';
import { ListSkeleton } from '../ui/loading.js';
import type { RowList } from '../ui/row-list.js';
import type { Rows } from '../ui/rows.js';
import { SelectBox } from '../ui/row-select.js';
import { VirtualList } from '../ui/virtual-list.js';
import { RefusedRows } from './refused-rows.js';
import { ReviewRowLink } from './review-row.js';
import type { ReviewRow } from './reviews-query.js';
import { SelectionBar } from './selection-bar.js';
import { useBulk } from './use-bulk.js';

/** Two lines of a statement and one of facts. */
const ROW_HEIGHT = 84;

interface ReviewListProps {
  readonly list: RowList<ReviewRow>;
  readonly rows: Rows<ReviewRow>;
  readonly session: Session;
  readonly showDesk: boolean;
  /** In place of an empty list. */
  readonly children: React.ReactNode;
}

/** Reviews, of which several can be selected and dealt with at once. */
export function ReviewList({ list, rows, session, showDesk, children }: ReviewListProps) {
  const { isReady, error } = rows;
  const selection = selectionOf<ReviewRow>(list);
  const selected = useStore(selection.state);
  const bulk = useBulk(selection);
  /** As they are now, where they still are in the list. */
  const current = useMemo(() => {
    if (selected.size === 0) return [];
    const known = new Map(rows.rows.filter(({ id }) => selected.has(id)).map((row) => [row.id, row]));
    return [...selected.values()].map((row) => known.get(row.id) ?? row);
  }, [selected, rows.rows]);
  return (
    <>
      {error !== null && error.networkError === undefined && (
        <Failure error={error} onRetry={() => void list.refresh()} />
      )}
      {!isReady && error === null && <ListSkeleton rows={8} />}
      {!isReady && error?.networkError && <ListSkeleton rows={8} />}
      {bulk.refused !== null && <RefusedRows refused={bulk.refused} onClose={bulk.forget} />}
      {isReady && rows.rows.length === 0 && children}
      {rows.rows.length > 0 && (
        <VirtualList
          label={t.inbox.list}
          list={list}
          rows={rows}
          rowHeight={ROW_HEIGHT}
          pathOf={({ id }) => reviewPath(id)}
          selection={selection}
        >
          {(row) => (
            <>
              <SelectBox selection={selection} row={row} label={t.selection.select(row.claim.statement)} />
              <ReviewRowLink row={row} userId={session.user.id} showDesk={showDesk} />
            </>
          )}
        </VirtualList>
      )}
      {selected.size > 0 && <SelectionBar rows={current} session={session} bulk={bulk} onClear={selection.clear} />}
    </>
  );
}
