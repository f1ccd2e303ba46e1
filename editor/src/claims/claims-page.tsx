import { Link, useSearchParams } from 'wouter';
import { useDesks } from '../frame/desks.js';
import { useLiveReviews } from '../live/review-feed.js';
import { claimPath } from '../routes.js';
import { t } from '../text/index.js';
import { Button } from '../ui/button.js';
import { Failure } from '../ui/failure.js';
import { ListSkeleton } from '../ui/loading.js';
import { PageMain } from '../ui/page-main.js';
import { useRowList } from '../ui/use-row-list.js';
import { Statement } from '../ui/statement.js';
import { calendarDay } from '../ui/time.js';
import { Verdict } from '../ui/verdict.js';
import { VirtualList } from '../ui/virtual-list.js';
import { ClaimFilters } from './claim-filters.js';
import { type ClaimRow, loadClaims } from './claims-query.js';
import { type Filters, readFilters, toClaimFilter, writeFilters } from './filters.js';

const ROW_HEIGHT = 84;

/** All claims, the newest first, by words and filters. */
export function ClaimsPage() {
  const [params, setParams] = useSearchParams();
  const { desks } = useDesks();
  const filters = readFilters(params);
  const setFilters = (changes: Partial<Filters>): void =>
    setParams(writeFilters({ ...filters, ...changes }), { replace: true });
  const key = `claims ${writeFilters(filters).toString()}`;
  const [list, rows] = useRowList(key, (after) => loadClaims(toClaimFilter(filters), after));
  useLiveReviews(() => list.lookSoon()); // a new claim is soon reviewed, and a verdict comes with a decision
  const { isReady, error } = rows;
  return (
    <PageMain title={t.claims.title} scrollTop={list.scrollTop} className="claims">
      <header className="page-head">
        <h1>{t.claims.title}</h1>
      </header>
      <ClaimFilters filters={filters} setFilters={setFilters} desks={desks ?? []} total={rows.total} />
      {error !== null && error.networkError === undefined && (
        <Failure error={error} onRetry={() => void list.refresh()} />
      )}
      {!isReady && (error === null || error.networkError !== undefined) && <ListSkeleton rows={8} />}
      {isReady && rows.rows.length === 0 && (
        <div className="empty">
          <h2>{t.claims.emptyTitle}</h2>
          <p>{t.claims.empty}</p>
          <Button onPress={() => setParams(new URLSearchParams(), { replace: true })}>{t.inbox.clearFilters}</Button>
        </div>
      )}
      {rows.rows.length > 0 && (
        <VirtualList
          label={t.claims.list}
          list={list}
          rows={rows}
          rowHeight={ROW_HEIGHT}
          pathOf={({ id }) => claimPath(id)}
        >
          {(claim) => <ClaimRowLink claim={claim} />}
        </VirtualList>
      )}
    </PageMain>
  );
}

function ClaimRowLink({ claim }: { claim: ClaimRow }) {
  const outlets = new Set(claim.appearances.map(({ article }) => article.outlet)).size;
  return (
    <Link to={claimPath(claim.id)} className="row">
      <span className="row-main">
        <Statement text={claim.statement} language={claim.language} size="row" />
        <span className="facts">
          <span>
            <bdi>{claim.claimant}</bdi>
          </span>
          {claim.claimedAt !== null && <span>{calendarDay(claim.claimedAt)}</span>}
          {outlets > 0 && <span>{t.inbox.outlets(outlets)}</span>}
          <span>{claim.desk.name}</span>
        </span>
      </span>
      <span className="row-end">
        {claim.verdict === null ? <span>{t.noVerdict}</span> : <Verdict verdict={claim.verdict} />}
      </span>
    </Link>
  );
}
