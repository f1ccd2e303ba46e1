import { useEffect, useRef } from 'react';
import type { Session } from '../api/session.js';
import { t } from '../text/index.js';
import { Notice } from '../ui/notice.js';
import { TimeText } from '../ui/time-text.js';
import { DecideForm } from './decide-form.js';
import { DecisionCard } from './decision-card.js';
import { LostBar } from './lost-bar.js';
import type { Review } from './review-query.js';
import { SignOffPanel } from './sign-off-panel.js';
import { TakeThis } from './take-this.js';
import { WhatNext } from './what-next.js';
import type { DraftState } from './use-draft.js';
import type { Hold } from './use-hold.js';
import type { Seen } from './use-seen.js';

interface DecideColumnProps {
  readonly review: Review;
  readonly session: Session;
  readonly hold: Hold;
  readonly drafting: DraftState;
  readonly seen: Seen;
  readonly onConflict: (message: string) => void;
}

/** The decision, or why it is not this person's to make. */
export function DecideColumn({ review, session, hold, drafting, seen, onConflict }: DecideColumnProps) {
  const { state, decision } = review;
  const isHolding = hold.token !== null;
  const heading = useRef<HTMLHeadingElement>(null);
  const wasHolding = useRef(isHolding);
  useEffect(() => {
    // The button that had the focus is gone with what it did: go on from here, and not from the page's start
    if (wasHolding.current !== isHolding && document.activeElement === document.body) heading.current?.focus();
    wasHolding.current = isHolding;
  }, [isHolding]);
  return (
    <section className="decide" aria-labelledby="decide">
      <h2 id="decide" ref={heading} tabIndex={-1}>
        {state === 'DECIDED' ? t.review.decidedTitle : t.review.decide}
      </h2>
      {hold.loss !== null && <LostBar review={review} loss={hold.loss} text={drafting.draft.rationale} />}
      {(isHolding || hold.loss !== null) && (
        <DecideForm review={review} hold={hold} drafting={drafting} seen={seen} onConflict={onConflict} />
      )}
      {!isHolding && hold.loss === null && <Standing review={review} />}
      {!isHolding && <TakeThis review={review} isAgain={hold.loss !== null} />}
      {!isHolding && decision !== null && hold.loss === null && (
        <DecisionCard decision={decision} claimId={review.claim.id} />
      )}
      {state === 'AWAITING_SIGN_OFF' && <SignOffPanel review={review} />}
      {!isHolding && <WhatNext review={review} session={session} />}
    </section>
  );
}

/** Where the review stands, for somebody who reads. */
function Standing({ review: { state, lease, assignee, deferredUntil, deferReason } }: { review: Review }) {
  if (lease !== null) {
    return (
      <Notice tone="info" icon="hand" title={t.review.heldBy(lease.holder.name)}>
        <TimeText at={lease.until} say={t.review.heldUntil} />
      </Notice>
    );
  }
  if (state === 'AWAITING_SIGN_OFF') return <Notice tone="info">{t.review.awaitsSignOff}</Notice>;
  if (state === 'WITHDRAWN') return <Notice tone="info">{t.review.withdrawn}</Notice>;
  if (state !== 'QUEUED') return null;
  if (deferredUntil !== null) {
    return (
      <Notice tone="info">
        <TimeText at={deferredUntil} say={t.inbox.deferredUntil} />: <span dir="auto">{deferReason}</span>
      </Notice>
    );
  }
  if (assignee !== null) return <Notice tone="info">{t.review.assignedTo(assignee.name)}</Notice>;
  return <Notice tone="info">{t.review.readOnly}</Notice>;
}
