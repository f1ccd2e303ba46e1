import type { RoleGrant, TokenScope, UserActor } from '../kernel/actor.js';
import type { Prepared, Queryable } from '../database/queryable.js';
import { csrfTokenFor, hashSecret } from './secrets.js';

/** A browser's sign-in, as the current request sees it. */
export interface BrowserSession {
  readonly id: string;
  readonly email: string;
  readonly csrfToken: string;
  readonly expiresAt: Date;
  readonly mustChangePassword: boolean;
}

export interface SignedIn {
  readonly actor: UserActor;
  readonly session: BrowserSession;
}

interface UserRow {
  id: string;
  name: string;
  grants: RoleGrant[];
}

/** The account and its roles in the same round trip: this runs on every request. */
const USER = `u.id, u.name, coalesce((
    SELECT json_agg(json_build_object('role', g.role, 'deskId', g.desk_id) ORDER BY g.role, g.desk_id)
    FROM public.role_grant g WHERE g.user_id = u.id), '[]') AS grants`;

const BY_SESSION: Prepared = {
  name: 'caller-by-session',
  text: `SELECT ${USER}, u.email, u.must_change_password, s.id AS session, s.expires_at
     FROM public.session s JOIN public.app_user u ON u.id = s.user_id
     WHERE s.token_hash = $1 AND s.expires_at > now() AND u.disabled_at IS NULL`,
};

const BY_API_TOKEN: Prepared = {
  name: 'caller-by-api-token',
  text: `SELECT ${USER}, t.id AS token, t.scopes
     FROM public.api_token t JOIN public.app_user u ON u.id = t.user_id
     WHERE t.token_hash = $1 AND t.expires_at > now() AND t.revoked_at IS NULL AND u.disabled_at IS NULL`,
};

/** @returns who signed in with this cookie; null where it is unknown, ran out, or the account is disabled */
export async function findSession(db: Queryable, token: string): Promise<SignedIn | null> {
  const [row] = await db.rows<
    UserRow & { session: string; email: string; expires_at: Date; must_change_password: boolean }
  >(BY_SESSION, [hashSecret(token)]);
  if (row === undefined) return null;
  return {
    actor: actorOf(row, null, `session:${row.session}`),
    session: {
      id: row.session,
      email: row.email,
      csrfToken: csrfTokenFor(token),
      expiresAt: row.expires_at,
      mustChangePassword: row.must_change_password,
    },
  };
}

/** @returns who an API token speaks for; null where it is unknown, ran out, was revoked, or the account is disabled */
export async function findTokenActor(db: Queryable, secret: string): Promise<UserActor | null> {
  const [row] = await db.rows<UserRow & { token: string; scopes: TokenScope[] }>(BY_API_TOKEN, [hashSecret(secret)]);
  return row === undefined ? null : actorOf(row, row.scopes, `token:${row.token}`);
}

const actorOf = ({ id, name, grants }: UserRow, scopes: TokenScope[] | null, client: string): UserActor => ({
  kind: 'user',
  id,
  name,
  grants,
  scopes,
  client,
});
