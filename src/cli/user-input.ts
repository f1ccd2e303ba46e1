import { type Role, type RoleGrant, ROLES, TOKEN_SCOPES, type TokenScope } from '../kernel/actor.js';
import { allDesks } from '../desks/desk-queries.js';
import type { Queryable } from '../database/queryable.js';
import { RefusedError, UsageError } from './failures.js';

export function required(value: string | undefined, option: string): string {
  if (value === undefined || value.trim() === '') throw new UsageError(`--${option} is missing.`);
  return value;
}

const LONGEST_TOKEN_DAYS = 366;

/** @returns a whole number of days that a token may last */
export function days(text: string): number {
  const number = Number(text);
  if (Number.isInteger(number) && number >= 1 && number <= LONGEST_TOKEN_DAYS) return number;
  throw new UsageError(`--days ${text}: it must be a whole number from 1 to ${LONGEST_TOKEN_DAYS}.`);
}

function oneOf<Value extends string>(allowed: readonly Value[], text: string, option: string): Value {
  const found = allowed.find((value) => value === text);
  if (found !== undefined) return found;
  throw new UsageError(`--${option} ${text}: there is no such ${option}. Allowed: ${allowed.join(', ')}.`);
}

export const scope = (text: string): TokenScope => oneOf(TOKEN_SCOPES, text, 'scope');

/** @param texts as `EDITOR` or `EDITOR@desk-slug` */
export async function grants(db: Queryable, texts: readonly string[]): Promise<RoleGrant[]> {
  const parsed = texts.map((text) => {
    const [name = '', ...slug] = text.split('@');
    const role: Role = oneOf(ROLES, name.toUpperCase(), 'role');
    return { role, slug: slug.length === 0 ? null : slug.join('@') };
  });
  const desks = parsed.some(({ slug }) => slug !== null) ? await allDesks(db) : [];
  return parsed.map(({ role, slug }) => {
    if (slug === null) return { role, deskId: null };
    const desk = desks.find((known) => known.slug === slug);
    if (desk !== undefined) return { role, deskId: desk.id };
    const known = desks.length === 0 ? 'There are none yet.' : `There are: ${desks.map((d) => d.slug).join(', ')}.`;
    throw new RefusedError(`There is no desk "${slug}". ${known}`);
  });
}
