import { t } from '../text/admin.js';
import { exactTime } from '../ui/time.js';
import { SecretDialog } from './secret-dialog.js';
import { hostOf } from './webhook-words.js';
import type { Webhook } from './webhooks-query.js';

/** A webhook's secret that has just been made. */
export interface ShownSecret {
  readonly secret: string;
  readonly webhook: Webhook;
}

/** The secret, this once, and what the receiver does with it. */
export function WebhookSecret({ shown: { secret, webhook }, onClose }: { shown: ShownSecret; onClose: () => void }) {
  const { url, previousSecretUntil } = webhook;
  return (
    <SecretDialog
      title={t.webhooks.secretTitle(hostOf(url))}
      label={t.webhooks.secretLabel}
      copyText={t.webhooks.secretCopy}
      secret={secret}
      once={t.webhooks.secretOnce}
      onClose={onClose}
    >
      {previousSecretUntil !== null && (
        <p>{t.webhooks.rotatedUntil(t.time.until(exactTime(Date.parse(previousSecretUntil))))}</p>
      )}
      <section className="verify-note">
        <h3>{t.webhooks.verify}</h3>
        <ol>
          {t.webhooks.verifySteps.map((step) => (
            <li key={step}>{step}</li>
          ))}
        </ol>
        <p className="hint">{t.webhooks.verifyMore}</p>
      </section>
    </SecretDialog>
  );
}
