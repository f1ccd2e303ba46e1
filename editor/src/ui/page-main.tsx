import { useEffect, useLayoutEffect, useRef } from 'react';
import { t } from '../text/index.js';

interface PageMainProps {
  /** What the window is called, and where there is none that can be seen, the page's heading. */
  readonly title: string;
  /** Where the page begins; the place where one was, on the way back to a list. */
  readonly scrollTop?: number;
  readonly className?: string;
  readonly children: React.ReactNode;
}

/** Whether a page was shown before, so that the very first one leaves the focus to the browser. */
let hasArrived = false;

/** The content of a page. A new page begins at its place, for the eye and for screen readers. */
export function PageMain({ title, scrollTop = 0, className, children }: PageMainProps) {
  const main = useRef<HTMLElement>(null);
  const start = useRef(scrollTop);
  useLayoutEffect(() => {
    window.scrollTo(0, start.current);
    if (hasArrived) main.current?.focus({ preventScroll: true });
    hasArrived = true;
  }, []);
  useEffect(() => {
    document.title = `${title} · ${t.name}`;
  }, [title]);
  return (
    <main id="content" tabIndex={-1} ref={main} className={className}>
      {children}
    </main>
  );
}
