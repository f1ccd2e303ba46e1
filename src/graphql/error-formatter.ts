import type { FastifyReply } from 'fastify';
import { type ExecutionResult, type GraphQLFormattedError, GraphQLError } from 'graphql';
import type { MercuriusContext } from 'mercurius';
import { wantsGraphqlResponse } from './http-conformance.js';
import './operation.js'; // declares request.graphqlErrors
import { bugAnswer, logBug, type PublicError, toPublicError } from './public-error.js';

type Execution = ExecutionResult & { readonly errors: readonly GraphQLError[] };

interface Answer {
  readonly error: GraphQLError;
  /** Undefined for GraphQL's own refusals of a document, whose status depends on the media type. */
  readonly status?: number;
  /** Seconds after which trying again makes sense. */
  readonly retryAfter?: number | undefined;
}

/**
 * Mercurius' errorFormatter: turns whatever failed into what the client may know of it, and logs bugs once each.
 * Called for requests that were refused before they ran (no `data` then), and for fields that failed.
 */
export function formatErrors(execution: Execution, { reply }: MercuriusContext) {
  const ran = 'data' in execution;
  const answers = answersToAll(execution.errors, ran, reply.request.id);
  for (const { retryAfter } of answers) if (retryAfter !== undefined) reply.header('retry-after', retryAfter);
  const errors = answers.map(asResponse);
  reply.request.graphqlErrors = answers.map(({ error }) => String(codeOf(error)));
  return {
    statusCode: statusOf(answers, execution, reply),
    // a refused request has no `data` at all (GraphQL, 7.1)
    response: ran ? { data: execution.data ?? null, errors } : { errors },
  };
}

/**
 * The same for what goes over a WebSocket, which has no status.
 *
 * @param ran whether something was executed
 */
export const publicErrors = (
  errors: readonly GraphQLError[],
  ran: boolean,
  requestId: string,
): GraphQLFormattedError[] => answersToAll(errors, ran, requestId).map(asResponse);

const asResponse = ({ error }: Answer): GraphQLFormattedError => ({ ...error.toJSON(), message: brief(error.message) });

/** GraphQL over HTTP, 6.4: a request that ran is 200, also where it failed; but overload should be seen by proxies. */
function statusOf(answers: readonly Answer[], execution: Execution, reply: FastifyReply): number {
  const statuses = answers.flatMap(({ status }) => status ?? []);
  if (statuses.includes(503) && execution.data == null) return 503;
  if ('data' in execution) return 200;
  return statuses.length > 0 ? Math.max(...statuses) : wantsGraphqlResponse(reply.request) ? 400 : 200;
}

function answersToAll(errors: readonly GraphQLError[], ran: boolean, requestId: string): Answer[] {
  const logged = new Set<unknown>();
  return errors.flatMap((error) => answersTo(error, ran, requestId, logged));
}

function answersTo(error: GraphQLError, ran: boolean, requestId: string, logged: Set<unknown>): Answer[] {
  const original = innermost(error);
  const refusals = (original as { errors?: unknown } | undefined)?.errors;
  if (!ran && Array.isArray(refusals)) {
    return refusals.map((refusal: Error) =>
      refusal instanceof GraphQLError ? { error: withCode(refusal) } : badRequest(refusal.message, requestId),
    );
  }
  if (original === undefined) {
    if (!ran || codeOf(error) !== undefined) return [{ error: withCode(error) }];
    if (isUsersMistake(error)) return [{ error: withCode(error) }];
  }
  const known = toPublicError(original ?? error);
  if (known === null) {
    const cause = original ?? error;
    if (!logged.has(cause)) logBug(cause, requestId);
    logged.add(cause);
  }
  return [publicly(error, known ?? bugAnswer, requestId)];
}

/** @returns the error that was thrown, if it is none of GraphQL's */
function innermost(error: GraphQLError): Error | undefined {
  const { originalError } = error;
  return originalError instanceof GraphQLError ? innermost(originalError) : (originalError ?? undefined);
}

function publicly(at: GraphQLError, known: PublicError, requestId: string): Answer {
  const { code, details, retryAfter, status } = known;
  const extensions = {
    code,
    ...(details === undefined ? {} : { details }),
    ...(known === bugAnswer ? { requestId } : {}),
  };
  return { error: copy(at, known.message, extensions), status, retryAfter };
}

const badRequest = (message: string, requestId: string): Answer =>
  publicly(new GraphQLError(message), { status: 400, code: 'BAD_REQUEST', message }, requestId);

const codeOf = (error: GraphQLError): unknown => error.extensions?.['code'];

/** graphql-js names no codes; these are the ones that clients know from other servers. */
function withCode(error: GraphQLError): GraphQLError {
  if (codeOf(error) !== undefined) return error;
  if (error.message === 'Validation aborted.') {
    // graphql-js bounds how often it compares fields of the same name, and names neither fields nor reason
    return copy(error, 'The document asks for the same fields too often.', { code: 'QUERY_TOO_COMPLEX' });
  }
  const code = error.message.startsWith('Syntax Error')
    ? 'GRAPHQL_PARSE_FAILED'
    : isUsersMistake(error)
      ? 'BAD_USER_INPUT'
      : 'GRAPHQL_VALIDATION_FAILED';
  return copy(error, error.message, { code });
}

/** Values of variables and arguments that the schema does not allow: graphql-js finds some of them only as it runs. */
const isUsersMistake = ({ message }: GraphQLError): boolean =>
  /^((Variable|Argument) "\$?\w+"( got invalid value | of (required|non-null) type | has invalid value )|Too many errors processing variables)/.test(
    message,
  );

/** Characters at each end of a long message that are kept. */
const KEPT_AT_EACH_END = 400;

/**
 * graphql-js repeats the value that it refuses in each of up to 50 messages, so that 2 MB could ask for 100 MB. What is
 * wrong stands before it, and where after it.
 */
const brief = (message: string): string =>
  message.length <= 2 * KEPT_AT_EACH_END
    ? message
    : `${message.slice(0, KEPT_AT_EACH_END)} … ${message.slice(-KEPT_AT_EACH_END)}`;

/** graphql-jit gives `locations` in place of the nodes that they follow from. */
function copy(at: GraphQLError, message: string, extensions: Record<string, unknown>): GraphQLError {
  const { nodes, source, positions, locations } = at;
  // a DomainError out of a field's resolver comes unwrapped, and its path is the input's
  const path = at instanceof GraphQLError ? at.path : undefined;
  const error = new GraphQLError(message, { nodes, source, positions, path, extensions });
  if (error.locations === undefined && locations !== undefined) Object.assign(error, { locations });
  return error;
}
