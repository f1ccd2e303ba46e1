import { t } from '../text/index.js';
import { calendarDay } from '../ui/time.js';
import { SourceLink } from '../ui/source-link.js';
import { NewMark } from '../ui/new-mark.js';
import type { Claim } from './review-query.js';

type Appearance = Claim['appearances'][number];

/** Where the claim was seen, the earliest first, on a line of time. */
export function Appearances({
  appearances,
  isNew,
}: {
  appearances: readonly Appearance[];
  isNew?: (id: string) => boolean;
}) {
  return (
    <section aria-labelledby="appearances">
      <h3 id="appearances">
        {t.review.appearances} <span className="count">{appearances.length}</span>
      </h3>
      {appearances.length === 0 && <p className="quiet">{t.review.appearancesNone}</p>}
      <ol className="timeline">
        {appearances.map(({ id, article, stance, attribution, claimantAsWritten, isFirst }) => (
          <li key={id} className={`stance-${stance.toLowerCase()}`}>
            <span className="timeline-day">
              {article.publishedAt === null ? (
                t.time.unknownDay
              ) : (
                <time dateTime={article.publishedAt}>{calendarDay(article.publishedAt)}</time>
              )}
            </span>
            <div>
              <p>
                <strong>
                  <bdi>{article.outlet}</bdi>
                </strong>{' '}
                {t.stances[stance]}
                {isFirst && appearances.length > 1 && <span className="tag">{t.review.first}</span>}
                {isNew?.(id) && <NewMark />}
              </p>
              {attribution.length > 0 && (
                <p className="chain">
                  {t.review.through}{' '}
                  {attribution.map((source, place) => (
                    <span key={attribution.slice(0, place + 1).join(' › ')}>
                      {place > 0 && ' › '}
                      <bdi>{source}</bdi>
                    </span>
                  ))}
                </p>
              )}
              {claimantAsWritten && <p className="chain">{t.review.asWritten(claimantAsWritten)}</p>}
              {article.url ? <SourceLink url={article.url} /> : <p className="chain">{article.citation}</p>}
            </div>
          </li>
        ))}
      </ol>
    </section>
  );
}
