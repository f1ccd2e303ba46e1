import type { Client } from 'pg';
import pg from 'pg';

/**
 * The database roles. The owners cannot log in; the application's role owns nothing, so it can neither
 * disable a trigger nor change what is append-only.
 */
const OWNERS = ['claimdesk_app_owner', 'claimdesk_audit_owner'] as const;
export const APP_ROLE = 'claimdesk_app';
/** Alone appends to the sealed log, and may do nothing else. */
export const SEALER_ROLE = 'claimdesk_sealer';
export const LOGIN_ROLES = [APP_ROLE, SEALER_ROLE] as const;
const ROLES = [...OWNERS, ...LOGIN_ROLES] as const;

export type LoginRole = (typeof LOGIN_ROLES)[number];
/** The passwords to give to the roles; null leaves a role's password alone. */
export type RolePasswords = Readonly<Record<LoginRole, string | null>>;
/** Where an administrator who gives a role its password puts it. */
const ADDRESS: Readonly<Record<LoginRole, string>> = {
  claimdesk_app: 'APP_DATABASE_URL',
  claimdesk_sealer: 'SEALER_DATABASE_URL',
};

/** The user of DATABASE_URL lacks a right that only an administrator can give. The message holds what to run. */
export class MissingDatabaseRightsError extends Error {
  constructor(reason: string, sql: readonly string[]) {
    super(
      `${reason}\nLet an administrator of the database server run, in this database:\n\n${sql
        .map((line) => `  ${line}`)
        .join('\n')}\n\nThen start again.`,
    );
    this.name = 'MissingDatabaseRightsError';
  }
}

interface Rights {
  user: string;
  database: string;
  existing: string[];
  /** Owner roles that the user may act as. */
  member: string[];
  /** Roles that the user may grant and whose password it may set. From Postgres 16 on, CREATEROLE alone is not enough. */
  administered: string[];
  may_create_roles: boolean;
  may_create_schemas: boolean;
  may_grant_on_public: boolean;
}

const readRights = async (client: Client): Promise<Rights> => {
  const { rows } = await client.query<Rights>(
    `SELECT current_user AS user, current_database() AS database,
            (r.rolsuper OR r.rolcreaterole) AS may_create_roles,
            has_database_privilege(current_database(), 'CREATE') AS may_create_schemas,
            has_schema_privilege(n.oid, 'CREATE WITH GRANT OPTION')
              AND has_schema_privilege(n.oid, 'USAGE WITH GRANT OPTION') AS may_grant_on_public,
            ARRAY(SELECT rolname::text FROM pg_roles WHERE rolname = ANY($1)) AS existing,
            ARRAY(SELECT rolname::text FROM pg_roles
                  WHERE rolname = ANY($2) AND (r.rolsuper OR pg_has_role(current_user, oid, 'USAGE'))) AS member,
            ARRAY(SELECT rolname::text FROM pg_roles
                  WHERE rolname = ANY($1) AND (r.rolsuper OR r.rolcreaterole AND (
                    current_setting('server_version_num')::int < 160000
                    OR pg_has_role(current_user, oid, 'USAGE WITH ADMIN OPTION')))) AS administered
     FROM pg_roles r, pg_namespace n WHERE r.rolname = current_user AND n.nspname = 'public'`,
    [ROLES, OWNERS],
  );
  return rows[0]!;
};

const createRole = (name: string): string =>
  `CREATE ROLE ${name} ${(OWNERS as readonly string[]).includes(name) ? 'NOLOGIN' : 'LOGIN'} NOSUPERUSER NOCREATEDB NOCREATEROLE;`;

/**
 * Makes the four roles where they are missing and gives the migrating user membership in the owners.
 *
 * @param client connected as the user of DATABASE_URL
 * @param passwords to give to the roles that log in, as far as the user may
 * @throws MissingDatabaseRightsError with the statements that an administrator has to run
 */
export async function ensureRoles(client: Client, passwords: RolePasswords): Promise<void> {
  const rights = await readRights(client);
  const user = pg.escapeIdentifier(rights.user);
  const missing = ROLES.filter((role) => !rights.existing.includes(role));
  const unjoined = OWNERS.filter((role) => !rights.member.includes(role));
  // Who makes a role may also grant it and set its password.
  const administers = (role: (typeof ROLES)[number]): boolean =>
    missing.includes(role) ? rights.may_create_roles : rights.administered.includes(role);
  const foreign = unjoined.filter((role) => !administers(role));
  const wanted = [
    ...(rights.may_create_roles ? [] : missing.map(createRole)),
    ...(foreign.length > 0 ? [`GRANT ${foreign.join(', ')} TO ${user};`] : []),
    ...(rights.may_create_schemas
      ? []
      : [`GRANT CREATE ON DATABASE ${pg.escapeIdentifier(rights.database)} TO ${user};`]),
    ...(rights.may_grant_on_public ? [] : [`GRANT ALL ON SCHEMA public TO ${user} WITH GRANT OPTION;`]),
  ];
  if (wanted.length > 0) {
    const unset = LOGIN_ROLES.filter((role) => !administers(role)).map(
      (role) => `ALTER ROLE ${role} PASSWORD '…'; -- and put it into ${ADDRESS[role]}`,
    );
    throw new MissingDatabaseRightsError(
      `The user ${rights.user} of DATABASE_URL may not prepare the database "${rights.database}".`,
      [...wanted, ...unset],
    );
  }
  // Roles belong to the whole server: another database's first start may be making the same ones right now.
  for (const role of missing) {
    await client.query(
      `DO $$ BEGIN ${createRole(role)} EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$`,
    );
  }
  if (unjoined.length > 0) await client.query(`GRANT ${unjoined.join(', ')} TO ${user}`);
  await client.query(`
    GRANT USAGE, CREATE ON SCHEMA public TO claimdesk_app_owner;
    GRANT USAGE ON SCHEMA public TO ${APP_ROLE}, ${SEALER_ROLE};
    GRANT CONNECT, TEMPORARY ON DATABASE ${pg.escapeIdentifier(rights.database)} TO ${APP_ROLE};
    GRANT CONNECT ON DATABASE ${pg.escapeIdentifier(rights.database)} TO ${SEALER_ROLE};
  `);
  for (const role of LOGIN_ROLES) {
    const password = passwords[role];
    if (password !== null && administers(role)) await setPassword(client, role, password);
  }
}

/** Times that ALTER ROLE is tried: each time one of the starts that collided gets through, and few start at once. */
const MAX_TRIES = 10;
/** internal_error, which is how Postgres says "tuple concurrently updated". */
const INTERNAL_ERROR = 'XX000';

async function setPassword(client: Client, role: LoginRole, password: string): Promise<void> {
  for (let attempt = 1; !(await signsIn(client, role, password)); attempt += 1) {
    try {
      await client.query(`ALTER ROLE ${role} PASSWORD ${pg.escapeLiteral(password)}`);
      return;
    } catch (error) {
      if (attempt >= MAX_TRIES || (error as { code?: string }).code !== INTERNAL_ERROR) throw error;
    }
  }
}

/**
 * Whether the role gets in with the password. Looked at first, because ALTER ROLE writes to a table of
 * the whole server, where two starts at once collide.
 */
async function signsIn(client: Client, role: LoginRole, password: string): Promise<boolean> {
  const { host, port, database = '', ssl } = client;
  const attempt = new pg.Client({ host, port, database, ssl, user: role, password });
  try {
    await attempt.connect();
    return true;
  } catch {
    return false;
  } finally {
    await attempt.end().catch(() => undefined);
  }
}
