import { Link, useLocation } from 'wouter';
import type { Session } from '../api/session.js';
import { mayManage } from '../frame/may.js';
import { ROUTES } from '../routes.js';
import { t } from '../text/admin.js';
import { Notice } from '../ui/notice.js';
import { PageMain } from '../ui/page-main.js';

interface AdminPageProps {
  readonly session: Session;
  readonly title: string;
  /** Whether the page is open to everybody, as one's own tokens are. */
  readonly isForAll?: boolean;
  /** Beside the heading. */
  readonly actions?: React.ReactNode;
  readonly children: React.ReactNode;
}

/** A page of administration: the way to the others, and a word to those whom it is not for. */
export function AdminPage({ session, title, isForAll = false, actions, children }: AdminPageProps) {
  const isChief = mayManage(session);
  return (
    <PageMain title={title} className="admin">
      <header className="page-head">
        <h1>{title}</h1>
        {(isChief || isForAll) && actions}
      </header>
      {isChief && <AdminTabs />}
      {isChief || isForAll ? (
        children
      ) : (
        <Notice tone="info" title={t.admin.noAccessTitle}>
          {t.admin.noAccess}
        </Notice>
      )}
    </PageMain>
  );
}

function AdminTabs() {
  const [path] = useLocation();
  return (
    <nav className="tabs admin-tabs" aria-label={t.admin.navigation}>
      {(['people', 'desks', 'tokens', 'webhooks'] as const).map((page) => (
        <Link
          key={page}
          to={ROUTES[page]}
          className="tab"
          aria-current={path.startsWith(ROUTES[page]) ? 'page' : undefined}
        >
          {t.frame.adminPages[page]}
        </Link>
      ))}
      <a className="tab" href="/admin/queues">
        {t.admin.queues}
      </a>
    </nav>
  );
}
