import type { Session } from '../api/session.js';
import { t } from '../text/index.js';
import { Notice } from '../ui/notice.js';
import { PageMain } from '../ui/page-main.js';
import { PreviewPanel, PreviewSwitch } from './preview-panel.js';
import { ReviewList } from './review-list.js';
import { useReviews } from './use-reviews.js';

/** The reviews that this person holds, on all desks. */
export function MinePage({ session }: { session: Session }) {
  const { user } = session;
  const [list, rows] = useReviews(`mine ${user.id}`, () => ({ filter: { holderId: user.id }, orderBy: 'QUEUE' }));
  return (
    <PageMain title={t.frame.mine} scrollTop={list.scrollTop} className="inbox">
      <header className="page-head">
        <h1>{t.frame.mine}</h1>
        <p className="quiet">{t.frame.mineHint}</p>
        <PreviewSwitch />
      </header>
      <ReviewList list={list} rows={rows} session={session} showDesk>
        <Notice tone="info" icon="hand" title={t.inbox.mineEmptyTitle}>
          {t.inbox.mineEmpty}
        </Notice>
      </ReviewList>
      <PreviewPanel list={list} />
    </PageMain>
  );
}
