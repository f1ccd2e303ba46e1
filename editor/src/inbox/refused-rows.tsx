import { Link } from 'wouter';
import { reviewPath } from '../routes.js';
import { t } from '../text/index.js';
import { IconButton } from '../ui/button.js';
import { Notice } from '../ui/notice.js';
import { Statement } from '../ui/statement.js';
import type { Refused } from './use-bulk.js';

/** What was not done to several reviews, with the reason of each. */
export function RefusedRows({ refused: { verb, rows }, onClose }: { refused: Refused; onClose: () => void }) {
  return (
    <Notice
      tone="warning"
      title={t.selection.refused[verb](rows.length)}
      actions={<IconButton icon="close" label={t.common.close} onPress={onClose} />}
    >
      <ul className="refused-rows">
        {rows.map(({ row: { id, claim }, reason }) => (
          <li key={id}>
            <Link to={reviewPath(id)}>
              <Statement text={claim.statement} language={claim.language} size="line" />
            </Link>
            <span className="quiet">{reason}</span>
          </li>
        ))}
      </ul>
    </Notice>
  );
}
