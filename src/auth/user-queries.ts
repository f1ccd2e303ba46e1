import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.js';
import type { Prepared, Queryable } from '../database/queryable.js';
import type { BatchLoad } from '../graphql/context.js';
import type { RoleGrant } from '../kernel/actor.js';
import type { ApiToken } from './api-token.type.js';
import type { User } from './user.type.js';

/** An account with all that an administrator sees of it. */
export interface Account {
  readonly id: string;
  readonly email: string;
  readonly name: string;
  readonly roles: readonly RoleGrant[];
  readonly mustChangePassword: boolean;
  readonly disabledAt: Date | null;
  /** API tokens in use. */
  readonly tokens: readonly { id: string; name: string; scopes: string[]; expiresAt: string }[];
}

const ACCOUNT = `
  SELECT u.id, u.email, u.name, u.must_change_password AS "mustChangePassword", u.disabled_at AS "disabledAt",
    coalesce((SELECT json_agg(json_build_object('role', g.role, 'deskId', g.desk_id) ORDER BY g.role, g.desk_id)
      FROM public.role_grant g WHERE g.user_id = u.id), '[]') AS roles,
    coalesce((SELECT json_agg(json_build_object('id', t.id, 'name', t.name, 'scopes', t.scopes,
        'expiresAt', t.expires_at) ORDER BY t.id)
      FROM public.api_token t
      WHERE t.user_id = u.id AND t.revoked_at IS NULL AND t.expires_at > now()), '[]') AS tokens
  FROM public.app_user u`;

/** @returns all accounts by e-mail address. A newsroom has some hundreds at most, so there are no pages. */
export const allAccounts = (db: Queryable): Promise<Account[]> => db.rows<Account>(`${ACCOUNT} ORDER BY u.email`);

/** @returns the account with this e-mail address in whatever case, or null */
export async function accountByEmail(db: Queryable, email: string): Promise<Account | null> {
  const rows = await db.rows<Account>(`${ACCOUNT} WHERE u.email = $1`, [email.trim().toLowerCase()]);
  return rows[0] ?? null;
}

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

  /** @returns the account's API tokens that are in use, newest first; at most MAX_TOKENS */
  apiTokensOf(userId: string): Promise<ApiToken[]> {
    return this.database.rows<ApiToken>(
      `SELECT id, name, scopes, created_at AS "createdAt", expires_at AS "expiresAt", revoked_at AS "revokedAt"
       FROM public.api_token WHERE user_id = $1 AND revoked_at IS NULL AND expires_at > now()
       ORDER BY id DESC`,
      [userId],
    );
  }
}
