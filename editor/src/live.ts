import { useEffect, useRef } from 'react';

/** How often pages ask for what changed. Ten editors make half a request a second. */
const EVERY_MS = 20_000;

const refreshes = new Set<() => void>();

/** Asks all that is on the screen to be read again: something was changed here. */
export function changed(): void {
  for (const refresh of refreshes) refresh();
}

let timer: ReturnType<typeof setInterval> | undefined;

/** Nobody looks at a hidden tab; it catches up when it is shown. */
const tick = (): void => {
  if (document.visibilityState === 'visible') changed();
};

function watch(refresh: () => void): () => void {
  if (refreshes.size === 0) {
    timer = setInterval(tick, EVERY_MS);
    document.addEventListener('visibilitychange', tick);
    window.addEventListener('focus', tick);
    window.addEventListener('online', tick);
  }
  refreshes.add(refresh);
  return () => {
    refreshes.delete(refresh);
    if (refreshes.size > 0) return;
    clearInterval(timer);
    document.removeEventListener('visibilitychange', tick);
    window.removeEventListener('focus', tick);
    window.removeEventListener('online', tick);
  };
}

/** Calls `refresh` whenever what is shown may have changed. The one place that knows how the page learns of it. */
export function useLive(refresh: () => void): void {
  const latest = useRef(refresh);
  useEffect(() => {
    latest.current = refresh;
  });
  useEffect(() => watch(() => latest.current()), []);
}
