import { t } from '../text/admin.js';
import { Icon } from '../ui/icon.js';
import { useMinutes } from '../ui/now.js';
import { exactTime, sinceTime } from '../ui/time.js';
import { TimeText } from '../ui/time-text.js';
import { STATE_ICONS, stateOf } from './webhook-words.js';
import type { Webhook } from './webhooks-query.js';

const MINUTE_MS = 60_000;

/** How a webhook does, by word, icon and colour. */
export function WebhookState({ webhook }: { webhook: Webhook }) {
  const now = useMinutes();
  const { lag, failingSince } = webhook;
  const state = stateOf(webhook);
  const failing = failingSince === null ? now : Date.parse(failingSince);
  const text = {
    disabled: t.webhooks.states.disabled,
    failing: t.webhooks.states.failing(sinceTime(failing, now)),
    behind: t.webhooks.states.behind(lag),
    sending: t.webhooks.states.sending,
  }[state];
  return (
    <span className={`webhook-state ${state}`} title={state === 'failing' ? exactTime(failing) : undefined}>
      <Icon name={STATE_ICONS[state]} />
      {text}
    </span>
  );
}

/** What more there is to say of it, as facts on one line. @param isShort whether only what matters in a list */
export function WebhookStateMore({ webhook, isShort = false }: { webhook: Webhook; isShort?: boolean }) {
  const now = useMinutes();
  const { disabledAt, disabledReason, failedAttempts, nextAttemptAt, lag } = webhook;
  const state = stateOf(webhook);
  const isSoon = nextAttemptAt !== null && Date.parse(nextAttemptAt) - now < MINUTE_MS;
  return (
    <>
      {disabledReason !== null && <span>{t.webhooks.why[disabledReason]}</span>}
      {disabledAt !== null && (
        <time dateTime={disabledAt} title={exactTime(Date.parse(disabledAt))}>
          {t.webhooks.since(sinceTime(Date.parse(disabledAt), now))}
        </time>
      )}
      {state === 'failing' && failedAttempts > 0 && !isShort && <span>{t.webhooks.attempts(failedAttempts)}</span>}
      {isSoon && <span>{t.webhooks.nextAttemptSoon}</span>}
      {nextAttemptAt !== null && !isSoon && <TimeText at={nextAttemptAt} say={t.webhooks.nextAttempt} />}
      {(state === 'failing' || state === 'disabled') && lag > 0 && <span>{t.webhooks.alsoBehind(lag)}</span>}
      {state === 'sending' && !isShort && <span>{t.webhooks.upToDate}</span>}
    </>
  );
}
