import { Link } from 'wouter';
import type { Desk } from '../frame/desks.js';
import { t } from '../text/admin.js';
import { Button } from '../ui/button.js';
import { Choice } from '../ui/choice.js';
import { Failure } from '../ui/failure.js';
import { ListSkeleton } from '../ui/loading.js';
import type { Total } from '../ui/rows.js';
import { SearchBox } from '../ui/search-box.js';
import { useRowList } from '../ui/use-row-list.js';
import { VirtualList } from '../ui/virtual-list.js';
import { type Account, loadAccounts } from './accounts-query.js';
import { rowId } from './admin-columns.js';
import {
  type Filters,
  isFiltered,
  ROLE_OPTIONS,
  STATE_OPTIONS,
  toAccountFilter,
  writeFilters,
} from './person-filters.js';
import { isService, roleWords } from './role-words.js';

/** Before a row is measured, in pixels. */
const ROW_HEIGHT = 65;

interface PeopleListProps {
  readonly filters: Filters;
  readonly setFilters: (changes: Partial<Filters>) => void;
  /** None until they are known. */
  readonly desks: readonly Desk[];
  /** The one that is open beside the list. */
  readonly open: string | null;
  readonly ownId: string;
  readonly pathOf: (id: string) => string;
}

export function PeopleList({ filters, setFilters, desks, open, ownId, pathOf }: PeopleListProps) {
  const key = `people ${writeFilters(filters, null).toString()}`;
  const [list, rows] = useRowList(key, (after) => loadAccounts(toAccountFilter(filters), after));
  const { isReady, error } = rows;
  return (
    <>
      <PeopleFilters filters={filters} setFilters={setFilters} desks={desks} total={rows.total} />
      {error !== null && error.networkError === undefined && (
        <Failure error={error} onRetry={() => void list.refresh()} />
      )}
      {!isReady && (error === null || error.networkError !== undefined) && <ListSkeleton rows={8} />}
      {isReady && rows.rows.length === 0 && (
        <div className="empty">
          <h2>{t.people.emptyTitle}</h2>
          <p>{t.people.empty}</p>
          {isFiltered(filters) && (
            <Button onPress={() => setFilters({ text: '', role: '', desk: '', state: '' })}>
              {t.inbox.clearFilters}
            </Button>
          )}
        </div>
      )}
      {rows.rows.length > 0 && (
        <VirtualList
          label={t.people.title}
          list={list}
          rows={rows}
          rowHeight={ROW_HEIGHT}
          pathOf={({ id }) => pathOf(id)}
        >
          {(account) => (
            <PersonRow
              account={account}
              desks={desks}
              isOpen={account.id === open}
              isOwn={account.id === ownId}
              path={pathOf(account.id)}
            />
          )}
        </VirtualList>
      )}
    </>
  );
}

type PeopleFiltersProps = Pick<PeopleListProps, 'filters' | 'setFilters' | 'desks'> & { readonly total: Total | null };

function PeopleFilters({ filters, setFilters, desks, total }: PeopleFiltersProps) {
  return (
    <div className="filters" role="search" aria-label={t.claims.filters}>
      <div className="filters-line">
        <SearchBox label={t.people.search} value={filters.text} onChange={(text) => setFilters({ text })} />
        <Choice
          label={t.people.role}
          value={filters.role}
          options={ROLE_OPTIONS.map((role) => ({ id: role, text: role === '' ? t.common.any : t.roles[role] }))}
          onChange={(role) => setFilters({ role })}
        />
        <Choice
          label={t.people.desk}
          value={filters.desk}
          options={[{ id: '', text: t.common.any }, ...desks.map(({ slug, name }) => ({ id: slug, text: name }))]}
          onChange={(desk) => setFilters({ desk })}
        />
        <Choice
          label={t.people.state}
          value={filters.state}
          options={STATE_OPTIONS.map((state) => ({ id: state, text: t.people.stateFilters[state] }))}
          onChange={(state) => setFilters({ state })}
        />
        <p className="found" role="status">
          {total === null ? '' : t.people.found(t.common.total(total.count, total.isCapped))}
        </p>
      </div>
    </div>
  );
}

interface PersonRowProps {
  readonly account: Account;
  readonly desks: readonly Desk[];
  readonly isOpen: boolean;
  readonly isOwn: boolean;
  readonly path: string;
}

function PersonRow({ account, desks, isOpen, isOwn, path }: PersonRowProps) {
  const { id, email, roles, disabledAt } = account;
  return (
    <Link
      id={rowId(id)}
      to={path}
      className={disabledAt === null ? 'row' : 'row shut'}
      aria-current={isOpen ? 'true' : undefined}
    >
      <span className="row-main">
        <span className="row-name">
          <bdi>{nameOf(account)}</bdi>
          {isOwn && <span className="tag">{t.people.you}</span>}
          {isService(roles) && <span className="tag">{t.people.service}</span>}
        </span>
        <span className="facts">
          {account.erasedAt === null && <span>{email}</span>}
          {!isService(roles) && <span>{roleWords(roles, desks)}</span>}
        </span>
      </span>
      <span className="row-end">{stateOf(account)}</span>
    </Link>
  );
}

/** The name is gone with an erasure. */
export const nameOf = ({ name, erasedAt }: Pick<Account, 'name' | 'erasedAt'>): string =>
  erasedAt === null ? name : t.people.erasedName;

/** @returns how it is with the account, in a word; nothing where there is nothing to say */
export function stateOf({ erasedAt, disabledAt, mustChangePassword, signedInAt }: Account): string {
  if (erasedAt !== null) return t.people.states.erased;
  if (disabledAt !== null) return t.people.states.disabled;
  if (mustChangePassword) return t.people.states.oneTime;
  return signedInAt === null ? '' : t.people.states.signedIn;
}
