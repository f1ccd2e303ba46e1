import { lazy, Suspense, useEffect } from 'react';
import { Redirect, Route, Switch } from 'wouter';
import type { Session } from './api/session.js';
import { useDesks } from './frame/desks.js';
import { InboxPage } from './inbox/inbox-page.js';
import { MinePage } from './inbox/mine-page.js';
import { ALL_DESKS, inboxPath, ROUTES } from './routes.js';
import { t } from './text/index.js';
import { persist } from './ui/late.js';
import { PageSkeleton } from './ui/loading.js';
import { Notice } from './ui/notice.js';

const loadReview = () => import('./review/review-page.js').then(({ ReviewPage: page }) => ({ default: page }));
const loadClaims = () => import('./claims/claims-page.js').then(({ ClaimsPage: page }) => ({ default: page }));
const loadClaim = () => import('./claims/claim-page.js').then(({ ClaimPage: page }) => ({ default: page }));
const loadAudit = () => import('./audit/audit-page.js').then(({ AuditPage: page }) => ({ default: page }));
const loadBoard = () => import('./board/board-page.js').then(({ BoardPage: page }) => ({ default: page }));
const loadPeople = () => import('./admin/people-page.js').then(({ PeoplePage: page }) => ({ default: page }));
const loadDesks = () => import('./admin/desks-page.js').then(({ DesksPage: page }) => ({ default: page }));
const loadTokens = () => import('./admin/tokens-page.js').then(({ TokensPage: page }) => ({ default: page }));
const loadWebhooks = () => import('./admin/webhooks-page.js').then(({ WebhooksPage: page }) => ({ default: page }));
const loadWebhook = () => import('./admin/webhook-page.js').then(({ WebhookPage: page }) => ({ default: page }));
const ReviewPage = lazy(() => persist(loadReview));
const ClaimsPage = lazy(() => persist(loadClaims));
const ClaimPage = lazy(() => persist(loadClaim));
const AuditPage = lazy(() => persist(loadAudit));
const BoardPage = lazy(() => persist(loadBoard));
const PeoplePage = lazy(() => persist(loadPeople));
const DesksPage = lazy(() => persist(loadDesks));
const TokensPage = lazy(() => persist(loadTokens));
const WebhooksPage = lazy(() => persist(loadWebhooks));
const WebhookPage = lazy(() => persist(loadWebhook));

export function Pages({ session }: { session: Session }) {
  // The rest of the program comes once the first page is there, so that a key leads on at once
  useEffect(() => {
    const timer = setTimeout(
      () =>
        void Promise.all([loadReview(), loadClaims(), loadClaim(), import('./frame/palette.js')]).catch(
          () => undefined,
        ),
      1000,
    );
    return () => clearTimeout(timer);
  }, []);
  return (
    <Suspense fallback={<PageSkeleton />}>
      <Switch>
        <Route path={ROUTES.home}>{() => <FirstInbox session={session} />}</Route>
        <Route path={ROUTES.inboxes}>{() => <FirstInbox session={session} />}</Route>
        <Route path={ROUTES.inbox}>{({ desk }) => <InboxPage slug={desk} session={session} />}</Route>
        <Route path={ROUTES.mine}>{() => <MinePage session={session} />}</Route>
        <Route path={ROUTES.review}>{({ id }) => <ReviewPage key={id} id={id} session={session} />}</Route>
        <Route path={ROUTES.claims}>{() => <ClaimsPage />}</Route>
        <Route path={ROUTES.claim}>{({ id }) => <ClaimPage key={id} id={id} session={session} />}</Route>
        <Route path={ROUTES.audit}>{() => <AuditPage session={session} />}</Route>
        <Route path={ROUTES.board}>{({ desk }) => <BoardPage key={desk} slug={desk} session={session} />}</Route>
        <Route path={ROUTES.people}>{() => <PeoplePage session={session} />}</Route>
        <Route path={ROUTES.desks}>{() => <DesksPage session={session} />}</Route>
        <Route path={ROUTES.tokens}>{() => <TokensPage session={session} />}</Route>
        <Route path={ROUTES.webhooks}>{() => <WebhooksPage session={session} />}</Route>
        <Route path={ROUTES.webhook}>{({ id }) => <WebhookPage key={id} id={id} session={session} />}</Route>
        <Route>
          <main id="content" className="alone" tabIndex={-1}>
            <Notice tone="info" title={t.failures.notFoundTitle}>
              {t.failures.notFound}
            </Notice>
          </main>
        </Route>
      </Switch>
    </Suspense>
  );
}

/** The desk where this person works: the first on which they hold a role, else the fullest. */
function FirstInbox({ session }: { session: Session }) {
  const { desks } = useDesks();
  if (desks === null) return <PageSkeleton />;
  const own = desks.find(({ id }) => session.user.roles.some(({ deskId }) => deskId === id));
  const fullest = desks.toSorted((a, b) => b.counts.queued.count - a.counts.queued.count)[0];
  return <Redirect to={inboxPath((own ?? fullest)?.slug ?? ALL_DESKS)} replace />;
}
