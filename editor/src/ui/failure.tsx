import type { CombinedError } from 'urql';
import { t } from '../text/index.js';
import { Button } from './button.js';
import { Notice } from './notice.js';

/** What the server says of a failure; where there was no answer, what that means. */
export const failureText = (error: CombinedError): string =>
  error.networkError ? t.failures.offline : error.graphQLErrors.map(({ message }) => message).join(' ');

/** In the place of what could not be loaded. */
export function Failure({ error, onRetry }: { error: CombinedError; onRetry: () => void }) {
  return (
    <Notice
      tone="error"
      title={t.failures.notLoaded}
      actions={
        <Button look="plain" onPress={onRetry}>
          {t.common.retry}
        </Button>
      }
    >
      {failureText(error)}
    </Notice>
  );
}
