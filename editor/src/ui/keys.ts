import { useEffect, useRef } from 'react';
import { Store } from '../api/store.js';

const STORAGE_KEY = 'claimdesk.single-keys';

/** Whether keys without a modifier do something; people who dictate turn them off (WCAG 2.1.4). */
export const singleKeys = new Store(localStorage.getItem(STORAGE_KEY) !== 'off');
singleKeys.subscribe(() => localStorage.setItem(STORAGE_KEY, singleKeys.get() ? 'on' : 'off'));

export const isMac = /Mac|iPhone|iPad/.test(navigator.platform);
/** How this system writes the modifier of commands. */
export const MOD = isMac ? '⌘' : 'Ctrl';

/**
 * What keys do: `n`, `?`, `Enter`; with the modifier `mod+k`. A handler that answers `false` leaves the key alone.
 * Keys without the modifier do nothing while somebody types, or while a dialog is open.
 */
export type KeyMap = Readonly<Record<string, (event: KeyboardEvent) => unknown>>;

export function useKeys(keys: KeyMap): void {
  const latest = useRef(keys);
  useEffect(() => {
    latest.current = keys;
  });
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || event.isComposing || event.altKey) return;
      if (isMac ? event.ctrlKey : event.metaKey) return; // the system's own
      const isMod = isMac ? event.metaKey : event.ctrlKey;
      const handler =
        latest.current[`${isMod ? 'mod+' : ''}${event.key.length === 1 ? event.key.toLowerCase() : event.key}`];
      if (handler === undefined) return;
      if (document.querySelector('[role="dialog"], [role="alertdialog"], [role="menu"]') !== null) return;
      if (!isMod && (isTyping(event.target) || !singleKeys.get())) return;
      if (handler(event) === false) return;
      event.preventDefault();
      event.stopPropagation();
    };
    // Before what has the focus: a button takes Enter for itself, with the modifier too
    window.addEventListener('keydown', onKeyDown, { capture: true });
    return () => window.removeEventListener('keydown', onKeyDown, { capture: true });
  }, []);
}

/** Whether what has the focus takes text, and undoes on its own. */
export const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (target.isContentEditable || target.matches('textarea, select, input:not([type="checkbox"], [type="radio"])'));
