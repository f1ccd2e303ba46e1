import { useEffect, useRef } from 'react';

/** Calls `run` every so many milliseconds while the page is shown; never where it is null. */
export function useEvery(everyMs: number | null, run: () => void): void {
  const latest = useRef(run);
  useEffect(() => {
    latest.current = run;
  });
  useEffect(() => {
    if (everyMs === null) return;
    const timer = setInterval(() => {
      if (document.visibilityState === 'visible') latest.current();
    }, everyMs);
    return () => clearInterval(timer);
  }, [everyMs]);
}
