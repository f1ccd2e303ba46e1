import { useQuery } from 'urql';
import { Link, useSearchParams } from 'wouter';
import type { Session } from '../api/session.js';
import { useLive } from '../live.js';
import { ROUTES } from '../routes.js';
import { t } from '../text/admin.js';
import { Failure } from '../ui/failure.js';
import { Icon } from '../ui/icon.js';
import { ListSkeleton } from '../ui/loading.js';
import { Notice } from '../ui/notice.js';
import { AddDesk } from './add-desk.js';
import { AdminColumns, AdminPanel, rowId } from './admin-columns.js';
import { AdminPage } from './admin-page.js';
import { DeskList } from './desk-list.js';
import { AdminDesksQuery } from './desks-query.js';
import { EditDesk } from './edit-desk.js';

/** In the place of a short name: none yet. No desk can have it: a slug has no underscore. */
const NEW = '_new';

const pathOf = (slug: string): string => `${ROUTES.desks}?desk=${slug}`;

/** The teams, and by what rules each works. */
export function DesksPage({ session }: { session: Session }) {
  return (
    <AdminPage
      session={session}
      title={t.desks.title}
      actions={
        <Link id={rowId(NEW)} to={pathOf(NEW)} className="button primary">
          <Icon name="plus" />
          {t.desks.add}
        </Link>
      }
    >
      <Desks />
    </AdminPage>
  );
}

function Desks() {
  const [params] = useSearchParams();
  const [{ data, error }, execute] = useQuery({ query: AdminDesksQuery });
  useLive(() => execute({ requestPolicy: 'network-only' }));
  const open = params.get('desk');
  const desks = data?.desks;
  const desk = desks?.find(({ slug }) => slug === open);
  return (
    <AdminColumns
      open={open}
      list={
        <>
          {desks === undefined && error && <Failure error={error} onRetry={() => execute()} />}
          {desks === undefined && !error && <ListSkeleton rows={4} />}
          {desks?.length === 0 && (
            <div className="empty">
              <h2>{t.desks.emptyTitle}</h2>
              <p>{t.desks.empty}</p>
            </div>
          )}
          {desks && <DeskList desks={desks} open={open} pathOf={pathOf} />}
        </>
      }
      panel={
        desks &&
        (open === NEW ? (
          <AddDesk desks={desks} closePath={ROUTES.desks} pathOf={pathOf} />
        ) : desk === undefined ? (
          <AdminPanel title={t.desks.desk} closePath={ROUTES.desks}>
            <Notice tone="info" title={t.inbox.noDeskTitle}>
              {t.desks.none}
            </Notice>
          </AdminPanel>
        ) : (
          <EditDesk key={desk.id} desk={desk} desks={desks} closePath={ROUTES.desks} />
        ))
      }
    />
  );
}
