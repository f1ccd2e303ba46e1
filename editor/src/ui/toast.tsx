import { useEffect, useRef, useState } from 'react';
import { Store, useStore } from '../api/store.js';
import { t } from '../text/index.js';
import { Button, IconButton } from './button.js';
import { Icon } from './icon.js';
import { isTyping, MOD, useKeys } from './keys.js';

/** Long enough to read two short sentences twice. */
const SHOWN_MS = 6000;
/** Long enough to read, find the control and press it, without haste (WCAG 2.2.1 asks for 20 s). */
const WITH_ACTION_MS = 20_000;
/** What is left at least when the pointer or the focus goes away again. */
const AFTER_PAUSE_MS = 3000;
/** More than these are in the way; what they say is then old. */
const MOST = 3;

/** What can be done about what a toast says. */
export interface ToastAction {
  readonly label: string;
  readonly run: () => unknown;
  /** Whether it takes back what was done: then the key of undoing does it, too. */
  readonly isUndo?: boolean;
}

interface Toast {
  readonly id: number;
  readonly text: string;
  readonly action: ToastAction | undefined;
  readonly about: string | undefined;
}

const toasts = new Store<readonly Toast[]>([]);
let lastId = 0;

const dismiss = (id: number): void => toasts.set(toasts.get().filter((each) => each.id !== id));

/**
 * Says what was done, where the page has gone on to something else.
 *
 * @param action what can be done about it
 * @param about id of the thing to which it was done: what was said of it before is no longer so, and goes
 */
export function say(text: string, action?: ToastAction, about?: string): void {
  lastId += 1;
  const others = toasts.get().filter((each) => about === undefined || each.about !== about);
  toasts.set([...others, { id: lastId, text, action, about }].slice(-MOST));
}

/** @param run takes back what was done, and says how that went */
export const undo = (run: () => unknown): ToastAction => ({ label: t.common.undo, run, isUndo: true });

function act({ id, action }: Toast): void {
  dismiss(id); // at once: what is done once is not done twice
  action?.run();
}

/** What was said last. It stays while somebody points at it or has the focus in it. */
export function Toasts() {
  const shown = useStore(toasts);
  const box = useRef<HTMLElement>(null);
  const isPaused = useAttention(box);
  const newest = shown.findLast(({ action }) => action?.isUndo);
  useKeys({
    'mod+z': ({ target }) => {
      if (newest === undefined || isTyping(target)) return false;
      act(newest);
      return true;
    },
  });
  return (
    // The attribute: a dialog leaves them to be read and pressed (React Aria)
    <section ref={box} className="toasts" aria-label={t.common.toasts} data-react-aria-top-layer="true">
      <div role="status" aria-atomic="false">
        {shown.map((each) => (
          <OneToast key={each.id} toast={each} isPaused={isPaused} hasKey={each === newest} />
        ))}
      </div>
    </section>
  );
}

/** Whether somebody points at a toast or has the focus in one. Escape there takes all away, and the focus back. */
function useAttention(box: React.RefObject<HTMLElement | null>): boolean {
  const [isPointed, setPointed] = useState(false);
  const [isFocused, setFocused] = useState(false);
  /** Where the focus was before it came here. */
  const before = useRef<HTMLElement | null>(null);
  useEffect(() => {
    const section = box.current!;
    const listeners: Partial<Record<keyof HTMLElementEventMap, (event: never) => void>> = {
      pointerover: () => setPointed(true),
      pointerout: () => setPointed(false),
      focusin: ({ relatedTarget }: FocusEvent) => {
        if (!section.contains(relatedTarget as Node | null)) before.current = relatedTarget as HTMLElement | null;
        setFocused(true);
      },
      focusout: () => setFocused(false),
      keydown: ({ key }: KeyboardEvent) => {
        if (key === 'Escape') toasts.set([]);
      },
    };
    for (const [name, listen] of Object.entries(listeners)) section.addEventListener(name, listen as EventListener);
    // A toast that is gone tells of no pointer and no focus that leave it
    const look = (): void => {
      setPointed(section.querySelector('.toast:hover') !== null);
      const isHere = section.contains(document.activeElement);
      setFocused(isHere);
      if (!isHere && document.activeElement === document.body) before.current?.focus();
      if (!isHere) before.current = null;
    };
    const stop = toasts.subscribe(() => requestAnimationFrame(look));
    return () => {
      stop();
      for (const [name, listen] of Object.entries(listeners)) {
        section.removeEventListener(name, listen as EventListener);
      }
    };
  }, [box]);
  return isPointed || isFocused;
}

interface OneToastProps {
  readonly toast: Toast;
  readonly isPaused: boolean;
  /** Whether the key of undoing means this one. */
  readonly hasKey: boolean;
}

function OneToast({ toast, isPaused, hasKey }: OneToastProps) {
  const { id, text, action } = toast;
  const left = useRef(action === undefined ? SHOWN_MS : WITH_ACTION_MS);
  useEffect(() => {
    if (isPaused) return;
    const since = Date.now();
    const timer = setTimeout(() => dismiss(id), left.current);
    return () => {
      clearTimeout(timer);
      left.current = Math.max(left.current - (Date.now() - since), AFTER_PAUSE_MS);
    };
  }, [id, isPaused]);
  return (
    <div className="toast">
      <Icon name="check" />
      <p>{text}</p>
      {action && (
        <>
          <Button look="quiet" onPress={() => act(toast)} {...(hasKey ? { keyHint: `${MOD} Z` } : {})}>
            {action.label}
          </Button>
          <IconButton icon="close" label={t.common.close} onPress={() => dismiss(id)} />
        </>
      )}
    </div>
  );
}
