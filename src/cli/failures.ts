import { SettingsError } from '../config/env.js';
import { RefusedFileError } from '../intake/import/refused-file-error.js';
import { DomainError } from '../kernel/domain-error.js';

/** The command was called wrongly. Answered with exit code 2. */
export class UsageError extends Error {}

/** The command was right, but cannot be done. Answered with exit code 1. */
export class RefusedError extends Error {}

/** node:util says so for an option that is unknown or lacks its value. */
const isParseError = (error: unknown): boolean =>
  String((error as { code?: unknown } | null)?.code).startsWith('ERR_PARSE_ARGS_');

export const isWrongUsage = (error: unknown): boolean => error instanceof UsageError || isParseError(error);

/** How node and Postgres say that there is no way in (PostgreSQL, appendix A, class 28 and 3D). */
const NO_WAY_IN = ['ECONNREFUSED', 'ENOTFOUND', 'ETIMEDOUT', '28P01', '28000', '3D000'];

/** A bug is shown with its stack; what is expected to go wrong, as its sentence. */
export function messageOf(error: unknown): string {
  const { message, stack, code } = error as Error & { code?: unknown };
  const isExpected = [UsageError, RefusedError, RefusedFileError, DomainError, SettingsError].some(
    (kind) => error instanceof kind,
  );
  if (isExpected || isParseError(error)) return message;
  // An AggregateError of node's, for a host with several addresses, has no message of its own
  if (NO_WAY_IN.includes(String(code))) return `The database cannot be reached: ${message || String(code)}`;
  return stack ?? String(error);
}
