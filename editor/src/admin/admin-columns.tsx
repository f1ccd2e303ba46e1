import { useEffect, useRef } from 'react';
import { Link } from 'wouter';
import { t } from '../text/admin.js';
import { Icon } from '../ui/icon.js';

/** The id of a row's link, to which the focus comes back. */
export const rowId = (id: string): string => `row-${id}`;

interface AdminColumnsProps {
  /** Id of the row whose panel is open; null where none is. */
  readonly open: string | null;
  readonly list: React.ReactNode;
  readonly panel: React.ReactNode;
}

/** A list, and beside it the one of its rows that is open; on a phone in its place. */
export function AdminColumns({ open, list, panel }: AdminColumnsProps) {
  const last = useRef(open);
  useEffect(() => {
    if (open === null && last.current !== null) document.getElementById(rowId(last.current))?.focus();
    last.current = open;
  }, [open]);
  return (
    <div className={open === null ? 'admin-columns' : 'admin-columns open'}>
      <div className="admin-list">{list}</div>
      {open !== null && panel}
    </div>
  );
}

interface AdminPanelProps {
  readonly title: React.ReactNode;
  /** Back to the list alone. */
  readonly closePath: string;
  readonly children: React.ReactNode;
}

/** What is open beside a list. The focus comes to its heading. */
export function AdminPanel({ title, closePath, children }: AdminPanelProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  return (
    <section className="admin-panel" aria-labelledby="panel-title">
      <header>
        <h2 id="panel-title" ref={heading} tabIndex={-1}>
          {title}
        </h2>
        <Link to={closePath} className="button icon-only" aria-label={t.admin.closePanel}>
          <Icon name="close" />
        </Link>
      </header>
      {children}
    </section>
  );
}
