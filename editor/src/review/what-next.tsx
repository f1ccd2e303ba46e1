import { Link } from 'wouter';
import type { Session } from '../api/session.js';
import { useDesks } from '../frame/desks.js';
import { mayTakeOn } from '../frame/may.js';
import { TakeNextButton } from '../inbox/take-next-button.js';
import { inboxPath } from '../routes.js';
import { t } from '../text/index.js';
import type { Review } from './review-query.js';

/** The way on from a review that needs nothing more from this person. */
export function WhatNext({ review: { state, desk }, session }: { review: Review; session: Session }) {
  const { desks } = useDesks();
  const own = desks?.find(({ id }) => id === desk.id);
  return (
    <div className="what-next">
      {state !== 'QUEUED' && own !== undefined && mayTakeOn(session, own.id) && <TakeNextButton desk={own} />}
      <Link to={inboxPath(desk.slug)}>{t.review.backToInbox}</Link>
    </div>
  );
}
