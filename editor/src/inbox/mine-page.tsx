import type { Session } from '../api/session.js';
import { t } from '../text/index.js';
import { Notice } from '../ui/notice.js';
import { PageMain } from '../ui/page-main.js';
import { ReviewList } from './review-list.js';
import { useReviews } from './use-reviews.js';

/** The reviews that this person holds, on all desks. */
export function MinePage({ session: { user } }: { session: Session }) {
  const [list, rows] = useReviews(`mine ${user.id}`, () => ({ filter: { holderId: user.id }, orderBy: 'QUEUE' }));
  return (
    <PageMain title={t.frame.mine} scrollTop={list.scrollTop} className="inbox">
      <header className="page-head">
        <h1>{t.frame.mine}</h1>
        <p className="quiet">{t.frame.mineHint}</p>
      </header>
      <ReviewList list={list} rows={rows} userId={user.id} showDesk>
        <Notice tone="info" icon="hand" title={t.inbox.mineEmptyTitle}>
          {t.inbox.mineEmpty}
        </Notice>
      </ReviewList>
    </PageMain>
  );
}
