import { useState } from 'react';
import { useQuery } from 'urql';
import { Link } from 'wouter';
import { graphql, type ResultOf } from '../api/graphql.js';
import type { Session } from '../api/session.js';
import { mayAddEvidenceOn, mayReadHistory } from '../frame/may.js';
import { useLive } from '../live.js';
import { Appearances } from '../review/appearances.js';
import { useLiveClaim } from '../review/claim-feed.js';
import { ClaimFacts } from '../review/claim-facts.js';
import { DecisionCard } from '../review/decision-card.js';
import { EvidenceSection } from '../review/evidence-section.js';
import { History } from '../review/history.js';
import { Relations } from '../review/relations.js';
import { ClaimParts } from '../review/review-query.js';
import { reviewPath, ROUTES } from '../routes.js';
import { t } from '../text/index.js';
import { Button } from '../ui/button.js';
import { Failure } from '../ui/failure.js';
import { Icon } from '../ui/icon.js';
import { PageSkeleton } from '../ui/loading.js';
import { Notice } from '../ui/notice.js';
import { PageMain } from '../ui/page-main.js';
import { Statement } from '../ui/statement.js';
import { Rounds } from './rounds.js';

export const ClaimQuery = graphql(
  `
    query Claim($id: ID!) {
      claim(id: $id) {
        ...ClaimParts
        reviews {
          id
          round
          kind
          state
          queuedAt
          decidedAt
          lease {
            until
            holder {
              id
              name
            }
          }
        }
      }
    }
  `,
  [ClaimParts],
);

export type WholeClaim = NonNullable<ResultOf<typeof ClaimQuery>['claim']>;

/** The claim's whole story, at an address that a colleague can open. */
export function ClaimPage({ id, session }: { id: string; session: Session }) {
  const [{ data, error }, execute] = useQuery({ query: ClaimQuery, variables: { id } });
  const refresh = (): void => execute({ requestPolicy: 'network-only' });
  useLive(refresh);
  useLiveClaim(data?.claim?.id);
  const claim = data?.claim;
  if (claim) return <Story claim={claim} session={session} />;
  return (
    <PageMain title={t.claims.title}>
      {claim === undefined && error === undefined && <PageSkeleton />}
      {claim === undefined && error !== undefined && <Failure error={error} onRetry={refresh} />}
      {claim === null && (
        <Notice tone="info" title={t.claims.noneTitle}>
          {t.claims.none}
        </Notice>
      )}
    </PageMain>
  );
}

function Story({ claim, session }: { claim: WholeClaim; session: Session }) {
  const [isCopied, setCopied] = useState(false);
  const open = claim.reviews.find(({ state }) => state !== 'DECIDED' && state !== 'WITHDRAWN');
  const copy = (): void => void navigator.clipboard.writeText(location.href).then(() => setCopied(true));
  return (
    <PageMain title={claim.statement} className="story-page">
      <header className="review-head">
        <Link to={ROUTES.claims} className="back">
          <Icon name="back" />
          {t.claims.title}
        </Link>
        <div className="review-actions">
          <Button onPress={copy}>{isCopied ? t.claims.linkCopied : t.claims.copyLink}</Button>
          {open !== undefined && (
            <Link to={reviewPath(open.id)} className="button primary">
              {t.claims.openReview}
            </Link>
          )}
        </div>
      </header>
      <div className="columns two">
        <div className="story">
          <h1>
            <Statement text={claim.statement} language={claim.language} size="page" />
          </h1>
          <ClaimFacts claim={claim} />
          <section aria-labelledby="decisions">
            <h2 id="decisions">{t.claims.decisions}</h2>
            {claim.decisions.length === 0 && <p className="quiet">{t.claims.noDecisions}</p>}
            {claim.decisions.map((decision) => (
              <DecisionCard key={decision.id} decision={decision} claimId={claim.id} />
            ))}
          </section>
          <Rounds reviews={claim.reviews} />
          {mayReadHistory(session) && <History claimId={claim.id} />}
        </div>
        <div className="known">
          <Appearances appearances={claim.appearances} />
          <Relations claim={claim} />
          <EvidenceSection claim={claim} mayAdd={mayAddEvidenceOn(session, claim.desk.id)} />
        </div>
      </div>
    </PageMain>
  );
}
