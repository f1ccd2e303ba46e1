import { Injectable } from '@nestjs/common';
import { type Columns, select } from '../database/columns.js';
import { Database } from '../database/database.js';
import type { Queryable } from '../database/queryable.js';
import type { InboxFilter, SavedView } from './saved-view.type.js';

type Row = Omit<SavedView, 'filter'> & InboxFilter;

/** Of the table as `v`. Days as texts: a Date would move them by the server's zone. */
const VIEW: Columns<Row> = {
  id: 'v.id',
  name: 'v.name',
  deskId: 'v.desk_id',
  tab: 'v.tab',
  text: 'v.text',
  kind: 'v.kind',
  claimant: 'v.claimant',
  whose: 'v.whose',
  queuedFrom: 'v.queued_from::text',
  queuedTo: 'v.queued_to::text',
};

const toView = ({ id, name, ...filter }: Row): SavedView => ({ id, name, filter });

/** @returns the view with this id, which there is */
export async function viewById(db: Queryable, id: string): Promise<SavedView> {
  const [row] = await db.rows<Row>(`SELECT ${select(VIEW)} FROM saved_view v WHERE v.id = $1`, [id]);
  return toView(row!);
}

@Injectable()
export class SavedViewQueries {
  constructor(private readonly database: Database) {}

  /** @returns the account's views in their order; at most MAX_VIEWS */
  async of(userId: string): Promise<SavedView[]> {
    const rows = await this.database.rows<Row>(
      `SELECT ${select(VIEW)} FROM saved_view v WHERE v.user_id = $1 ORDER BY v.place, v.id`,
      [userId],
    );
    return rows.map(toView);
  }
}
