import { t } from '../text/index.js';
import { Icon } from '../ui/icon.js';
import { useMinutes } from '../ui/now.js';
import { exactTime, relativeTime } from '../ui/time.js';
import { TimeText } from '../ui/time-text.js';
import { STATE_ICONS, stateOf } from './webhook-words.js';
import type { Webhook } from './webhooks-query.js';

/** How a webhook does, by word, icon and colour. */
export function WebhookState({ webhook }: { webhook: Webhook }) {
  const now = useMinutes();
  const { lag, failingSince } = webhook;
  const state = stateOf(webhook);
  const text = {
    disabled: () => t.webhooks.states.disabled,
    failing: () => t.webhooks.states.failing(relativeTime(Date.parse(failingSince!), now)),
    behind: () => t.webhooks.states.behind(lag),
    sending: () => t.webhooks.states.sending,
  }[state]();
  return (
    <span
      className={`webhook-state ${state}`}
      title={state === 'failing' ? exactTime(Date.parse(failingSince!)) : undefined}
    >
      <Icon name={STATE_ICONS[state]} />
      {text}
    </span>
  );
}

/** What more there is to say of it, as facts on one line. */
export function WebhookStateMore({ webhook }: { webhook: Webhook }) {
  const { disabledAt, disabledReason, failedAttempts, nextAttemptAt, lag } = webhook;
  const state = stateOf(webhook);
  return (
    <>
      {disabledReason !== null && <span>{t.webhooks.why[disabledReason]}</span>}
      {disabledAt !== null && <TimeText at={disabledAt} say={t.webhooks.since} />}
      {state === 'failing' && failedAttempts > 0 && <span>{t.webhooks.attempts(failedAttempts)}</span>}
      {nextAttemptAt !== null && <TimeText at={nextAttemptAt} say={t.webhooks.nextAttempt} />}
      {(state === 'failing' || state === 'disabled') && lag > 0 && <span>{t.webhooks.alsoBehind(lag)}</span>}
      {state === 'sending' && <span>{t.webhooks.upToDate}</span>}
    </>
  );
}
