import { t } from '../text/index.js';
import { SourceLink } from '../ui/source-link.js';
import { TimeText } from '../ui/time-text.js';
import { Verdict } from '../ui/verdict.js';
import { ProofLink } from './proof-link.js';
import type { Decision } from './review-query.js';

/** A decision with its reasons, sources, and what other editors said of it. */
export function DecisionCard({ decision, claimId }: { decision: Decision; claimId: string }) {
  return (
    <article className="decision">
      <p className="decision-head">
        <Verdict verdict={decision.verdict} />
        <span>{t.common.by(decision.decidedBy.name)}</span>
        <TimeText at={decision.decidedAt} />
        {!decision.isFinal && <span className="tag">{t.review.proposed}</span>}
      </p>
      <p className="rationale" dir="auto">
        {decision.rationale}
      </p>
      {decision.recheckAt && (
        <p className="quiet">
          <TimeText at={decision.recheckAt} say={t.claims.recheck} />
        </p>
      )}
      {decision.evidence.length > 0 && (
        <p className="decision-sources">
          {t.claims.cites}{' '}
          {decision.evidence.map(({ id, url, publisher }) => (
            <SourceLink key={id} url={url} name={publisher} />
          ))}
        </p>
      )}
      {decision.signOffs.map(({ id, outcome, comment, signedBy, signedAt }) => (
        <p key={id} className="quiet">
          {outcome === 'APPROVE' ? t.review.approvedBy(signedBy.name) : t.review.rejectedBy(signedBy.name)}{' '}
          <TimeText at={signedAt} />
          {comment && <span dir="auto">: {comment}</span>}
        </p>
      ))}
      <p className="decision-proof">
        <ProofLink claimId={claimId} decisionId={decision.id} />
      </p>
    </article>
  );
}
