import { useWindowVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef } from 'react';
import { useLocation } from 'wouter';
import { t } from '../text/index.js';
import { useKeys } from './keys.js';
import { ListNews } from './list-news-bar.js';
import type { RowList, Rows } from './row-list.js';

/** Rows that are drawn beyond the screen's edges. */
const OVERSCAN = 8;
/** Rows before the end at which the next page is asked for. */
const AHEAD = 15;

interface VirtualListProps<Row extends { readonly id: string | number }> {
  readonly label: string;
  readonly list: RowList<Row>;
  readonly rows: Rows<Row>;
  /** A row's height before it is measured, in pixels. */
  readonly rowHeight: number;
  readonly pathOf: (row: Row) => string;
  /** Whether new rows come in at the top beneath a pointer that rests there: they do in a log, which only grows. */
  readonly isTail?: boolean;
  /** Whether no row may move until the viewer asks for it. */
  readonly isPaused?: boolean;
  /** Draws a row, which is one link. */
  readonly children: (row: Row) => React.ReactNode;
}

/** Draws only the rows that can be seen, however many there are; J and K go up and down. */
export function VirtualList<Row extends { readonly id: string | number }>({
  label,
  list,
  rows: { rows, hasMore, total, news },
  rowHeight,
  pathOf,
  isTail = false,
  isPaused = false,
  children,
}: VirtualListProps<Row>) {
  const [, navigate] = useLocation();
  const box = useRef<HTMLOListElement>(null);
  const wanted = useRef<number | null>(null);
  const virtualizer = useWindowVirtualizer({
    count: rows.length,
    estimateSize: () => rowHeight,
    getItemKey: (index) => rows[index]!.id,
    overscan: OVERSCAN,
    scrollMargin: box.current?.offsetTop ?? 0,
    initialOffset: list.scrollTop,
  });
  const items = virtualizer.getVirtualItems();
  const last = items.at(-1)?.index ?? 0;

  useEffect(() => {
    list.see(last);
    if (hasMore && last >= rows.length - AHEAD) void list.more();
  }, [list, last, hasMore, rows]); // also after a refresh, during which no page is asked for
  useScrollMemory(list);
  useHand(list, box, { isTail, isPaused });
  useEffect(() => {
    const ol = box.current!;
    const remember = ({ target }: FocusEvent): void => {
      const index = (target as HTMLElement).closest<HTMLElement>('[data-index]')?.dataset['index'];
      list.remember(index === undefined ? undefined : rows[Number(index)]?.id);
    };
    ol.addEventListener('focusin', remember);
    return () => ol.removeEventListener('focusin', remember);
  }, [list, rows]);

  const focusRow = (index: number): boolean => {
    const link = box.current?.querySelector<HTMLElement>(`[data-index="${index}"] a`);
    link?.focus({ preventScroll: true });
    return link !== null && link !== undefined;
  };
  useEffect(() => {
    if (wanted.current !== null && focusRow(wanted.current)) wanted.current = null;
  });
  const move = (by: number): void => {
    const from = rows.findIndex(({ id }) => id === list.activeId);
    const to = Math.min(Math.max(from + by, 0), rows.length - 1);
    if (rows[to] === undefined) return;
    list.remember(rows[to].id);
    virtualizer.scrollToIndex(to, { align: 'auto' });
    if (!focusRow(to)) wanted.current = to;
  };
  useKeys({
    j: () => move(1),
    k: () => move(-1),
    Enter: (event) => {
      // A link or button that has the focus is what Enter is for
      const active = rows.find(({ id }) => id === list.activeId);
      if (active === undefined || event.target !== document.body) return false;
      navigate(pathOf(active));
      return true;
    },
  });

  const size = total === null || total.isCapped || hasMore ? -1 : rows.length;
  return (
    <>
      <ListNews
        news={news}
        onShow={() => {
          if (box.current!.getBoundingClientRect().top < 0) window.scrollTo(0, 0);
          requestAnimationFrame(list.showNews); // once the list knows that it is at its top
        }}
      />
      <ol ref={box} className="rows" aria-label={label} style={{ height: virtualizer.getTotalSize() }}>
        {items.map(({ index, key, start }) => {
          const row = rows[index]!;
          return (
            <li
              key={key}
              data-index={index}
              ref={virtualizer.measureElement}
              aria-setsize={size}
              aria-posinset={index + 1}
              style={{ transform: `translateY(${start - virtualizer.options.scrollMargin}px)` }}
            >
              {children(row)}
            </li>
          );
        })}
      </ol>
      <p className="rows-end" role="status">
        {hasMore ? t.inbox.loadingMore : ''}
      </p>
    </>
  );
}

/** The way back to a list leads to the place where one was; PageMain goes there. */
function useScrollMemory(list: { rememberPlace: (scrollTop: number) => void }): void {
  useEffect(() => {
    const remember = (): void => {
      list.rememberPlace(window.scrollY);
    };
    window.addEventListener('scroll', remember, { passive: true });
    return () => window.removeEventListener('scroll', remember);
  }, [list]);
}

/** Rows move under nobody's hands: not where somebody has gone down, holds the focus on a row or points at one. */
function useHand(
  list: Pick<RowList<never>, 'hold'>,
  box: React.RefObject<HTMLElement>,
  { isTail, isPaused }: { isTail: boolean; isPaused: boolean },
): void {
  useEffect(
    () =>
      list.hold(() => {
        const ol = box.current;
        if (ol === null || isPaused) return isPaused;
        const isPointedAt = !isTail && ol.matches(':hover');
        return ol.getBoundingClientRect().top < 0 || ol.contains(document.activeElement) || isPointedAt;
      }),
    [list, box, isTail, isPaused],
  );
}
