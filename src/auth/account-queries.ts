import { Injectable } from '@nestjs/common';
import { type Columns, select } from '../database/columns.js';
import { Database } from '../database/database.js';
import type { Queryable } from '../database/queryable.js';
import { containing, Where } from '../database/where.js';
import { COUNT_LIMIT, decodeCursor, type PageArgs, toConnection } from '../graphql/connection.js';
import { type BatchLoad, groupBy } from '../graphql/context.js';
import { isId } from '../kernel/ids.js';
import { isPlainText } from '../kernel/plain-text.js';
import type { AccountFilter } from './account-filter.js';
import type { Account, AccountConnection } from './account.type.js';
import type { ApiToken } from './api-token.type.js';

/** Of app_user as `u`. */
const ACCOUNT: Columns<Account> = {
  id: 'u.id',
  email: 'u.email',
  name: 'u.name',
  roles: `coalesce((SELECT json_agg(json_build_object('role', g.role, 'deskId', g.desk_id) ORDER BY g.role, g.desk_id)
    FROM public.role_grant g WHERE g.user_id = u.id), '[]')`,
  mustChangePassword: 'u.must_change_password',
  disabledAt: 'u.disabled_at',
  erasedAt: 'u.erased_at',
  createdAt: 'u.created_at',
};

/** As the command line lists it. */
export interface ListedAccount extends Account {
  /** API tokens in use. */
  readonly tokens: readonly { id: string; name: string; scopes: string[]; expiresAt: string }[];
}

const LISTED = `
  SELECT ${select(ACCOUNT)},
    coalesce((SELECT json_agg(json_build_object('id', t.id, 'name', t.name, 'scopes', t.scopes,
        'expiresAt', t.expires_at) ORDER BY t.id)
      FROM public.api_token t
      WHERE t.user_id = u.id AND t.revoked_at IS NULL AND t.expires_at > now()), '[]') AS tokens
  FROM public.app_user u`;

/** @returns all accounts by e-mail address. A newsroom has some hundreds at most, so there are no pages. */
export const allAccounts = (db: Queryable): Promise<ListedAccount[]> =>
  db.rows<ListedAccount>(`${LISTED} ORDER BY u.email`);

/** @returns the account with this e-mail address in whatever case, or null */
export async function accountByEmail(db: Queryable, email: string): Promise<ListedAccount | null> {
  const rows = await db.rows<ListedAccount>(`${LISTED} WHERE u.email = $1`, [email.trim().toLowerCase()]);
  return rows[0] ?? null;
}

/** By what accounts are ordered, beside their ids. */
const ORDER = 'lower(u.name)';

/** Reads of accounts, for those who look after them. The functions with `By` are batch loads for `loaderFor`. */
@Injectable()
export class AccountQueries {
  constructor(private readonly database: Database) {}

  /** @returns the accounts that the filter finds, by name; one statement, and one more if `count` is asked for */
  async page(filter: AccountFilter, args: PageArgs): Promise<AccountConnection> {
    const where = whereOf(filter);
    const { sql: found, values } = where.copy();
    const count = async (): Promise<number> => {
      const sql = `SELECT count(*)::int AS n FROM (SELECT FROM public.app_user u WHERE ${found} LIMIT ${COUNT_LIMIT + 1}) s`;
      return (await this.database.rows<{ n: number }>(sql, values))[0]!.n;
    };
    if (typeof args.after === 'string') {
      const [name, id] = decodeCursor(args.after, [isPlainText, isId]);
      where.always(`(${ORDER}, u.id) > (${where.parameter(name)}, ${where.parameter(id)}::uuid)`);
    }
    const rows = await this.database.rows<Account & { key: string }>(
      `SELECT ${select(ACCOUNT)}, ${ORDER} AS key FROM public.app_user u
       WHERE ${where.sql} ORDER BY ${ORDER}, u.id LIMIT ${where.parameter(args.first + 1)}`,
      where.values,
    );
    return { ...toConnection(rows, args, ({ key, id }) => [key, id]), count };
  }

  async byId(id: string): Promise<Account | null> {
    const rows = await this.database.rows<Account>(`SELECT ${select(ACCOUNT)} FROM public.app_user u WHERE u.id = $1`, [
      id,
    ]);
    return rows[0] ?? null;
  }

  /** API tokens that are in use, newest first; at most MAX_TOKENS of each account. */
  readonly tokensByAccount: BatchLoad<ApiToken[]> = async (ids) => {
    const rows = await this.database.rows<ApiToken & { userId: string }>(
      `SELECT id, user_id AS "userId", name, scopes, created_at AS "createdAt", expires_at AS "expiresAt",
         revoked_at AS "revokedAt"
       FROM public.api_token WHERE user_id = ANY($1) AND revoked_at IS NULL AND expires_at > now()
       ORDER BY id DESC`,
      [ids],
    );
    return groupBy(ids, rows, ({ userId }) => userId);
  };

  /** When the newest of the open sessions began. Nothing is kept of those that ended. */
  readonly signedInByAccount: BatchLoad<Date | null> = async (ids) => {
    const rows = await this.database.rows<{ userId: string; at: Date }>(
      `SELECT user_id AS "userId", max(created_at) AS at FROM public.session
       WHERE user_id = ANY($1) AND expires_at > now() GROUP BY user_id`,
      [ids],
    );
    const byAccount = new Map(rows.map(({ userId, at }) => [userId, at]));
    return ids.map((id) => byAccount.get(id) ?? null);
  };
}

function whereOf({ text, roles, deskId, deskSlug, isDisabled }: AccountFilter): Where {
  const where = new Where().and(text && containing(text), (p) => `u.name ILIKE ${p} OR u.email ILIKE ${p}`);
  const grant = [
    ...(roles ? [`g.role = ANY(${where.parameter(roles)})`] : []),
    ...(deskId ? [`(g.desk_id IS NULL OR g.desk_id = ${where.parameter(deskId)})`] : []),
    ...(deskSlug
      ? [`(g.desk_id IS NULL OR g.desk_id = (SELECT id FROM public.desk WHERE slug = ${where.parameter(deskSlug)}))`]
      : []),
  ];
  if (grant.length > 0) {
    const held = ['g.user_id = u.id', ...grant].join(' AND ');
    where.always(`EXISTS (SELECT FROM public.role_grant g WHERE ${held})`);
  }
  if (typeof isDisabled === 'boolean') where.always(`u.disabled_at IS ${isDisabled ? 'NOT ' : ''}NULL`);
  return where;
}
