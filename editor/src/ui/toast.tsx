import { useEffect } from 'react';
import { Store, useStore } from '../api/store.js';
import { Icon } from './icon.js';

/** Long enough to read two short sentences twice. */
const SHOWN_MS = 6000;

interface Toast {
  readonly text: string;
  readonly at: number;
}

const toast = new Store<Toast | null>(null);

/** Says what was done, where the page has gone on to something else. */
export const say = (text: string): void => toast.set({ text, at: Date.now() });

export function Toasts() {
  const shown = useStore(toast);
  useEffect(() => {
    if (shown === null) return;
    const timer = setTimeout(() => toast.set(null), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [shown]);
  return (
    <div className="toasts" role="status">
      {shown && (
        <p className="toast">
          <Icon name="check" />
          {shown.text}
        </p>
      )}
    </div>
  );
}
