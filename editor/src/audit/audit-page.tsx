import { useState } from 'react';
import { useSearchParams } from 'wouter';
import type { Session } from '../api/session.js';
import { useDesks } from '../frame/desks.js';
import { mayReadLog } from '../frame/may.js';
import { ROUTES } from '../routes.js';
import { t } from '../text/audit.js';
import { Button } from '../ui/button.js';
import { Failure } from '../ui/failure.js';
import { ListSkeleton } from '../ui/loading.js';
import { Notice } from '../ui/notice.js';
import { PageMain } from '../ui/page-main.js';
import { useRowList } from '../ui/use-row-list.js';
import { VirtualList } from '../ui/virtual-list.js';
import { AuditFilters } from './audit-filters.js';
import { CheckpointStamp } from './checkpoint-stamp.js';
import { EntryProof } from './entry-proof.js';
import { actorOf, EntryRow } from './entry-row.js';
import { ExportPanel } from './export-panel.js';
import { type Filters, isFiltered, readFilters, toLogFilter, writeFilters } from './filters.js';
import { type Entry, loadEntries } from './log-query.js';
import { Tail, useTail } from './tail.js';
import { useVerifierKeys } from './verifier-keys.js';
import { VerifyPanel } from './verify-panel.js';

const ROW_HEIGHT = 96;

/** Names by how the log is filtered; kept, so that somebody who was filtered away can be chosen again. */
const actors = new Map<string, string>();
const names = new Map<string, string>();

function remember(rows: readonly Entry[]): void {
  for (const entry of rows) {
    actors.set(actorOf(entry), entry.actor.name);
    if (entry.actor.userId !== null) names.set(entry.actor.userId, entry.actor.name);
    if (entry.about !== null) names.set(entry.stream, entry.about);
  }
}

/** The sealed log, for those who may read all of it. */
export function AuditPage({ session }: { session: Session }) {
  if (mayReadLog(session)) return <Log />;
  return (
    <PageMain title={t.audit.title} className="alone">
      <Notice tone="info" title={t.audit.refusedTitle}>
        {t.audit.refused}
      </Notice>
    </PageMain>
  );
}

function Log() {
  const [params, setParams] = useSearchParams();
  const [given, setGiven] = useState<File | null>(null);
  const keys = useVerifierKeys();
  const { desks } = useDesks();
  for (const desk of desks ?? []) names.set(desk.id, desk.name);
  const filters = readFilters(params);
  const { at } = filters;
  const setFilters = (changes: Partial<Filters>): void =>
    setParams(writeFilters({ ...filters, ...changes }), { replace: true });
  const pathOf = (index: number | null): string => {
    const query = writeFilters({ ...filters, at: index }).toString();
    return query === '' ? ROUTES.audit : `${ROUTES.audit}?${query}`;
  };
  return (
    <PageMain title={t.audit.title} className="audit">
      <header className="page-head">
        <h1>{t.audit.title}</h1>
      </header>
      <div className="audit-columns">
        {at !== null && <EntryProof key={at} index={at} closePath={pathOf(null)} nameOf={(id) => names.get(id)} />}
        <aside className="audit-aside" aria-label={t.audit.checkpoint}>
          <CheckpointStamp keys={keys} />
          <VerifyPanel servedKeys={keys} given={given} />
          <ExportPanel filters={filters} onVerify={setGiven} />
        </aside>
        <div className="audit-main">
          <Ledger filters={filters} setFilters={setFilters} pathOf={pathOf} />
        </div>
      </div>
    </PageMain>
  );
}

interface LedgerProps {
  readonly filters: Filters;
  readonly setFilters: (changes: Partial<Filters>) => void;
  readonly pathOf: (index: number) => string;
}

function Ledger({ filters, setFilters, pathOf }: LedgerProps) {
  const key = `audit ${writeFilters(filters).toString()}`;
  const [list, rows] = useRowList(key, (after) => loadEntries(toLogFilter(filters), filters.at, after));
  const tail = useTail(list, filters.at === null);
  const { isReady, error } = rows;
  remember(rows.rows);
  return (
    <>
      <AuditFilters filters={filters} setFilters={setFilters} actors={actors} />
      {filters.at === null ? <Tail tail={tail} /> : <p className="quiet">{t.audit.fromEntry(filters.at)}</p>}
      {error !== null && error.networkError === undefined && (
        <Failure error={error} onRetry={() => void list.refresh()} />
      )}
      {!isReady && (error === null || error.networkError !== undefined) && <ListSkeleton rows={8} />}
      {isReady && rows.rows.length === 0 && (
        <div className="empty">
          <h2>{isFiltered(filters) ? t.audit.emptyTitle : t.audit.nothingTitle}</h2>
          <p>{isFiltered(filters) ? t.audit.empty : t.audit.nothing}</p>
          {isFiltered(filters) && (
            <Button onPress={() => setFilters({ type: '', actor: '', stream: '', from: '', to: '' })}>
              {t.inbox.clearFilters}
            </Button>
          )}
        </div>
      )}
      {rows.rows.length > 0 && (
        <VirtualList
          label={t.audit.list}
          list={list}
          rows={rows}
          rowHeight={ROW_HEIGHT}
          pathOf={({ id }) => pathOf(id)}
          isTail
          isPaused={tail.isPaused}
        >
          {(entry) => (
            <EntryRow
              entry={entry}
              path={pathOf(entry.id)}
              onActor={(actor) => setFilters({ actor })}
              nameOf={(id) => names.get(id)}
            />
          )}
        </VirtualList>
      )}
    </>
  );
}
