import type { Actor, Role, TokenScope, UserActor } from '../kernel/actor.js';
import { ForbiddenError } from '../kernel/forbidden-error.js';

interface Rule {
  /** Roles that may. */
  readonly roles: readonly Role[];
  /** What an API token must be good for. */
  readonly scope: TokenScope;
  /** `desk`: the role must be held on the subject's desk. `any`: on any desk at all. */
  readonly reach: 'desk' | 'any';
}

const READERS = ['CHECKER', 'EDITOR', 'CHIEF_EDITOR', 'AUDITOR', 'SERVICE'] as const;
const DECIDERS = ['EDITOR', 'CHIEF_EDITOR'] as const;
const WITNESSES = ['CHECKER', 'EDITOR', 'CHIEF_EDITOR', 'AUDITOR'] as const;

/** Who may do what: the whole of authorisation. What is not here, nobody may. */
export const POLICY = {
  'desk.read': { roles: READERS, scope: 'reviews:read', reach: 'any' },
  'claim.read': { roles: READERS, scope: 'claims:read', reach: 'any' },
  'claim.submit': { roles: ['CHECKER', 'EDITOR', 'CHIEF_EDITOR', 'SERVICE'], scope: 'claims:write', reach: 'any' },
  'claimant.alias': { roles: ['CHIEF_EDITOR'], scope: 'claims:write', reach: 'any' },
  'evidence.add': { roles: ['CHECKER', 'EDITOR', 'CHIEF_EDITOR'], scope: 'claims:write', reach: 'desk' },
  'review.read': { roles: READERS, scope: 'reviews:read', reach: 'any' },
  'review.take': { roles: DECIDERS, scope: 'reviews:write', reach: 'desk' },
  'review.decide': { roles: DECIDERS, scope: 'reviews:write', reach: 'desk' },
  'review.signOff': { roles: DECIDERS, scope: 'reviews:write', reach: 'desk' },
  'board.read': { roles: ['CHIEF_EDITOR', 'AUDITOR'], scope: 'reviews:read', reach: 'desk' },
  'review.reassign': { roles: ['CHIEF_EDITOR'], scope: 'reviews:write', reach: 'desk' },
  // Views of the inbox that one keeps for oneself; a machine looks at none
  'view.read': { roles: WITNESSES, scope: 'reviews:read', reach: 'any' },
  'view.save': { roles: WITNESSES, scope: 'reviews:write', reach: 'any' },
  'history.read': { roles: WITNESSES, scope: 'audit:read', reach: 'any' },
  // `desk` without a subject: only who holds the role on every desk. The log is of all desks, and goes out whole
  'audit.export': { roles: ['AUDITOR', 'CHIEF_EDITOR', 'SERVICE'], scope: 'audit:read', reach: 'desk' },
  'audit.private': { roles: ['AUDITOR', 'CHIEF_EDITOR'], scope: 'audit:read', reach: 'desk' },
  // Likewise, who may hand out roles and tokens, erase, or send events away
  'user.manage': { roles: ['CHIEF_EDITOR'], scope: 'admin', reach: 'desk' },
  'desk.manage': { roles: ['CHIEF_EDITOR'], scope: 'admin', reach: 'desk' },
  'token.manage': { roles: ['CHIEF_EDITOR'], scope: 'admin', reach: 'desk' },
  'erasure.erase': { roles: ['CHIEF_EDITOR'], scope: 'admin', reach: 'desk' },
  'webhook.manage': { roles: ['CHIEF_EDITOR'], scope: 'admin', reach: 'desk' },
  'queue.inspect': { roles: ['CHIEF_EDITOR'], scope: 'admin', reach: 'any' },
  'metrics.read': { roles: ['CHIEF_EDITOR'], scope: 'admin', reach: 'any' },
} as const satisfies Record<string, Rule>;

export type Verb = keyof typeof POLICY;

export interface Subject {
  readonly deskId: string;
}

const grants = (actor: UserActor, rule: Rule, subject: Subject | undefined): boolean =>
  actor.grants.some(
    (grant) =>
      rule.roles.includes(grant.role) &&
      (rule.reach === 'any' || grant.deskId === null || grant.deskId === subject?.deskId),
  );

/**
 * @param subject what it is done to; required to mean anything where the rule's reach is `desk`
 * @returns why the actor may not, as a sentence for people; null if the actor may
 */
export function refusal(actor: Actor, verb: Verb, subject?: Subject): string | null {
  if (actor.kind === 'system') return null; // Claimdesk's own jobs; they never come from a request
  const rule: Rule = POLICY[verb];
  if (!grants(actor, rule, subject)) {
    const where = rule.reach === 'any' ? '' : subject === undefined ? ' on every desk' : ' on this desk';
    return `This needs the role ${rule.roles.join(' or ')}${where}.`;
  }
  if (actor.scopes !== null && !actor.scopes.includes(rule.scope)) {
    return `This needs an API token with the scope ${rule.scope}.`;
  }
  return null;
}

/** @returns whether the actor may do this to the subject. */
export const can = (actor: Actor, verb: Verb, subject?: Subject): boolean => refusal(actor, verb, subject) === null;

/**
 * For statements that check the desk themselves and so save a look-up.
 *
 * @returns the desks on which the actor may do this; null for every desk
 */
export function permittedDesks(actor: Actor, verb: Verb): string[] | null {
  if (actor.kind === 'system') return null;
  const rule: Rule = POLICY[verb];
  if (actor.scopes !== null && !actor.scopes.includes(rule.scope)) return [];
  const desks = actor.grants.filter((grant) => rule.roles.includes(grant.role)).map((grant) => grant.deskId);
  return desks.includes(null) ? null : (desks as string[]);
}

/** @throws ForbiddenError unless the actor may do this to the subject */
export function authorise(actor: Actor, verb: Verb, subject?: Subject): void {
  const reason = refusal(actor, verb, subject);
  if (reason !== null) throw new ForbiddenError(reason);
}
