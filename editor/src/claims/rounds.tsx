import { Link } from 'wouter';
import { reviewPath } from '../routes.js';
import { t } from '../text/index.js';
import { TimeText } from '../ui/time-text.js';
import type { WholeClaim } from './claim-page.js';

/** Every round of work on the claim. */
export function Rounds({ reviews }: { reviews: WholeClaim['reviews'] }) {
  if (reviews.length === 0) return null;
  return (
    <section aria-labelledby="rounds">
      <h2 id="rounds">{t.claims.reviews}</h2>
      <ol className="rounds">
        {reviews.map(({ id, round, kind, state, queuedAt, decidedAt, lease }) => (
          <li key={id}>
            <Link to={reviewPath(id)}>
              {round}. {t.kinds[kind]}
            </Link>
            <p className="facts">
              <span>{t.states[state]}</span>
              {lease && <span>{t.inbox.heldBy(lease.holder.name)}</span>}
              <TimeText at={decidedAt ?? queuedAt} />
            </p>
          </li>
        ))}
      </ol>
    </section>
  );
}
