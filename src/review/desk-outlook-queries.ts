import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.js';
import type { Prepared } from '../database/queryable.js';
import type { DeskOutlook } from './desk-outlook.type.js';

/** Three look-ups a desk, each the end of an index. */
const BY_DESK: Prepared = {
  name: 'desk-outlook',
  text: `SELECT d.id,
    (SELECT id FROM review WHERE desk_id = d.id AND state = 'DECIDED' ORDER BY decided_at DESC LIMIT 1) AS "lastDecidedId",
    (SELECT min(deferred_until) FROM review WHERE desk_id = d.id AND deferred_until IS NOT NULL) AS "nextDeferredUntil",
    (SELECT min(recheck_at) FROM claim WHERE desk_id = d.id AND recheck_at IS NOT NULL) AS "nextRecheckAt"
  FROM desk d WHERE d.id = ANY($1)`,
};

/** What a desk did last and what comes next. */
@Injectable()
export class DeskOutlookQueries {
  constructor(private readonly database: Database) {}

  /** Batch load for `loaderFor`. Every id must exist. */
  readonly byDesk = async (deskIds: readonly string[]): Promise<DeskOutlook[]> => {
    const rows = await this.database.rows<DeskOutlook & { id: string }>(BY_DESK, [deskIds]);
    const byId = new Map(rows.map((row) => [row.id, row]));
    return deskIds.map((id) => byId.get(id)!);
  };
}
