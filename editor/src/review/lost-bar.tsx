import { useState } from 'react';
import { t } from '../text/index.js';
import { Button } from '../ui/button.js';
import { Notice } from '../ui/notice.js';
import { exactTime, relativeTime } from '../ui/time.js';
import { useMinutes } from '../ui/now.js';
import type { Review } from './review-query.js';
import type { Loss } from './use-hold.js';

interface LostBarProps {
  readonly review: Review;
  readonly loss: Loss;
  /** What the editor had written. */
  readonly text: string;
}

/** Who has the review now or decided it, what and when; the text is not lost with it. */
export function LostBar({ review, loss: { lastChange }, text }: LostBarProps) {
  const now = useMinutes();
  const [isCopied, setCopied] = useState(false);
  const { lease } = review;
  const copy = (): void => void navigator.clipboard.writeText(text).then(() => setCopied(true));
  return (
    <Notice
      tone="error"
      title={t.review.lostTitle}
      actions={text !== '' && <Button onPress={copy}>{isCopied ? t.review.copied : t.review.copy}</Button>}
    >
      {lastChange !== null && (
        <span title={exactTime(Date.parse(lastChange.at))}>
          {lastChange.action === 'expireLeases'
            ? t.review.lostExpired
            : t.review.lostBy(
                lastChange.by,
                t.actions[lastChange.action] ?? lastChange.action,
                relativeTime(Date.parse(lastChange.at), now),
              )}
        </span>
      )}{' '}
      {lease !== null && <span>{t.review.heldBy(lease.holder.name)}</span>} {t.review.lostKept}
    </Notice>
  );
}
