import type { Enum } from '../api/graphql.js';
import { t } from '../text/index.js';
import { Icon } from './icon.js';

const ICONS = { VERIFIED: 'verified', DISPUTED: 'disputed', UNCONFIRMED: 'unconfirmed' } as const;

/** A verdict by word, icon and colour; never by colour alone. */
export function Verdict({ verdict }: { verdict: Enum<'Verdict'> }) {
  return (
    <span className={`verdict ${verdict.toLowerCase()}`}>
      <Icon name={ICONS[verdict]} />
      {t.verdicts[verdict]}
    </span>
  );
}
