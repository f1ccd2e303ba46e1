import { Link } from 'wouter';
import { happened } from '../review/event-words.js';
import { FieldChanges } from '../review/field-changes.js';
import { claimPath } from '../routes.js';
import { t } from '../text/audit.js';
import { TimeText } from '../ui/time-text.js';
import type { Entry } from './log-query.js';

/** What belongs to a claim has the claim's stream. */
const OF_CLAIMS: readonly string[] = [
  'claim',
  'appearance',
  'claim_relation',
  'evidence',
  'review',
  'decision',
  'decision_evidence',
  'sign_off',
];
/** Fields that a row of the ledger has room for. */
const FIELDS = 3;

/** What a reader looks for first, where there are many. */
const TELLING: readonly string[] = [
  'state',
  'verdict',
  'rationale',
  'statement',
  'outcome',
  'comment',
  'name',
  'slug',
  'url',
];

/** What an entry has anyway, or what leads nowhere without the row that it names. */
const BY_ITSELF = /^(?:created_at|fingerprint|idempotency_key|(?!lease_holder|decided_by|assignee|desk)\w+_id)$/;

const byWeight = ({ field: one }: { field: string }, { field: other }: { field: string }): number =>
  weightOf(one) - weightOf(other);
const weightOf = (field: string): number => {
  const place = TELLING.indexOf(field);
  if (place >= 0) return place;
  return BY_ITSELF.test(field) ? TELLING.length + 1 : TELLING.length;
};

/** Who an entry is by, as the log is filtered. */
export const actorOf = ({ actor: { userId, name } }: Entry): string =>
  userId === null ? `system:${name}` : `user:${userId}`;

interface EntryRowProps {
  readonly entry: Entry;
  /** Where the entry is shown with its proof. */
  readonly path: string;
  readonly onActor: (actor: string) => void;
  readonly nameOf: (id: string) => string | undefined;
}

/** A line of the ledger: its place, who did what, when, and what it changed. */
export function EntryRow({ entry, path, onActor, nameOf }: EntryRowProps) {
  return (
    <div className="entry">
      <Link to={path} className="entry-index" aria-label={t.audit.entryName(entry.id)}>
        {t.audit.entry(entry.id)}
      </Link>
      <div className="entry-main">
        <p>
          <button
            type="button"
            className="entry-actor"
            title={t.audit.onlyThisActor(entry.actor.name)}
            onClick={() => onActor(actorOf(entry))}
          >
            <bdi>{entry.actor.name}</bdi>
          </button>{' '}
          {t.actions[entry.action] ?? entry.action}
        </p>
        <EntryFacts entry={entry} />
        <FieldChanges
          changes={entry.changes.toSorted(byWeight)}
          isUpdate={entry.operation === 'UPDATE'}
          atMost={FIELDS}
          nameOf={nameOf}
        />
      </div>
    </div>
  );
}

/** What happened to what, when, and the way to the claim. */
export function EntryFacts({ entry }: { entry: Entry }) {
  return (
    <p className="facts">
      <span>{happened(entry)}</span>
      {entry.about !== null && (
        <span>
          <bdi>{entry.about}</bdi>
        </span>
      )}
      <TimeText at={entry.at} />
      {OF_CLAIMS.includes(entry.subject) && (
        <span>
          <Link to={claimPath(entry.stream)}>{t.audit.openClaim}</Link>
        </span>
      )}
    </p>
  );
}
