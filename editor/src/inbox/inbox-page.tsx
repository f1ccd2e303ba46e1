import type { Session } from '../api/session.js';
import { useDesks } from '../frame/desks.js';
import { ALL_DESKS } from '../routes.js';
import { t } from '../text/index.js';
import { Failure } from '../ui/failure.js';
import { Notice } from '../ui/notice.js';
import { PageMain } from '../ui/page-main.js';
import { Inbox } from './inbox.js';

/** One desk's inbox, or that of all desks. */
export function InboxPage({ slug, session }: { slug: string; session: Session }) {
  const { desks, error } = useDesks();
  const desk = desks?.find((each) => each.slug === slug) ?? null;
  // The list needs no more than the desk's short name, so that it does not wait for the desks
  if (desk !== null || slug === ALL_DESKS || (desks === null && error === undefined)) {
    return (
      <Inbox
        key={slug}
        slug={slug === ALL_DESKS ? null : slug}
        desk={desk}
        session={session}
        hasDesks={desks === null || desks.length > 0}
      />
    );
  }
  return (
    <PageMain title={t.frame.inbox}>
      {desks === null && error !== undefined && <Failure error={error} onRetry={() => location.reload()} />}
      {desks !== null && (
        <Notice tone="info" title={t.inbox.noDeskTitle}>
          {t.inbox.noDesk}
        </Notice>
      )}
    </PageMain>
  );
}
