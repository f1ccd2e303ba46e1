import { useSearchParams } from 'wouter';
import type { Session } from '../api/session.js';
import type { Desk } from '../frame/desks.js';
import { mayTakeOn } from '../frame/may.js';
import { t } from '../text/index.js';
import { PageMain } from '../ui/page-main.js';
import { EmptyInbox } from './empty-inbox.js';
import { type Filters, readFilters, toReviewFilter, writeFilters } from './filters.js';
import { InboxFilters } from './inbox-filters.js';
import { PreviewPanel, PreviewSwitch } from './preview-panel.js';
import { ReviewList } from './review-list.js';
import { SaveView } from './save-view.js';
import { useReviews } from './use-reviews.js';
import { TakeNextButton } from './take-next-button.js';

interface InboxProps {
  /** Null for all desks. */
  readonly desk: Desk | null;
  readonly session: Session;
  readonly hasDesks: boolean;
}

export function Inbox({ desk, session, hasDesks }: InboxProps) {
  const [params, setParams] = useSearchParams();
  const filters = readFilters(params);
  const setFilters = (changes: Partial<Filters>): void =>
    setParams(writeFilters({ ...filters, ...changes }), { replace: true });
  const [list, rows] = useReviews(`inbox ${desk?.id} ${writeFilters(filters).toString()}`, () => ({
    filter: toReviewFilter(filters, {
      deskId: desk?.id ?? null,
      userId: session.user.id,
      now: new Date().toISOString(),
    }),
    orderBy: filters.tab === 'decided' ? 'NEWEST' : 'QUEUE',
  }));
  return (
    <PageMain title={t.inbox.title(desk?.name ?? t.frame.allDesks)} scrollTop={list.scrollTop} className="inbox">
      <header className="page-head">
        <h1>{desk?.name ?? t.frame.allDesks}</h1>
        <div className="head-actions">
          <PreviewSwitch />
          {desk !== null && mayTakeOn(session, desk.id) && <TakeNextButton desk={desk} />}
        </div>
      </header>
      <InboxFilters filters={filters} setFilters={setFilters} desk={desk} total={rows.total}>
        <SaveView filters={filters} desk={desk} />
      </InboxFilters>
      <ReviewList list={list} rows={rows} session={session} showDesk={desk === null}>
        <EmptyInbox
          desk={desk}
          hasDesks={hasDesks}
          filters={filters}
          onClear={() => setParams(new URLSearchParams(), { replace: true })}
        />
      </ReviewList>
      <PreviewPanel list={list} />
    </PageMain>
  );
}
