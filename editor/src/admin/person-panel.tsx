import { Link } from 'wouter';
import { useQuery } from 'urql';
import type { Desk } from '../frame/desks.js';
import { useLive } from '../live.js';
import { ROUTES } from '../routes.js';
import { t } from '../text/admin.js';
import { Failure } from '../ui/failure.js';
import { PageSkeleton } from '../ui/loading.js';
import { Notice } from '../ui/notice.js';
import { TimeText } from '../ui/time-text.js';
import { AccountQuery, type WholeAccount } from './accounts-query.js';
import { AdminPanel } from './admin-columns.js';
import { nameOf, stateOf } from './people-list.js';
import { PersonAccess } from './person-access.js';
import { PersonRoles } from './person-roles.js';
import { isService } from './role-words.js';

interface PersonPanelProps {
  readonly id: string;
  readonly desks: readonly Desk[];
  readonly ownId: string;
  readonly closePath: string;
}

const ID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** All about an account, and what can be done with it. */
export function PersonPanel({ id, desks, ownId, closePath }: PersonPanelProps) {
  const isId = ID.test(id);
  const [{ data, error }, execute] = useQuery({ query: AccountQuery, variables: { id }, pause: !isId });
  useLive(() => isId && execute({ requestPolicy: 'network-only' }));
  const account = isId ? data?.account : null;
  if (account !== undefined && account !== null) {
    return (
      <AdminPanel title={<bdi>{nameOf(account)}</bdi>} closePath={closePath}>
        <Person account={account} desks={desks} isOwn={account.id === ownId} />
      </AdminPanel>
    );
  }
  return (
    <AdminPanel title={t.people.person} closePath={closePath}>
      {account === null && (
        <Notice tone="info" title={t.people.noneTitle}>
          {t.people.none}
        </Notice>
      )}
      {account === undefined && error && <Failure error={error} onRetry={() => execute()} />}
      {account === undefined && !error && <PageSkeleton />}
    </AdminPanel>
  );
}

interface PersonProps {
  readonly account: WholeAccount;
  readonly desks: readonly Desk[];
  readonly isOwn: boolean;
}

function Person({ account, desks, isOwn }: PersonProps) {
  const { id, erasedAt } = account;
  return (
    <>
      <Facts account={account} />
      {erasedAt !== null && (
        <Notice tone="info" title={t.people.erasedTitle}>
          {t.people.erasedMore}
        </Notice>
      )}
      {isOwn && (
        <Notice tone="info" icon="user">
          {t.people.own}
        </Notice>
      )}
      {erasedAt === null && <PersonRoles account={account} desks={desks} isOwn={isOwn} />}
      {erasedAt === null && <PersonAccess account={account} isOwn={isOwn} />}
      <section className="admin-part">
        <h3>{t.people.record}</h3>
        <p>
          <Link to={`${ROUTES.audit}?by=user:${id}`}>{t.people.didWhat}</Link>
        </p>
        <p>
          <Link to={`${ROUTES.audit}?claim=${id}`}>{t.people.doneTo}</Link>
        </p>
      </section>
    </>
  );
}

function Facts({ account }: { account: WholeAccount }) {
  const { email, createdAt, disabledAt, erasedAt, signedInAt, apiTokens, roles } = account;
  const state = stateOf(account);
  return (
    <dl className="admin-facts">
      {erasedAt === null && <Fact name={t.people.email}>{email}</Fact>}
      {isService(roles) && <Fact name={t.people.kind}>{t.people.service}</Fact>}
      {state !== '' && (
        <Fact name={t.people.state}>
          {state}
          {disabledAt !== null && (
            <>
              {', '}
              <TimeText at={disabledAt} />
            </>
          )}
          {disabledAt === null && signedInAt !== null && (
            <>
              {', '}
              <TimeText at={signedInAt} />
            </>
          )}
        </Fact>
      )}
      <Fact name={t.people.since}>
        <TimeText at={createdAt} />
      </Fact>
      <Fact name={t.frame.adminPages.tokens}>
        {apiTokens.length === 0 ? (
          t.people.noTokens
        ) : (
          <Link to={ROUTES.tokens}>{apiTokens.map(({ name }) => name).join(', ')}</Link>
        )}
      </Fact>
    </dl>
  );
}

const Fact = ({ name, children }: { name: string; children: React.ReactNode }) => (
  <div>
    <dt>{name}</dt>
    <dd>{children}</dd>
  </div>
);
