import { t } from '../text/admin.js';
import type { IconName } from '../ui/icon.js';
import type { Webhook } from './webhooks-query.js';

/** @returns the address's host, with the port where it is not the usual one: what is short and no secret */
export const hostOf = (url: string): string => (URL.canParse(url) ? new URL(url).host : url);

export const ANY_TYPE = '*';

/** Types that fit on a line; of more only the number is said. */
const NAMED = 4;

/** @returns which events are sent, in words */
export function typesText(types: readonly string[]): string {
  if (types.includes(ANY_TYPE)) return t.webhooks.allEvents;
  const named = types.length > NAMED ? types.slice(0, NAMED - 1) : types;
  const rest = types.length - named.length;
  return [...named, ...(rest > 0 ? [t.webhooks.moreTypes(rest)] : [])].join(', ');
}

type State = Pick<Webhook, 'disabledAt' | 'failingSince' | 'lag'>;

/** How a webhook does, the gravest first. */
export const stateOf = ({ disabledAt, failingSince, lag }: State): 'disabled' | 'failing' | 'behind' | 'sending' => {
  if (disabledAt !== null) return 'disabled';
  if (failingSince !== null) return 'failing';
  return lag > 0 ? 'behind' : 'sending';
};

export const STATE_ICONS = {
  disabled: 'paused',
  failing: 'warning',
  behind: 'clock',
  sending: 'check',
} as const satisfies Record<ReturnType<typeof stateOf>, IconName>;

export const OUTCOME_ICONS = {
  PENDING: 'clock',
  DELIVERED: 'check',
  FAILED: 'warning',
  DEAD: 'disputed',
} as const satisfies Record<string, IconName>;
