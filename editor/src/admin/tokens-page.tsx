import { useState } from 'react';
import { useQuery } from 'urql';
import type { Session } from '../api/session.js';
import { mayManage } from '../frame/may.js';
import { useLive } from '../live.js';
import { t } from '../text/admin.js';
import { Button } from '../ui/button.js';
import { Failure } from '../ui/failure.js';
import { Icon } from '../ui/icon.js';
import { ListSkeleton } from '../ui/loading.js';
import { AdminPage } from './admin-page.js';
import { NewToken } from './token-form.js';
import { TokenList } from './token-list.js';
import { type ShownToken, TokenSecret } from './token-secret.js';
import { LISTED_ACCOUNTS, type ServiceAccount, type ServiceAccounts, type Token, TokensQuery } from './tokens-query.js';

/** Whose a new token shall be; one's own where the account is null. */
interface Owner {
  readonly account: Pick<ServiceAccount, 'id' | 'name'> | null;
}

/** What programs come in with: one's own, and for chief editors those of service accounts. */
export function TokensPage({ session }: { session: Session }) {
  const [owner, setOwner] = useState<Owner | null>(null);
  const [shown, setShown] = useState<ShownToken | null>(null);
  const variables = { isChief: mayManage(session), first: LISTED_ACCOUNTS };
  const [{ data, error }, execute] = useQuery({ query: TokensQuery, variables });
  const refresh = (): void => execute({ requestPolicy: 'network-only' });
  useLive(refresh);
  const create = (look: 'primary' | 'plain') => (
    <Button look={look} icon="plus" onPress={() => setOwner({ account: null })}>
      {t.tokens.create}
    </Button>
  );
  return (
    <AdminPage session={session} title={t.tokens.title} isForAll actions={create('primary')}>
      <p className="lead">{t.tokens.lead}</p>
      {data === undefined && (error === undefined || error.networkError) && <ListSkeleton rows={4} />}
      {data === undefined && error !== undefined && !error.networkError && <Failure error={error} onRetry={refresh} />}
      {data !== undefined && (
        <section className="token-section" aria-labelledby="own-tokens">
          <h2 id="own-tokens">{t.tokens.own}</h2>
          <OwnTokens tokens={data.viewer.apiTokens}>{create('plain')}</OwnTokens>
        </section>
      )}
      {data?.accounts && <ServiceTokens found={data.accounts} onCreate={(account) => setOwner({ account })} />}
      {owner !== null && (
        <NewToken userId={session.user.id} account={owner.account} onMade={setShown} onClose={() => setOwner(null)} />
      )}
      {shown !== null && <TokenSecret shown={shown} onClose={() => setShown(null)} />}
    </AdminPage>
  );
}

interface OwnTokensProps {
  readonly tokens: readonly Token[];
  /** What can be done where there is none. */
  readonly children: React.ReactNode;
}

function OwnTokens({ tokens, children }: OwnTokensProps) {
  if (tokens.length > 0) return <TokenList label={t.tokens.own} tokens={tokens} />;
  return (
    <div className="empty">
      <Icon name="keys" />
      <h3>{t.tokens.emptyTitle}</h3>
      <p>{t.tokens.empty}</p>
      {children}
    </div>
  );
}

interface ServiceTokensProps {
  readonly found: ServiceAccounts;
  readonly onCreate: (account: ServiceAccount) => void;
}

function ServiceTokens({ found: { edges, total }, onCreate }: ServiceTokensProps) {
  const accounts = edges.map(({ node }) => node);
  return (
    <section className="token-section" aria-labelledby="service-tokens">
      <h2 id="service-tokens">{t.tokens.serviceTitle}</h2>
      <p className="hint">{t.tokens.serviceLead}</p>
      {accounts.length === 0 && <p className="quiet">{t.tokens.serviceNone}</p>}
      {accounts.map((account) => (
        <section key={account.id} className="service-account" aria-label={account.name}>
          <header className="section-head">
            <h3>
              <bdi>{account.name}</bdi>
            </h3>
            <Button aria-label={t.tokens.createFor(account.name)} onPress={() => onCreate(account)}>
              {t.tokens.create}
            </Button>
          </header>
          {account.apiTokens.length === 0 ? (
            <p className="quiet">{t.tokens.serviceNoneOf}</p>
          ) : (
            <TokenList label={t.tokens.serviceList(account.name)} tokens={account.apiTokens} />
          )}
        </section>
      ))}
      {total.count > accounts.length && (
        <p className="hint">{t.tokens.serviceMore(accounts.length, t.common.total(total.count, total.isCapped))}</p>
      )}
    </section>
  );
}
