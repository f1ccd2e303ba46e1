import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.js';
import type { Prepared, Queryable } from '../database/queryable.js';
import type { BatchLoad } from '../graphql/context.js';
import type { User } from './user.type.js';

const BY_IDS: Prepared = {
  name: 'users-by-ids',
  text: 'SELECT id, name FROM public.app_user WHERE id = ANY($1)',
};

/**
 * Makes the batch load for `loaderFor`. Every id must exist, as a foreign key's does.
 *
 * @returns a function to keep as long as the process lives
 */
export const loadUsers =
  (db: Queryable): BatchLoad<User> =>
  async (ids) => {
    const rows = await db.rows<User>(BY_IDS, [ids]);
    const byId = new Map(rows.map((user) => [user.id, user]));
    return ids.map((id) => byId.get(id)!);
  };

@Injectable()
export class UserQueries {
  /** Batch load for `loaderFor`. Every id must exist, as a foreign key's does. */
  readonly byIds: BatchLoad<User>;

  constructor(private readonly database: Database) {
    this.byIds = loadUsers(database);
  }

  async emailOf(id: string): Promise<string> {
    const [row] = await this.database.rows<{ email: string }>('SELECT email FROM public.app_user WHERE id = $1', [id]);
    return row!.email; // accounts are never deleted
  }
}
