import { HttpException, Logger } from '@nestjs/common';
import { isDatabaseUnavailable } from '../database/unavailable.js';
import { DomainError, type DomainErrorCode } from '../kernel/domain-error.js';
import { ForbiddenError } from '../kernel/forbidden-error.js';

/** One field of the input at fault. */
export interface FieldProblem {
  /** The input field, outermost first, for example `['input', 'statement']`. */
  readonly path: readonly string[];
  /** What is allowed there, as a sentence for people. */
  readonly message: string;
}

/** What a client is told of a failure, over HTTP and GraphQL alike. */
export interface PublicError {
  /** HTTP status. */
  readonly status: number;
  /** Stable and in capitals, for programs. */
  readonly code: string;
  readonly message: string;
  readonly details?: readonly FieldProblem[];
  /** Seconds after which trying again makes sense. */
  readonly retryAfter?: number;
}

/** What is wrong with the fields of an input. Thrown by the validation of resolvers' and controllers' arguments. */
export class InvalidFieldsError extends Error {
  constructor(readonly fields: readonly FieldProblem[]) {
    super(fields.map(({ message }) => message).join(' '));
    this.name = 'InvalidFieldsError';
  }
}

/** Long enough for a burst to pass, short enough that a person who waits does not notice. */
const OVERLOAD_RETRY_SECONDS = 2;

const CODES: Readonly<Record<number, string>> = {
  400: 'BAD_REQUEST',
  401: 'UNAUTHENTICATED',
  403: 'FORBIDDEN',
  404: 'NOT_FOUND',
  405: 'METHOD_NOT_ALLOWED',
  408: 'REQUEST_TIMEOUT',
  409: 'CONFLICT',
  413: 'PAYLOAD_TOO_LARGE',
  414: 'URI_TOO_LONG',
  415: 'UNSUPPORTED_MEDIA_TYPE',
  429: 'RATE_LIMITED',
  431: 'HEADERS_TOO_LARGE',
  503: 'UNAVAILABLE',
};

/** Fastify's own wording of these names neither the limit nor the way out. */
const MESSAGES: Readonly<Record<number, string>> = {
  413: 'The body is too large.',
  415: 'Send the body as JSON, with `content-type: application/json`.',
};

const DOMAIN_STATUS: Partial<Record<DomainErrorCode, number>> = { NOT_FOUND: 404, INVALID_INPUT: 400 };

/**
 * @param error anything that was thrown
 * @returns what the client may know of it; null for a bug, which is logged and answered with `bugAnswer`
 */
export function toPublicError(error: unknown): PublicError | null {
  if (!(error instanceof Error)) return null;
  const { message } = error;
  if (error instanceof InvalidFieldsError)
    return { status: 400, code: 'BAD_USER_INPUT', message, details: error.fields };
  if (error instanceof DomainError) {
    const details = error.path.length > 0 ? { details: [{ path: error.path, message }] } : {};
    return { status: DOMAIN_STATUS[error.code] ?? 409, code: error.code, message, ...details };
  }
  if (error instanceof ForbiddenError) return { status: 403, code: 'FORBIDDEN', message };
  if (isDatabaseUnavailable(error)) {
    return {
      status: 503,
      code: 'OVERLOADED',
      message: 'Claimdesk is too busy to answer this. Nothing is lost: try again in a moment.',
      retryAfter: OVERLOAD_RETRY_SECONDS,
    };
  }
  if (error instanceof HttpException) return fromHttpException(error);
  return fromLibraryError(error);
}

/** Nest's exceptions. A body with a `code` (`new HttpException({ code, message }, 403)`) brings its own. */
function fromHttpException(error: HttpException): PublicError | null {
  const status = error.getStatus();
  if (status >= 500 && status !== 503) return null;
  const code = (error.getResponse() as { code?: unknown }).code;
  if (typeof code === 'string') return { status, code, message: error.message };
  return { status, code: status === 400 ? 'BAD_USER_INPUT' : codeOf(status), message: error.message };
}

/** Errors of Fastify and its plugins carry a status; no error of ours or of the database does. */
function fromLibraryError(error: Error): PublicError | null {
  const { statusCode: status } = error as { statusCode?: unknown };
  if (typeof status !== 'number' || status < 400 || status >= 500) return null;
  return { status, code: codeOf(status), message: MESSAGES[status] ?? error.message };
}

const codeOf = (status: number): string => CODES[status] ?? 'BAD_REQUEST';

/** What a client is told of a bug: by the request id, the log has the rest. */
export const bugAnswer: PublicError = {
  status: 500,
  code: 'INTERNAL_SERVER_ERROR',
  message: 'Something went wrong on our side. The request id helps us to find out what.',
};

const logger = new Logger('Request');

/** Writes a bug to the log. */
export function logBug(error: unknown, requestId: string): void {
  const thrown = error instanceof Error ? error : new Error(String(error));
  logger.error(`Request ${requestId} failed: ${thrown.message}`, thrown, { requestId });
}
