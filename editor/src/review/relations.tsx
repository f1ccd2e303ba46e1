import { Link } from 'wouter';
import type { Enum } from '../api/graphql.js';
import { claimPath } from '../routes.js';
import { t } from '../text/index.js';
import { NewMark } from '../ui/new-mark.js';
import { Statement } from '../ui/statement.js';
import { calendarDay } from '../ui/time.js';
import { Verdict } from '../ui/verdict.js';
import type { Claim } from './review-query.js';

const GROUPS: readonly { title: string; kinds: readonly Enum<'RelationKind'>[] }[] = [
  { title: t.review.contradicted, kinds: ['CONTRADICTS'] },
  { title: t.review.updates, kinds: ['UPDATES'] },
  { title: t.review.similar, kinds: ['SIMILAR_TO', 'DUPLICATE_OF'] },
];

/** Claims that bear on this one, each with what was decided on it. */
export function Relations({ claim, isNew }: { claim: Claim; isNew?: (id: string) => boolean }) {
  const known = claim.relations.filter(({ state }) => state !== 'REJECTED');
  return (
    <>
      {GROUPS.map(({ title, kinds }) => {
        const relations = known.filter(({ kind }) => kinds.includes(kind));
        if (relations.length === 0) return null;
        const id = `relations-${kinds[0]}`;
        return (
          <section key={id} aria-labelledby={id}>
            <h3 id={id}>
              {title} <span className="count">{relations.length}</span>
            </h3>
            <ul className="related">
              {relations.map((relation) => (
                <Related
                  key={relation.id}
                  relation={relation}
                  claimId={claim.id}
                  isNew={isNew?.(relation.id) ?? false}
                />
              ))}
            </ul>
          </section>
        );
      })}
    </>
  );
}

interface RelatedProps {
  readonly relation: Claim['relations'][number];
  /** The claim from which one looks at it. */
  readonly claimId: string;
  readonly isNew: boolean;
}

function Related({ relation: { kind, state, note, from, to }, claimId, isNew }: RelatedProps) {
  const isFrom = from.id === claimId;
  const other = isFrom ? to : from;
  const word = t.review.relations[kind][isFrom ? 'from' : 'to'];
  return (
    <li>
      <Link to={claimPath(other.id)}>
        <Statement text={other.statement} language={other.language} size="line" />
      </Link>
      <p className="facts">
        {word !== '' && <span>{word}</span>}
        <span>
          <bdi>{other.claimant}</bdi>
        </span>
        {other.claimedAt && <time dateTime={other.claimedAt}>{calendarDay(other.claimedAt)}</time>}
        {other.verdict === null ? <span>{t.noVerdict}</span> : <Verdict verdict={other.verdict} />}
        {state === 'SUGGESTED' && <span className="tag">{t.review.suggested}</span>}
        {isNew && <NewMark />}
      </p>
      {note && <p className="chain">{note}</p>}
    </li>
  );
}
