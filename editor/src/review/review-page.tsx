import type { Session } from '../api/session.js';
import { t } from '../text/index.js';
import { Failure } from '../ui/failure.js';
import { PageSkeleton } from '../ui/loading.js';
import { Notice } from '../ui/notice.js';
import { PageMain } from '../ui/page-main.js';
import { ReviewDesk } from './review-desk.js';
import { useReview } from './use-review.js';

/** Where an editor reads and decides. */
export function ReviewPage({ id, session }: { id: string; session: Session }) {
  const { review, error, refresh } = useReview(id);
  if (review) return <ReviewDesk review={review} session={session} refresh={refresh} />;
  return (
    <PageMain title={t.review.title}>
      {review === undefined && error === undefined && <PageSkeleton />}
      {error !== undefined && <Failure error={error} onRetry={refresh} />}
      {review === null && (
        <Notice tone="info" title={t.failures.notFoundTitle}>
          {t.failures.notFound}
        </Notice>
      )}
    </PageMain>
  );
}
