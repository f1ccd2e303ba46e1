import { useEffect, useState } from 'react';
import type { Session } from '../api/session.js';
import { t } from '../text/index.js';
import { Button } from '../ui/button.js';
import { Notice } from '../ui/notice.js';
import { PageMain } from '../ui/page-main.js';
import { Appearances } from './appearances.js';
import { ClaimColumn } from './claim-column.js';
import { DecideColumn } from './decide-column.js';
import { EvidenceSection } from './evidence-section.js';
import { Relations } from './relations.js';
import { ReviewHead } from './review-head.js';
import type { Review } from './review-query.js';
import { useDraft } from './use-draft.js';
import { useHold } from './use-hold.js';
import { useSeen } from './use-seen.js';

interface ReviewDeskProps {
  readonly review: Review;
  readonly session: Session;
  readonly refresh: () => void;
}

/** The claim, what is known of it, and the decision, side by side; under one another on a phone. */
export function ReviewDesk({ review, session, refresh }: ReviewDeskProps) {
  const userId = session.user.id;
  const { claim } = review;
  const hold = useHold(review, userId);
  const drafting = useDraft(userId, review.id);
  const seen = useSeen(claim, userId);
  const { attempt } = drafting.draft;
  const { discard } = drafting;
  const isSent = attempt !== null && review.decision?.decidedBy.id === userId;
  useEffect(() => {
    if (isSent) discard(); // the answer was lost, the decision was made
  }, [isSent, discard]);
  const [conflict, setConflict] = useState<string | null>(null);
  const { cited } = drafting.draft;
  const mayAdd = review.allowedActions.some(({ action, isAllowed }) => action === 'ADD_EVIDENCE' && isAllowed);
  return (
    <PageMain title={claim.statement} className="review">
      <ReviewHead review={review} hold={hold} userId={userId} />
      {hold.token !== null && (
        <a href="#decide" className="button primary jump">
          {t.review.decide}
        </a>
      )}
      <div className="columns">
        <ClaimColumn claim={claim} session={session} ownDecisionId={review.decision?.id} />
        <section className="known" aria-labelledby="known">
          <h2 id="known">{t.review.known}</h2>
          {seen.isBehind && hold.token !== null && (
            <Notice
              tone="warning"
              title={t.review.changedTitle}
              actions={
                <Button
                  onPress={() => {
                    seen.acknowledge();
                    setConflict(null);
                  }}
                >
                  {t.review.changedSeen}
                </Button>
              }
            >
              {conflict} {t.review.changedMore}
            </Notice>
          )}
          <Appearances appearances={claim.appearances} isNew={seen.isNew} />
          <Relations claim={claim} isNew={seen.isNew} />
          <EvidenceSection
            claim={claim}
            isNew={seen.isNew}
            mayAdd={mayAdd}
            onAdded={(id, version) => {
              seen.advance(version);
              if (hold.token !== null) drafting.change({ cited: [...cited, id] });
            }}
            {...(hold.token === null && hold.loss === null
              ? {}
              : { cited, isLocked: hold.token === null, onCite: (ids) => drafting.change({ cited: ids }) })}
          />
        </section>
        <DecideColumn
          review={review}
          session={session}
          hold={hold}
          drafting={drafting}
          seen={seen}
          onConflict={(message) => {
            setConflict(message);
            refresh();
          }}
        />
      </div>
    </PageMain>
  );
}
