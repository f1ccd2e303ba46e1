import { Link } from 'wouter';
import { t } from '../text/admin.js';
import { rowId } from './admin-columns.js';
import type { AdminDesk } from './desks-query.js';

const SECONDS_PER_MINUTE = 60;

interface DeskListProps {
  readonly desks: readonly AdminDesk[];
  /** Short name of the one that is open beside the list. */
  readonly open: string | null;
  readonly pathOf: (slug: string) => string;
}

/** The desks with what matters of each. There are a handful, so all are drawn. */
export function DeskList({ desks, open, pathOf }: DeskListProps) {
  return (
    <ul className="desk-rows" aria-label={t.desks.title}>
      {desks.map((desk) => (
        <li key={desk.id}>
          <Link
            id={rowId(desk.slug)}
            to={pathOf(desk.slug)}
            className="row"
            aria-current={desk.slug === open ? 'true' : undefined}
          >
            <span className="row-main">
              <span className="row-name">
                <bdi>{desk.name}</bdi>
                {desk.isDefault && <span className="tag">{t.desks.isDefault}</span>}
              </span>
              {desk.description !== '' && (
                <span className="row-description" dir="auto">
                  {desk.description}
                </span>
              )}
              <span className="facts">
                <span>{t.desks.signOffs(desk.signOffsRequired)}</span>
                <span>{t.desks.dueIn(desk.reviewHours)}</span>
                <span>{t.desks.heldFor(desk.leaseSeconds / SECONDS_PER_MINUTE)}</span>
                <span>{t.desks.priority(desk.basePriority)}</span>
                <span>{desk.languages.length === 0 ? t.desks.anyLanguage : desk.languages.join(', ')}</span>
                <span>{t.desks.topicCount(desk.topics.length)}</span>
              </span>
            </span>
            <span className="row-end">{openCount(desk)}</span>
          </Link>
        </li>
      ))}
    </ul>
  );
}

function openCount({ counts: { queued, inReview, awaitingSignOff } }: AdminDesk): string {
  const all = [queued, inReview, awaitingSignOff];
  const isCapped = all.some((total) => total.isCapped);
  return t.desks.open(
    t.common.total(
      all.reduce((sum, { count }) => sum + count, 0),
      isCapped,
    ),
  );
}
