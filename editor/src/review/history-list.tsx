import { useEffect } from 'react';
import { Link } from 'wouter';
import { graphql, type ResultOf } from '../api/graphql.js';
import { pageOf, read } from '../api/read.js';
import { auditPath } from '../routes.js';
import { t } from '../text/index.js';
import { Button } from '../ui/button.js';
import { Failure } from '../ui/failure.js';
import { ListSkeleton } from '../ui/loading.js';
import type { Page } from '../ui/rows.js';
import { useRowList } from '../ui/use-row-list.js';
import { TimeText } from '../ui/time-text.js';
import { useLiveClaim } from './claim-feed.js';
import { happened } from './event-words.js';
import { FieldChanges } from './field-changes.js';
import { useMayReadLog } from './proof-link.js';

const HistoryQuery = graphql(`
  query History($claim: ID!, $after: String) {
    auditEvents(claimId: $claim, first: 50, after: $after) {
      pageInfo {
        endCursor
        hasNextPage
      }
      edges {
        node {
          id: seq
          index
          at
          action
          operation
          subject
          actor {
            userId
            name
          }
          changes {
            field
            before
            after
          }
        }
      }
    }
  }
`);

type Event = ResultOf<typeof HistoryQuery>['auditEvents']['edges'][number]['node'];

async function loadEvents(claim: string, after: string | null): Promise<Page<Event>> {
  return pageOf((await read(HistoryQuery, { claim, after })).auditEvents);
}

/** Every event of a claim's log, in the order in which it happened, with what was before and after. */
export function HistoryList({ claimId }: { claimId: string }) {
  const [list, { rows, isReady, hasMore, error }] = useRowList(`history ${claimId}`, (after) =>
    loadEvents(claimId, after),
  );
  useLiveClaim(claimId, list.lookSoon);
  useEffect(() => list.see(rows.length - 1), [list, rows.length]); // all of it is on the page
  const names = new Map(rows.flatMap(({ actor }) => (actor.userId === null ? [] : [[actor.userId, actor.name]])));
  if (!isReady)
    return error === null ? <ListSkeleton rows={4} /> : <Failure error={error} onRetry={() => void list.refresh()} />;
  return (
    <>
      <ol className="history">
        {rows.map((event) => (
          <li key={event.id}>
            <span className="history-seq" title={t.history.event(event.id)}>
              {event.id}
            </span>
            <div>
              <p>
                <strong>
                  <bdi>{event.actor.name}</bdi>
                </strong>{' '}
                {t.actions[event.action] ?? event.action}
              </p>
              <p className="facts">
                <span>{happened(event)}</span>
                <TimeText at={event.at} />
                <Place index={event.index} />
              </p>
              {event.operation === 'UPDATE' && <FieldChanges changes={event.changes} nameOf={(id) => names.get(id)} />}
            </div>
          </li>
        ))}
      </ol>
      {hasMore && <Button onPress={() => void list.more()}>{t.history.more}</Button>}
    </>
  );
}

/** Its place in the sealed log, which leads there for those who may read it. */
function Place({ index }: { index: number | null }) {
  const mayRead = useMayReadLog();
  if (index === null) return <span>{t.history.unsealed}</span>;
  return (
    <span title={t.history.sealedHint}>
      {mayRead ? <Link to={auditPath(index)}>{t.history.sealed(index)}</Link> : t.history.sealed(index)}
    </span>
  );
}
