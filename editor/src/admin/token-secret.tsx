import { t } from '../text/admin.js';
import { CopyButton } from '../ui/copy-button.js';
import { SecretDialog } from './secret-dialog.js';
import type { Token } from './tokens-query.js';

/** A token that has just been made. */
export interface ShownToken {
  readonly secret: string;
  readonly apiToken: Token;
}

/** Asks who the token is: any token may. */
const curlOf = (secret: string): string =>
  `curl ${location.origin}/graphql -H 'authorization: Bearer ${secret}' ` +
  `-H 'content-type: application/json' -d '{"query":"{ viewer { name scopes } }"}'`;

/** The token, this once, and a line to try it with. */
export function TokenSecret({ shown: { secret, apiToken }, onClose }: { shown: ShownToken; onClose: () => void }) {
  const curl = curlOf(secret);
  return (
    <SecretDialog
      title={t.tokens.secretTitle(apiToken.name)}
      label={t.tokens.secretLabel}
      copyText={t.tokens.secretCopy}
      secret={secret}
      once={t.tokens.secretOnce}
      onClose={onClose}
    >
      <section className="verify-note">
        <h3>{t.tokens.curl}</h3>
        <pre className="log-line" dir="ltr">
          {curl}
        </pre>
        <p>
          <CopyButton text={curl}>{t.tokens.curlCopy}</CopyButton>
        </p>
      </section>
    </SecretDialog>
  );
}
