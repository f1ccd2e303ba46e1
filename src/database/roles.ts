import type { Client } from 'pg';
import pg from 'pg';

/**
 * The database roles. The owners cannot log in; the application's role owns nothing, so it can neither
 * disable a trigger nor change what is append-only.
 */
const OWNERS = ['claimdesk_app_owner', 'claimdesk_audit_owner'] as const;
export const APP_ROLE = 'claimdesk_app';
const SEALER_ROLE = 'claimdesk_sealer';
const ROLES = [...OWNERS, APP_ROLE, SEALER_ROLE] as const;

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
  may_create_roles: boolean;
  may_create_schemas: boolean;
  may_grant_on_public: boolean;
}

const readRights = async (client: Client): Promise<Rights> => {
  const { rows } = await client.query<Rights>(
    `SELECT current_user AS user, current_database() AS database,
            (r.rolsuper OR r.rolcreaterole) AS may_create_roles,
            has_database_privilege(current_database(), 'CREATE') AS may_create_schemas,
            (r.rolsuper OR pg_has_role(current_user, n.nspowner, 'USAGE')) AS may_grant_on_public,
            ARRAY(SELECT rolname::text FROM pg_roles WHERE rolname = ANY($1)) AS existing,
            ARRAY(SELECT rolname::text FROM pg_roles
                  WHERE rolname = ANY($2) AND (r.rolsuper OR pg_has_role(current_user, oid, 'USAGE'))) AS member
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
 * @param appPassword password to give to the application's role; null leaves the role's password alone
 * @throws MissingDatabaseRightsError with the statements that an administrator has to run
 */
export async function ensureRoles(client: Client, appPassword: string | null): Promise<void> {
  const rights = await readRights(client);
  const user = pg.escapeIdentifier(rights.user);
  const missing = ROLES.filter((role) => !rights.existing.includes(role));
  const unjoined = OWNERS.filter((role) => !rights.member.includes(role));
  const wanted = [
    ...missing.map(createRole),
    ...(unjoined.length > 0 ? [`GRANT ${unjoined.join(', ')} TO ${user};`] : []),
    ...(rights.may_create_schemas
      ? []
      : [`GRANT CREATE ON DATABASE ${pg.escapeIdentifier(rights.database)} TO ${user};`]),
    ...(rights.may_grant_on_public
      ? []
      : [`GRANT ALL ON SCHEMA public TO ${user} WITH GRANT OPTION;`]),
  ];
  if (wanted.length > 0 && !rights.may_create_roles) {
    throw new MissingDatabaseRightsError(
      `The user ${rights.user} of DATABASE_URL may not prepare the database "${rights.database}".`,
      [...wanted, `ALTER ROLE ${APP_ROLE} PASSWORD '…'; -- and put it into APP_DATABASE_URL`],
    );
  }
  // Roles belong to the whole server: another database's first start may be making the same ones right now.
  for (const role of missing) {
    await client.query(`DO $$ BEGIN ${createRole(role)} EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$`);
  }
  if (unjoined.length > 0) await client.query(`GRANT ${unjoined.join(', ')} TO ${user}`);
  if (appPassword !== null) {
    await client.query(`ALTER ROLE ${APP_ROLE} PASSWORD ${pg.escapeLiteral(appPassword)}`);
  }
  await client.query(`
    GRANT USAGE, CREATE ON SCHEMA public TO claimdesk_app_owner;
    GRANT USAGE ON SCHEMA public TO ${APP_ROLE}, ${SEALER_ROLE};
    GRANT CONNECT, TEMPORARY ON DATABASE ${pg.escapeIdentifier(rights.database)} TO ${APP_ROLE};
  `);
}
