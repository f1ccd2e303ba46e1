import { reviewPath } from '../routes.js';
import { t } from '../text/index.js';
import { Failure } from '../ui/failure.js';
import { ListSkeleton } from '../ui/loading.js';
import type { RowList, Rows } from '../ui/row-list.js';
import { VirtualList } from '../ui/virtual-list.js';
import { ReviewRowLink } from './review-row.js';
import type { ReviewRow } from './reviews-query.js';

/** Two lines of a statement and one of facts. */
const ROW_HEIGHT = 84;

interface ReviewListProps {
  readonly list: RowList<ReviewRow>;
  readonly rows: Rows<ReviewRow>;
  readonly userId: string;
  readonly showDesk: boolean;
  /** In place of an empty list. */
  readonly children: React.ReactNode;
}

export function ReviewList({ list, rows, userId, showDesk, children }: ReviewListProps) {
  const { isReady, error } = rows;
  return (
    <>
      {error !== null && error.networkError === undefined && (
        <Failure error={error} onRetry={() => void list.refresh()} />
      )}
      {!isReady && error === null && <ListSkeleton rows={8} />}
      {!isReady && error?.networkError && <ListSkeleton rows={8} />}
      {isReady && rows.rows.length === 0 && children}
      {rows.rows.length > 0 && (
        <VirtualList
          label={t.inbox.list}
          list={list}
          rows={rows}
          rowHeight={ROW_HEIGHT}
          pathOf={({ id }) => reviewPath(id)}
        >
          {(row) => <ReviewRowLink row={row} userId={userId} showDesk={showDesk} />}
        </VirtualList>
      )}
    </>
  );
}
