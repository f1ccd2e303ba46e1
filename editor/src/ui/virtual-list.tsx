import { measureElement, useWindowVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useLayoutEffect, useRef } from 'react';
import { t } from '../text/index.js';
import { useListKeys } from './list-keys.js';
import type { ListSelection } from './list-selection.js';
import { ListNews } from './list-news-bar.js';
import type { RowList } from './row-list.js';
import type { Rows } from './rows.js';
import { useSelected } from './row-select.js';

/** Rows that are drawn beyond the screen's edges. */
const OVERSCAN = 8;

interface VirtualListProps<Row extends { readonly id: string | number }> {
  readonly label: string;
  readonly list: RowList<Row>;
  readonly rows: Rows<Row>;
  /** A row's height before it is measured, in pixels. */
  readonly rowHeight: number;
  readonly pathOf: (row: Row) => string;
  /** What is selected, where rows can be. */
  readonly selection?: ListSelection<Row>;
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
  selection,
  isTail = false,
  isPaused = false,
  children,
}: VirtualListProps<Row>) {
  const box = useRef<HTMLOListElement>(null);
  const virtualizer = useWindowVirtualizer({
    count: rows.length,
    estimateSize: (index) => list.heights.get(rows[index]!.id) ?? rowHeight,
    measureElement: (element, entry, instance) => {
      const height = measureElement(element, entry, instance);
      const row = rows[instance.indexFromElement(element)];
      if (row !== undefined) list.heights.set(row.id, height);
      return height;
    },
    getItemKey: (index) => rows[index]!.id,
    overscan: OVERSCAN,
    scrollMargin: box.current?.offsetTop ?? 0,
    initialOffset: list.scrollTop,
  });
  const items = virtualizer.getVirtualItems();
  const first = items[0]?.index ?? 0;
  const last = items.at(-1)?.index ?? 0;

  useEffect(() => {
    // Before the window's height is known one row is drawn, wherever one is
    if (last === first && rows.length > 1) return;
    list.see(last, first);
    void list.fill();
  }, [list, first, last, rows]);
  useScrollMemory(list);
  useHand(list, box, { isTail, isPaused });
  useListKeys({ list, rows, box, selection, pathOf, scrollTo: (index) => virtualizer.scrollToIndex(index) });
  const selected = useSelected(selection);
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
        {items.map(({ index, key, start, size: height }) => {
          const row = rows[index]!;
          const isFar = list.isFar(row);
          return (
            <li
              key={key}
              data-index={index}
              className={selected.has(row.id) ? 'selected' : undefined}
              ref={isFar ? undefined : virtualizer.measureElement}
              aria-setsize={size}
              aria-posinset={index + 1}
              style={{ transform: `translateY(${start - virtualizer.options.scrollMargin}px)` }}
            >
              {isFar ? <FarRow height={height} /> : children(row)}
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

/** In the place of a row that is read again; it takes what the row took. */
function FarRow({ height }: { height: number }) {
  return (
    <div className="skeleton-row" style={{ height }} aria-hidden="true">
      <div className="skeleton middle" />
      <div className="skeleton narrow" />
    </div>
  );
}

/** The way back to a list leads to the place where one was; PageMain goes there. */
function useScrollMemory(list: { rememberPlace: (scrollTop: number) => void }): void {
  // Not a passive effect: that would still listen when the next page has scrolled to its own place
  useLayoutEffect(() => {
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
