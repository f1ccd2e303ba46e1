import { useState } from 'react';
import { t } from '../text/admin.js';
import { Button } from '../ui/button.js';
import { Icon } from '../ui/icon.js';
import { useMinutes } from '../ui/now.js';
import { TimeText } from '../ui/time-text.js';
import { say } from '../ui/toast.js';
import { Confirm } from '../ui/confirm.js';
import { RevokeToken, type Token } from './tokens-query.js';
import { ask } from './use-send.js';

/** Time to make a new one and put it everywhere where the old one is. */
const SOON_MS = 14 * 86_400_000;

/** Tokens that are in use, and the way to take each away. */
export function TokenList({ label, tokens }: { label: string; tokens: readonly Token[] }) {
  const [revoking, setRevoking] = useState<Token | null>(null);
  const revoke = async ({ id, name }: Token): Promise<string | null> => {
    const result = await ask(RevokeToken, { id });
    if ('problem' in result) return result.problem.message;
    say(t.tokens.revoked(name));
    return null;
  };
  return (
    <>
      <ul className="admin-rows" aria-label={label}>
        {tokens.map((token) => (
          <li key={token.id}>
            <TokenRow token={token} onRevoke={() => setRevoking(token)} />
          </li>
        ))}
      </ul>
      {revoking !== null && (
        <Confirm
          title={t.tokens.revokeTitle(revoking.name)}
          action={t.tokens.revoke}
          isDangerous
          onConfirm={() => revoke(revoking)}
          onClose={() => setRevoking(null)}
        >
          <p>{t.tokens.revokeMore}</p>
        </Confirm>
      )}
    </>
  );
}

function TokenRow({ token, onRevoke }: { token: Token; onRevoke: () => void }) {
  const { name, scopes, createdAt, expiresAt } = token;
  const isSoon = Date.parse(expiresAt) - useMinutes() < SOON_MS;
  return (
    <div className="admin-row">
      <span className="row-main">
        <strong>
          <bdi>{name}</bdi>
        </strong>
        <span className="facts">
          <span>{scopes.map((scope) => t.tokens.scopeWords[scope]).join(', ')}</span>
          <TimeText at={createdAt} say={t.tokens.made} />
        </span>
      </span>
      <span className="token-end">
        <span className={isSoon ? 'expiry soon' : 'expiry'}>
          {isSoon && <Icon name="warning" />}
          <TimeText at={expiresAt} say={t.tokens.expires} />
        </span>
        <Button aria-label={t.tokens.revokeName(name)} onPress={onRevoke}>
          {t.tokens.revoke}
        </Button>
      </span>
    </div>
  );
}
