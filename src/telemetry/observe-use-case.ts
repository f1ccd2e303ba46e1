import { DomainError } from '../kernel/domain-error.js';
import { ForbiddenError } from '../kernel/forbidden-error.js';
import { useCaseDuration } from './instruments.js';
import { inSpan } from './tracing.js';

/** @returns how a use-case that threw ended, as a word of a small set */
export function outcomeOf(error: unknown): string {
  if (error instanceof DomainError) return error.code;
  return error instanceof ForbiddenError ? 'FORBIDDEN' : 'error';
}

/** Measures a use-case's transaction, and traces it. */
export async function observeUseCase<T>(action: string, work: () => Promise<T>): Promise<T> {
  const started = performance.now();
  let outcome = 'ok';
  try {
    return await inSpan(action, {}, outcomeOf, work);
  } catch (error) {
    outcome = outcomeOf(error);
    throw error;
  } finally {
    useCaseDuration.observe({ action, outcome }, (performance.now() - started) / 1000);
  }
}
