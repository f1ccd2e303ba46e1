import { Injectable } from '@nestjs/common';
import { POLICY } from '../auth/policy.js';
import type { User } from '../auth/user.type.js';
import { Database } from '../database/database.js';
import { groupBy } from '../graphql/context.js';

const TAKERS = POLICY['review.take'].roles.map((role) => `'${role}'`).join(', ');

/**
 * @param desk SQL that compares `g.desk_id` with the desk
 * @returns SQL for whether the account `u` may take reviews on the desk, and so may be assigned one
 */
export const mayTakeOn = (desk: string): string =>
  `(u.disabled_at IS NULL AND EXISTS (SELECT FROM role_grant g WHERE g.user_id = u.id AND g.role IN (${TAKERS})
    AND (g.desk_id IS NULL OR ${desk})))`;

/** Who can be assigned reviews. */
@Injectable()
export class AssigneeQueries {
  constructor(private readonly database: Database) {}

  /** Batch load for `loaderFor`: by name. A newsroom has some hundreds of people at most, so there are no pages. */
  readonly byDesk = async (deskIds: readonly string[]): Promise<User[][]> => {
    const rows = await this.database.rows<User & { deskId: string }>(
      `SELECT d.id AS "deskId", u.id, u.name FROM desk d JOIN app_user u ON ${mayTakeOn('g.desk_id = d.id')}
       WHERE d.id = ANY($1) ORDER BY u.name, u.id`,
      [deskIds],
    );
    return groupBy(deskIds, rows, ({ deskId }) => deskId);
  };
}
