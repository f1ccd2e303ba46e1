import { useEffect, useState, useSyncExternalStore } from 'react';
import { useStore } from '../api/store.js';
import { t } from '../text/index.js';
import { IconButton } from '../ui/button.js';
import { useKeys } from '../ui/keys.js';
import { late } from '../ui/late.js';
import type { RowList } from '../ui/row-list.js';
import { isPreviewOn, WIDE } from './preview-setting.js';
import type { ReviewRow } from './reviews-query.js';

/** Who passes over a row on the way to another does not want to read it. */
const PAUSE_MS = 150;

const Preview = late(() => import('./preview.js').then((part) => part.Preview));

const watchWidth = (listener: () => void): (() => void) => {
  WIDE.addEventListener('change', listener);
  return () => WIDE.removeEventListener('change', listener);
};
const useIsWide = (): boolean => useSyncExternalStore(watchWidth, () => WIDE.matches);

/** Shows or hides what stands beside the list; only there where a screen has room for it. */
export function PreviewSwitch() {
  const isOn = useStore(isPreviewOn);
  const isWide = useIsWide();
  const turn = (): void => isPreviewOn.set(!isPreviewOn.get());
  useKeys(isWide ? { p: turn } : {});
  if (!isWide) return null;
  return <IconButton icon="panel" label={isOn ? t.preview.hide : t.preview.show} onPress={turn} />;
}

/** The review on which the focus is, or at which somebody points, beside the list. */
export function PreviewPanel({ list }: { list: RowList<ReviewRow> }) {
  const isOn = useStore(isPreviewOn);
  const isWide = useIsWide();
  const id = useUnderCursor(list);
  if (!isOn || !isWide) return null;
  return (
    <aside className="preview" aria-label={t.preview.title}>
      {id === null ? <p className="quiet">{t.preview.none}</p> : <Preview id={id} />}
    </aside>
  );
}

/** @returns the review that somebody went to with the focus or the pointer, and stayed at */
function useUnderCursor(list: RowList<ReviewRow>): string | null {
  const [id, setId] = useState(list.activeId);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let pending: string | null = null;
    const note = (event: Event): void => {
      const link = (event.target as Element).closest?.('.rows > li')?.querySelector('a');
      const found = link?.getAttribute('href')?.split('/').at(-1) ?? null;
      if (found === null || found === pending) return;
      pending = found;
      clearTimeout(timer);
      timer = setTimeout(() => setId(found), PAUSE_MS);
    };
    // Moves of the pointer, not what scrolls past beneath it
    document.addEventListener('pointermove', note, { passive: true });
    document.addEventListener('focusin', note);
    return () => {
      clearTimeout(timer);
      document.removeEventListener('pointermove', note);
      document.removeEventListener('focusin', note);
    };
  }, []);
  return id === null ? null : String(id);
}
