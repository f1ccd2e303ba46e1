import type { Enum } from '../api/graphql.js';
import { t } from '../text/admin.js';
import { Icon } from '../ui/icon.js';
import { OUTCOME_ICONS } from './webhook-words.js';

/** How a delivery ended, by word, icon and colour. */
export function Outcome({ outcome }: { outcome: Enum<'WebhookOutcome'> }) {
  return (
    <span className={`outcome ${outcome.toLowerCase()}`}>
      <Icon name={OUTCOME_ICONS[outcome]} />
      {t.webhooks.outcomes[outcome]}
    </span>
  );
}
