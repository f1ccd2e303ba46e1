import { useEffect } from 'react';
import { probe } from '../api/client.js';
import { connection } from '../api/connection.js';
import { useStore } from '../api/store.js';
import { look } from '../live.js';
import { t } from '../text/index.js';
import { Notice } from '../ui/notice.js';
import { TimeText } from '../ui/time-text.js';

/** The first try comes soon, because somebody waits for it. */
const FIRST_TRY_MS = 2000;
/** A server that starts anew is asked by every window there is: no more often than this. */
const LONGEST_TRY_MS = 15_000;

/** Tells that the connection is lost and since when; catches up when it is back. What is shown stays. */
export function Offline() {
  const lostAt = useStore(connection.lostAt);
  useEffect(() => {
    if (lostAt === null) return;
    const end = tryUntilBack();
    return () => {
      end();
      look();
    };
  }, [lostAt]);
  if (lostAt === null) return null;
  return (
    <div className="offline">
      <Notice tone="warning" title={t.failures.offline}>
        <p>
          <TimeText at={new Date(lostAt).toISOString()} say={t.failures.lost} /> {t.failures.offlineMore}
        </p>
      </Notice>
    </div>
  );
}

/** Asks for nothing, again and again, until there is an answer. @returns what ends it */
function tryUntilBack(): () => void {
  let isOver = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const plan = (waitMs: number): void => {
    timer = setTimeout(() => void attempt(waitMs), waitMs * (0.75 + Math.random() / 2));
  };
  const attempt = async (waitMs: number): Promise<void> => {
    await probe().catch(() => undefined);
    if (!isOver) plan(Math.min(waitMs * 1.5, LONGEST_TRY_MS));
  };
  const atOnce = (): void => {
    clearTimeout(timer);
    void attempt(FIRST_TRY_MS);
  };
  plan(FIRST_TRY_MS);
  window.addEventListener('online', atOnce);
  return () => {
    isOver = true;
    clearTimeout(timer);
    window.removeEventListener('online', atOnce);
  };
}
