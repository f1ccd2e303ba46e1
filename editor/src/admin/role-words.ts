import type { Enum } from '../api/graphql.js';
import { t } from '../text/admin.js';

export interface Grant {
  readonly role: Enum<'Role'>;
  readonly deskId: string | null;
}

interface Named {
  readonly id: string;
  readonly name: string;
}

/** The roles of people, from those who do the work to those who read. */
export const PEOPLE_ROLES = ['CHIEF_EDITOR', 'EDITOR', 'CHECKER', 'AUDITOR'] as const satisfies readonly Enum<'Role'>[];
const ORDER: readonly Enum<'Role'>[] = [...PEOPLE_ROLES, 'SERVICE'];

/** A machine client: nobody signs in to it. */
export const isService = (grants: readonly Grant[]): boolean => grants.some(({ role }) => role === 'SERVICE');

/** @returns such as `Chief editor · every desk; Editor · Diplomacy, War` */
export function roleWords(grants: readonly Grant[], desks: readonly Named[]): string {
  if (grants.length === 0) return t.people.noRole;
  return ORDER.map((role) => ({ role, on: grants.filter((grant) => grant.role === role) }))
    .filter(({ on }) => on.length > 0)
    .map(({ role, on }) => t.people.roleOn(t.roles[role], wordsOf(on, desks)))
    .join('; ');
}

function wordsOf(grants: readonly Grant[], desks: readonly Named[]): string {
  if (grants.some(({ deskId }) => deskId === null)) return t.people.everyDesk;
  const names = desks.filter(({ id }) => grants.some(({ deskId }) => deskId === id)).map(({ name }) => name);
  return names.join(', ');
}

/** A grant as one text, to be chosen and kept by. */
export const grantKey = ({ role, deskId }: Grant): string => `${role} ${deskId ?? ''}`;

export function grantOf(key: string): Grant {
  const [role, deskId] = key.split(' ');
  return { role: role as Enum<'Role'>, deskId: deskId === '' ? null : deskId! };
}
