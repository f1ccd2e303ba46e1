import { useEffect, useRef } from 'react';
import { isLive } from './api/is-live.js';

/** How often pages ask for what changed where no socket tells them. Ten editors make half a request a second. */
const POLL_MS = 20_000;
/** And where one does: for what no message tells of, such as time going by, or a log that is not sealed. */
const LIVE_POLL_MS = 60_000;
/** Pages whose socket broke at the same moment ask within this time, and not all at once. */
const SPREAD_MS = 2000;

/** `own`: something was changed here. `look`: something may have been changed by somebody else. */
export type Why = 'own' | 'look';

const refreshes = new Set<(why: Why) => void>();
let askedAt = 0;

function ask(why: Why): void {
  askedAt = Date.now();
  for (const refresh of refreshes) refresh(why);
}

/** Asks all that is on the screen to be read again: something was changed here. */
export const changed = (): void => ask('own');

/** Nobody looks at a hidden tab; it catches up when it is shown. */
export function look(): void {
  if (document.visibilityState === 'visible') ask('look');
}

let timer: ReturnType<typeof setInterval> | undefined;

const tick = (): void => {
  if (!isLive.get() || Date.now() - askedAt >= LIVE_POLL_MS - POLL_MS / 2) look();
};

let wasLive = false;
/** A socket that breaks or comes back is a reason to look: the server may be gone, or may have been. */
const turned = (): void => {
  if (isLive.get() && !wasLive) wasLive = true;
  else setTimeout(look, Math.random() * SPREAD_MS);
};

function watch(refresh: (why: Why) => void): () => void {
  if (refreshes.size === 0) {
    timer = setInterval(tick, POLL_MS);
    document.addEventListener('visibilitychange', look);
    window.addEventListener('focus', look);
    window.addEventListener('online', look);
  }
  refreshes.add(refresh);
  return () => {
    refreshes.delete(refresh);
    if (refreshes.size > 0) return;
    clearInterval(timer);
    document.removeEventListener('visibilitychange', look);
    window.removeEventListener('focus', look);
    window.removeEventListener('online', look);
  };
}
isLive.subscribe(turned);

/** Calls `refresh` whenever what is shown may have changed and no message tells how. */
export function useLive(refresh: (why: Why) => void): void {
  const latest = useRef(refresh);
  useEffect(() => {
    latest.current = refresh;
  });
  useEffect(() => watch((why) => latest.current(why)), []);
}
