import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.js';
import type { Prepared, Queryable } from '../database/queryable.js';
import type { Desk } from './desk.type.js';

const COLUMNS = `id, slug, name, description, topics, languages, sign_offs_required AS "signOffsRequired",
  review_hours AS "reviewHours", lease_seconds AS "leaseSeconds", base_priority AS "basePriority",
  is_default AS "isDefault"`;

const BY_IDS: Prepared = { name: 'desks-by-ids', text: `SELECT ${COLUMNS} FROM desk WHERE id = ANY($1)` };

/** @returns all desks by name. A newsroom has a handful, so there are no pages. */
export const allDesks = (db: Queryable): Promise<Desk[]> =>
  db.rows<Desk>(`SELECT ${COLUMNS} FROM desk ORDER BY name, id`);

@Injectable()
export class DeskQueries {
  constructor(private readonly database: Database) {}

  all(): Promise<Desk[]> {
    return allDesks(this.database);
  }

  /** Batch load for `loaderFor`. Every id must exist, as a foreign key's does. */
  readonly byIds = async (ids: readonly string[]): Promise<Desk[]> => {
    const rows = await this.database.rows<Desk>(BY_IDS, [ids]);
    const byId = new Map(rows.map((desk) => [desk.id, desk]));
    return ids.map((id) => byId.get(id)!);
  };
}
