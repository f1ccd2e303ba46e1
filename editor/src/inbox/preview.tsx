import { useState } from 'react';
import { Link } from 'wouter';
import { Appearances } from '../review/appearances.js';
import { ClaimFacts } from '../review/claim-facts.js';
import { DecisionCard } from '../review/decision-card.js';
import { Relations } from '../review/relations.js';
import { useReview } from '../review/use-review.js';
import type { Review } from '../review/review-query.js';
import { reviewPath } from '../routes.js';
import { t } from '../text/index.js';
import { Loading } from '../ui/loading.js';
import { Statement } from '../ui/statement.js';

/** As many decisions as say where a claim stands. */
const DECISIONS = 2;

/** What is known of a review's claim. While the next one is loaded, the last one stays. */
export function Preview({ id }: { id: string }) {
  const { review, error } = useReview(id);
  const [shown, setShown] = useState<Review | null>(null);
  if (review && review !== shown) setShown(review);
  const current = review ?? shown;
  if (current === null) {
    return error === undefined ? (
      <Loading>
        <div className="skeleton title" />
        <div className="skeleton wide" />
        <div className="skeleton middle" />
      </Loading>
    ) : (
      <p className="quiet">{t.preview.failed}</p>
    );
  }
  return <Known review={current} isOld={current.id !== id} />;
}

function Known({ review: { id, claim }, isOld }: { review: Review; isOld: boolean }) {
  const { evidence, decisions } = claim;
  return (
    <div key={id} className="preview-known" aria-busy={isOld}>
      <h2>
        <Link to={reviewPath(id)}>
          <Statement text={claim.statement} language={claim.language} size="page" />
        </Link>
      </h2>
      <ClaimFacts claim={claim} />
      <p className="quiet">{evidence.length === 0 ? t.preview.noEvidence : t.preview.evidence(evidence.length)}</p>
      <div className="known">
        <Relations claim={claim} />
        <Appearances appearances={claim.appearances} />
      </div>
      {decisions.length > 0 && (
        <section aria-labelledby="preview-decisions">
          <h3 id="preview-decisions">{t.review.previousDecisions}</h3>
          {decisions.slice(0, DECISIONS).map((decision) => (
            <DecisionCard key={decision.id} decision={decision} claimId={claim.id} />
          ))}
        </section>
      )}
    </div>
  );
}
