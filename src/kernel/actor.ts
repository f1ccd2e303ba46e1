/**
 * Who does something: a person (or the SERVICE account of a machine client), or a part of Claimdesk itself.
 * Every write is bound to exactly one actor; the audit log stores it as `user:<id>` or `system:<name>`.
 */
export type Actor = UserActor | SystemActor;

/** What a person may be, on one desk or on all. See the table in auth/policy.ts for what each may do. */
export const ROLES = ['CHECKER', 'EDITOR', 'CHIEF_EDITOR', 'AUDITOR', 'SERVICE'] as const;
export type Role = (typeof ROLES)[number];

/** What an API token may be used for. A token never allows more than its owner's roles do. */
export const TOKEN_SCOPES = [
  'claims:read',
  'claims:write',
  'reviews:read',
  'reviews:write',
  'audit:read',
  'admin',
] as const;
export type TokenScope = (typeof TOKEN_SCOPES)[number];

/** A role on one desk; on every desk where `deskId` is null. */
export interface RoleGrant {
  readonly role: Role;
  readonly deskId: string | null;
}

export interface UserActor {
  readonly kind: 'user';
  readonly id: string;
  readonly name: string;
  readonly grants: readonly RoleGrant[];
  /** Scopes of the API token in use; null for a session, which has no such limit. */
  readonly scopes: readonly TokenScope[] | null;
  /** By what the person came in: `session:<id>`, `token:<id>` or `cli`. Goes into the audit log. */
  readonly client: string;
}

export interface SystemActor {
  readonly kind: 'system';
  /** The part that acts, for example `expire-leases`. */
  readonly name: string;
  /** By what it was set off, where that was a person at the command line: `cli`. Goes into the audit log. */
  readonly client?: string;
}

/** @returns the form kept in the audit log: `user:<uuid>` or `system:<name>`. */
export const actorRef = (actor: Actor): string => (actor.kind === 'user' ? `user:${actor.id}` : `system:${actor.name}`);

export const systemActor = (name: string, client?: string): SystemActor => ({ kind: 'system', name, client });
