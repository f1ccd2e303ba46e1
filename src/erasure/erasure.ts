import { DomainError } from '../kernel/domain-error.js';
import type { LegalBasis } from './vocabulary.js';

/** On what an erasure rests. Both stand in the audit log for good. */
export interface Grounds {
  readonly basis: LegalBasis;
  /** Number of the request or case. */
  readonly reference?: string | null;
}

/** What an erasure did. */
export interface Erasure {
  /** Events whose text is gone by it; 0 where all was erased before. */
  readonly erasedEvents: number;
}

/**
 * Numbers and signs, no prose: the log keeps it for ever, so there must be no room for what would have to be erased
 * again. 40 characters hold the case numbers that we know of.
 */
const REFERENCE = /^[A-Za-z0-9][A-Za-z0-9._/#-]{0,39}$/;
export const REFERENCE_RULE =
  'up to 40 letters, digits and . _ / # -, without spaces and beginning with a letter or digit';

/** @throws DomainError INVALID_INPUT for a reference that is no number of a case */
export function checkGrounds({ reference }: Grounds): void {
  if (reference == null || REFERENCE.test(reference)) return;
  throw new DomainError('INVALID_INPUT', `A reference is the number of a case: ${REFERENCE_RULE}.`, {
    path: ['input', 'reference'],
  });
}
