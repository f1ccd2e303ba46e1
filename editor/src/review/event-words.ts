import type { Enum } from '../api/graphql.js';
import { t } from '../text/index.js';

interface Event {
  readonly operation: Enum<'AuditOperation'>;
  readonly subject: string;
  readonly action: string;
  /** Such as `log.key`; it tells what the operation is, where that is none of the four. */
  readonly type?: string;
}

/** What happened to what, such as `decision added`. */
export function happened({ operation, subject, action, type = '' }: Event): string {
  const name = t.history.subjects[subject] ?? subject.replaceAll('_', ' ');
  switch (operation) {
    case 'INSERT':
      return t.history.added(name);
    case 'UPDATE':
      return t.history.changed(name);
    case 'DELETE':
      return t.history.removed(name);
    case 'ERASE':
      return t.history.erased(name);
    case 'OTHER':
      return t.history.others[type] ?? t.actions[action] ?? name;
  }
}
