import { useQuery } from 'urql';
import { Link } from 'wouter';
import { graphql, type ResultOf } from '../api/graphql.js';
import { inboxPath, reviewPath } from '../routes.js';
import type { Desk } from '../frame/desks.js';
import { t } from '../text/index.js';
import { Statement } from '../ui/statement.js';
import { TimeText } from '../ui/time-text.js';
import { Verdict } from '../ui/verdict.js';

const OutlookQuery = graphql(`
  query Outlook {
    desks {
      id
      slug
      name
      outlook {
        nextDeferredUntil
        nextRecheckAt
        lastDecided {
          id
          decidedAt
          decision {
            id
            verdict
            decidedBy {
              id
              name
            }
          }
          claim {
            id
            statement
            language
          }
        }
      }
    }
  }
`);

type OutlookOf = ResultOf<typeof OutlookQuery>['desks'][number]['outlook'];

/** What was decided last, and what comes back by itself: on one desk, or on whichever it is first. */
export function Outlook({ desk }: { desk: Desk | null }) {
  const [{ data }] = useQuery({ query: OutlookQuery, requestPolicy: 'cache-and-network' });
  const all = (data?.desks ?? []).filter(({ id }) => desk === null || id === desk.id);
  if (all.length === 0) return null;
  const last = all
    .flatMap(({ outlook: { lastDecided } }) => lastDecided ?? [])
    .toSorted((a, b) => Date.parse(b.decidedAt!) - Date.parse(a.decidedAt!))[0];
  const deferred = firstOf(all, 'nextDeferredUntil');
  const recheck = firstOf(all, 'nextRecheckAt');
  return (
    <dl className="outlook" aria-label={t.inbox.outlook}>
      <div>
        <dt>{t.inbox.lastDecided}</dt>
        {last === undefined ? <dd className="quiet">{t.inbox.noneDecided}</dd> : <LastDecided review={last} />}
      </div>
      {deferred !== null && (
        <div>
          <dt>{t.inbox.nextDeferred}</dt>
          <dd className="facts">
            <strong>
              <TimeText at={deferred.at} />
            </strong>
            <Link to={`${inboxPath(deferred.slug)}?show=deferred`}>{t.inbox.nextDeferredMore}</Link>
          </dd>
        </div>
      )}
      {recheck !== null && (
        <div>
          <dt>{t.inbox.nextRecheck}</dt>
          <dd className="facts">
            <strong>
              <TimeText at={recheck.at} />
            </strong>
            <span>{t.inbox.nextRecheckMore}</span>
          </dd>
        </div>
      )}
    </dl>
  );
}

function LastDecided({
  review: { id, decidedAt, decision, claim },
}: {
  review: NonNullable<OutlookOf['lastDecided']>;
}) {
  return (
    <dd>
      <Link to={reviewPath(id)}>
        <Statement text={claim.statement} language={claim.language} size="line" />
      </Link>
      <p className="facts">
        {decision !== null && (
          <span>
            <Verdict verdict={decision.verdict} />
          </span>
        )}
        {decision !== null && <bdi>{t.inbox.decidedBy(decision.decidedBy.name)}</bdi>}
        {decidedAt !== null && <TimeText at={decidedAt} />}
      </p>
    </dd>
  );
}

/** @returns the earliest of the desks' times, and on which desk it is */
function firstOf(
  desks: readonly { slug: string; outlook: OutlookOf }[],
  what: 'nextDeferredUntil' | 'nextRecheckAt',
): { at: string; slug: string } | null {
  const times = desks.flatMap(({ slug, outlook }) => {
    const at = outlook[what];
    return at === null ? [] : [{ at, slug }];
  });
  return times.toSorted((a, b) => Date.parse(a.at) - Date.parse(b.at))[0] ?? null;
}
