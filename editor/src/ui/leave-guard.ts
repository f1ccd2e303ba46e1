import { useEffect, useRef } from 'react';

/**
 * Keeps the page while something is on it that is nowhere else: the browser asks before it is closed or loaded again, and
 * its Back leads nowhere but to `onTry`.
 */
export function useLeaveGuard(onTry: () => void): void {
  const latest = useRef(onTry);
  useEffect(() => {
    latest.current = onTry;
  });
  useEffect(() => {
    const hold = (): void => history.pushState(history.state, '', location.href);
    const onBack = (): void => {
      hold();
      latest.current();
    };
    const onUnload = (event: BeforeUnloadEvent): void => event.preventDefault();
    hold(); // a step for Back to take
    window.addEventListener('popstate', onBack);
    window.addEventListener('beforeunload', onUnload);
    return () => {
      window.removeEventListener('popstate', onBack);
      window.removeEventListener('beforeunload', onUnload);
      history.back(); // the step is not left behind
    };
  }, []);
}
