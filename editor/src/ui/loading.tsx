import { useEffect, useState } from 'react';
import { t } from '../text/index.js';

/** What takes less is not worth a flicker. */
const PATIENCE_MS = 150;

/** The layout to come, in grey, once it takes longer than an eye notices. */
export function Loading({ children }: { children: React.ReactNode }) {
  const [isLate, setLate] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), PATIENCE_MS);
    return () => clearTimeout(timer);
  }, []);
  return (
    <div aria-busy="true">
      <span className="hidden" role="status">
        {isLate ? t.common.loading : ''}
      </span>
      {isLate && <div aria-hidden="true">{children}</div>}
    </div>
  );
}

const LINES = ['wide', 'middle', 'narrow'] as const;

/** @param rows of a list */
export function ListSkeleton({ rows }: { rows: number }) {
  return (
    <Loading>
      {Array.from({ length: rows }, (_, row) => (
        <div className="skeleton-row" key={row}>
          <div className={`skeleton ${LINES[row % 2]!}`} />
          <div className="skeleton narrow" />
        </div>
      ))}
    </Loading>
  );
}

export function PageSkeleton() {
  return (
    <Loading>
      <div className="skeleton-page">
        {LINES.map((width) => (
          <div key={width}>
            <div className="skeleton title" />
            {LINES.map((line) => (
              <div className={`skeleton ${line}`} key={line} />
            ))}
          </div>
        ))}
      </div>
    </Loading>
  );
}
