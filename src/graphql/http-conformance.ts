import '@fastify/websocket'; // declares request.ws
import { MethodNotAllowedException } from '@nestjs/common';
import type { FastifyReply, FastifyRequest, RouteOptions } from 'fastify';
import { MAX_DOCUMENT_LENGTH } from './limits.js';

/** The media type by which a client says that it reads statuses as GraphQL over HTTP means them. */
const RESPONSE_TYPE = 'application/graphql-response+json';

/**
 * Whether the client asked for `application/graphql-response+json`, and does not prefer `application/json`.
 * Whoever names neither (curl, browsers) gets application/json, as the specification has it for now.
 */
export function wantsGraphqlResponse(request: FastifyRequest): boolean {
  const weights = new Map(
    (request.headers.accept ?? '').split(',').map((range) => {
      const [type = '', ...parameters] = range.split(';').map((part) => part.trim().toLowerCase());
      const quality = parameters.find((parameter) => parameter.startsWith('q='));
      return [type, quality === undefined ? 1 : Number(quality.slice(2)) || 0] as const;
    }),
  );
  const weight = weights.get(RESPONSE_TYPE) ?? 0;
  return weight > 0 && weight >= (weights.get('application/json') ?? 0);
}

const isMap = (value: unknown): boolean => typeof value === 'object' && value !== null && !Array.isArray(value);

const PARAMETERS: Readonly<Record<string, (value: unknown) => boolean>> = {
  variables: isMap,
  extensions: isMap,
  operationName: (value) => typeof value === 'string',
};

/** @returns what is wrong with the parameters of a request; undefined if nothing is */
function requestProblem(body: unknown): Error | undefined {
  if (!isMap(body))
    return new Error('The body must be a JSON object with `query`. One operation a request; lists are not taken.');
  const parameters = body as Record<string, unknown>;
  if (typeof parameters['query'] !== 'string' || parameters['query'] === '')
    return new Error('`query` must be a text.');
  if (parameters['query'].length > MAX_DOCUMENT_LENGTH)
    return new Error(`\`query\` must be at most ${MAX_DOCUMENT_LENGTH} characters long. Send values as \`variables\`.`);
  const wrong = Object.keys(PARAMETERS).find(
    (name) => parameters[name] != null && !PARAMETERS[name]!(parameters[name]),
  );
  return wrong === undefined
    ? undefined
    : new Error(`\`${wrong}\` must be ${wrong === 'operationName' ? 'a text' : 'an object'} or null.`);
}

/** Where Mercurius' route is not what GraphQL over HTTP asks for (https://graphql.github.io/graphql-over-http/draft/). */
export const conformingRoute: Omit<RouteOptions, 'method' | 'url' | 'handler' | 'wsHandler'> = {
  // Mercurius' schema turns numbers into texts and refuses `extensions: null`
  validatorCompiler:
    ({ httpPart }) =>
    (data: unknown) => {
      const error = httpPart === 'body' ? requestProblem(data) : undefined;
      return error === undefined ? { value: data } : { error };
    },
  // Mercurius' schema turns the list indexes in an error's path into texts
  serializerCompiler: () => JSON.stringify,
  // Nothing of ours caches by URL, GET needs headers against cross-site use anyway, and it puts queries into logs
  preParsing: async (request: FastifyRequest, reply: FastifyReply) => {
    if (request.method === 'POST' || request.ws) return;
    reply.header('allow', 'POST');
    throw new MethodNotAllowedException('Send GraphQL by POST.');
  },
  onSend: async (request: FastifyRequest, reply: FastifyReply) => {
    if (wantsGraphqlResponse(request)) reply.header('content-type', `${RESPONSE_TYPE}; charset=utf-8`);
  },
};
