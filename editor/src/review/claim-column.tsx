import { Link } from 'wouter';
import type { Session } from '../api/session.js';
import { mayReadHistory } from '../frame/may.js';
import { claimPath } from '../routes.js';
import { t } from '../text/index.js';
import { Statement } from '../ui/statement.js';
import { ClaimFacts } from './claim-facts.js';
import { DecisionCard } from './decision-card.js';
import { History } from './history.js';
import type { Claim } from './review-query.js';

interface ClaimColumnProps {
  readonly claim: Claim;
  readonly session: Session;
  /** The decision of the review, which stands in another column. */
  readonly ownDecisionId: string | undefined;
}

/** What is claimed, by whom and when; what was decided before; what happened to it. */
export function ClaimColumn({ claim, session, ownDecisionId }: ClaimColumnProps) {
  const before = claim.decisions.filter(({ id }) => id !== ownDecisionId);
  return (
    <section className="claim" aria-labelledby="claim">
      <h1 id="claim">
        <Statement text={claim.statement} language={claim.language} size="page" />
      </h1>
      <ClaimFacts claim={claim} />
      <p>
        <Link to={claimPath(claim.id)}>{t.review.openClaim}</Link>
      </p>
      {before.length > 0 && (
        <section aria-labelledby="decisions">
          <h2 id="decisions">{t.review.previousDecisions}</h2>
          {before.map((decision) => (
            <DecisionCard key={decision.id} decision={decision} claimId={claim.id} />
          ))}
        </section>
      )}
      {mayReadHistory(session) && <History claimId={claim.id} />}
    </section>
  );
}
