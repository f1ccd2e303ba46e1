import { t } from '../text/index.js';

/** Marks what came while somebody was reading. */
export function NewMark() {
  return <span className="tag new">{t.review.isNew}</span>;
}
