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
  /** The desk's short name; null for all desks. */
  readonly slug: string | null;
  /** Null for all desks, and until they are known. */
  readonly desk: Desk | null;
  readonly session: Session;
  readonly hasDesks: boolean;
}

export function Inbox({ slug, desk, session, hasDesks }: InboxProps) {
  const name = slug === null ? t.frame.allDesks : (desk?.name ?? '');
  const [params, setParams] = useSearchParams();
  const filters = readFilters(params);
  const setFilters = (changes: Partial<Filters>): void =>
    setParams(writeFilters({ ...filters, ...changes }), { replace: true });
  const [list, rows] = useReviews(`inbox ${slug} ${writeFilters(filters).toString()}`, () => ({
    filter: toReviewFilter(filters, { slug, userId: session.user.id, now: new Date().toISOString() }),
    orderBy: filters.tab === 'decided' ? 'NEWEST' : 'QUEUE',
  }));
  return (
    <PageMain title={t.inbox.title(name)} scrollTop={list.scrollTop} className="inbox">
      <header className="page-head">
        <h1>{name}</h1>
        <div className="head-actions">
          <PreviewSwitch />
          {desk !== null && mayTakeOn(session, desk.id) && <TakeNextButton desk={desk} />}
        </div>
      </header>
      <InboxFilters filters={filters} setFilters={setFilters} desk={desk} isOfOne={slug !== null} total={rows.total}>
        {(desk !== null || slug === null) && <SaveView filters={filters} desk={desk} />}
      </InboxFilters>
      <ReviewList list={list} rows={rows} session={session} showDesk={slug === null}>
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
