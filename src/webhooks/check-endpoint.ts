import type { Queryable } from '../database/queryable.js';
import { DomainError } from '../kernel/domain-error.js';
import { ANY_TYPE, isEventType } from './event-types.js';
import { urlProblem } from './webhook-url.js';
import { LIMITS } from './webhook-vocabulary.js';

const invalid = (field: string, message: string): DomainError =>
  new DomainError('INVALID_INPUT', message, { path: ['input', field] });

/**
 * @returns the address as it is kept
 * @throws DomainError INVALID_INPUT
 */
export function validUrl(text: string, allowPrivate: boolean): string {
  const problem = urlProblem(text, allowPrivate);
  if (problem !== null) throw invalid('url', problem);
  return new URL(text).href;
}

/**
 * @returns each type once; `*` stands alone
 * @throws DomainError INVALID_INPUT
 */
export function validEventTypes(types: readonly string[]): string[] {
  const unknown = types.find((type) => !isEventType(type));
  if (unknown !== undefined) {
    throw invalid('eventTypes', `"${unknown}" is no type of event. One is claim.updated; * is all of them.`);
  }
  if (types.includes(ANY_TYPE)) return [ANY_TYPE];
  const unique = [...new Set(types)];
  if (unique.length >= 1 && unique.length <= LIMITS.eventTypes) return unique;
  throw invalid('eventTypes', `Name 1 to ${LIMITS.eventTypes} types of events, or * for all.`);
}

/** @throws DomainError INVALID_INPUT unless there is such a desk; null is every desk */
export async function checkDesk(tx: Queryable, deskId: string | null): Promise<void> {
  if (deskId === null) return;
  const found = await tx.rows('SELECT FROM desk WHERE id = $1', [deskId]); // desks are never deleted
  if (found.length === 0) throw invalid('deskId', 'There is no such desk.');
}
