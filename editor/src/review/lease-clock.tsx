import { t } from '../text/index.js';
import { Button } from '../ui/button.js';
import { Icon } from '../ui/icon.js';
import { countdown } from '../ui/time.js';
import type { Hold } from './use-hold.js';

/** When an editor who only reads should be asked whether they are still there. */
const LOW_MS = 120_000;

/** How long the hold lasts. It renews by itself while somebody works, so it only warns those who do not. */
export function LeaseClock({ hold: { leftMs, renew } }: { hold: Hold }) {
  const isLow = leftMs < LOW_MS;
  return (
    <p className={isLow ? 'lease low' : 'lease'}>
      <Icon name="clock" />
      <span role="timer" title={t.review.leaseRenews}>
        {t.review.lease} <strong>{countdown(leftMs)}</strong>
      </span>
      <span className="hidden" role="status">
        {isLow ? t.review.leaseLow : ''}
      </span>
      {isLow && (
        <Button look="quiet" onPress={renew}>
          {t.review.leaseKeep}
        </Button>
      )}
    </p>
  );
}
