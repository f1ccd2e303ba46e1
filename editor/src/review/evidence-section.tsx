import { Checkbox } from 'react-aria-components/Checkbox';
import { t } from '../text/index.js';
import { NewMark } from '../ui/new-mark.js';
import { SourceLink } from '../ui/source-link.js';
import { TimeText } from '../ui/time-text.js';
import { AddEvidence } from './add-evidence.js';
import type { Claim, Evidence } from './review-query.js';

interface EvidenceSectionProps {
  readonly claim: Claim;
  readonly isNew?: (id: string) => boolean;
  readonly mayAdd: boolean;
  /** @param version of the claim with it */
  readonly onAdded?: (id: string, version: number) => void;
  /** What the draft cites; left out where nothing is to be decided. */
  readonly cited?: readonly string[];
  /** Whether what is cited can be seen but not changed. */
  readonly isLocked?: boolean;
  readonly onCite?: (ids: string[]) => void;
}

/** The claim's sources: to read, to cite, and to add to. */
export function EvidenceSection({
  claim,
  isNew,
  mayAdd,
  onAdded,
  cited,
  isLocked = false,
  onCite,
}: EvidenceSectionProps) {
  const { evidence } = claim;
  return (
    <section aria-labelledby="evidence">
      <h3 id="evidence">
        {t.review.evidence} <span className="count">{evidence.length}</span>
      </h3>
      {evidence.length === 0 && <p className="quiet">{mayAdd ? t.review.evidencePaste : t.review.evidenceNone}</p>}
      <ul className="evidence">
        {evidence.map((source) => (
          <li key={source.id}>
            {cited !== undefined && (
              <Checkbox
                className="check"
                aria-label={t.review.cites(source.url)}
                isSelected={cited.includes(source.id)}
                isDisabled={isLocked}
                onChange={(isCited) =>
                  onCite?.(isCited ? [...cited, source.id] : cited.filter((id) => id !== source.id))
                }
              >
                <span className="check-box" aria-hidden="true" />
                <span aria-hidden="true">{t.review.cite}</span>
              </Checkbox>
            )}
            <Source source={source} isNew={isNew?.(source.id) ?? false} />
          </li>
        ))}
      </ul>
      {mayAdd && <AddEvidence claimId={claim.id} onAdded={onAdded} />}
    </section>
  );
}

function Source({ source, isNew }: { source: Evidence; isNew: boolean }) {
  return (
    <div className="source">
      <p>
        <span className={`tag stance ${source.stance.toLowerCase()}`}>{t.evidenceStances[source.stance]}</span>{' '}
        <SourceLink url={source.url} name={source.publisher} />
        {isNew && <NewMark />}
      </p>
      {source.excerpt && (
        <blockquote dir="auto" className="excerpt">
          {source.excerpt}
        </blockquote>
      )}
      <p className="facts">
        <span>
          <bdi>{source.addedBy.name}</bdi>
        </span>
        <TimeText at={source.addedAt} />
        {source.archivedUrl && <SourceLink url={source.archivedUrl} name={t.review.archived} />}
      </p>
    </div>
  );
}
