import { HttpException, Module } from '@nestjs/common';
import { type BuildSchemaOptions, GraphQLModule } from '@nestjs/graphql';
import { MercuriusDriver, type MercuriusDriverConfig } from '@nestjs/mercurius';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type DocumentNode, type GraphQLSchema, Location, parse } from 'graphql';
import type { GraphQLContext } from './context.js';
import { formatErrors } from './error-formatter.js';
import { conformingRoute } from './http-conformance.js';
import { documentLimits, KEPT_DOCUMENTS, limitCost, parseOptions, validateOptions } from './limits.js';
import { describeOperation, noSubscriptions } from './operation.js';
import { DateTimeScalar } from './scalars.js';
import { withDefaults } from './variable-defaults.js';

/** How the schema is made of the classes; the same for the server and for schema.graphql. */
export const schemaOptions: BuildSchemaOptions = { scalarsMap: [{ type: Date, scalar: DateTimeScalar }] };

/** Times that a document runs before it is compiled. Compiling one that is sent once costs more than running it. */
const RUNS_BEFORE_COMPILING = 3;

/** Mercurius also takes a document as a JSON syntax tree, which no parser has checked or counted. */
async function refuseSyntaxTrees(
  _schema: GraphQLSchema,
  document: DocumentNode,
  { __currentQuery: source }: { __currentQuery: string },
): Promise<void> {
  if (!(document?.loc instanceof Location)) parse(source, parseOptions);
}

/** Authentication comes before; this only makes sure that a forgotten registerAuthentication opens nothing. */
function requireCaller(context: object): void {
  if (!(context as Partial<GraphQLContext>).caller) throw new HttpException('Sign in, or send an API token.', 401);
}

const newContext = ({ caller }: FastifyRequest, reply: FastifyReply) => ({ caller, reply, loaders: new Map() });

/** The GraphQL endpoint, POST /graphql, over the resolvers of all modules. */
@Module({
  imports: [
    GraphQLModule.forRoot<MercuriusDriverConfig>({
      driver: MercuriusDriver,
      autoSchemaFile: true,
      sortSchema: true,
      buildSchemaOptions: schemaOptions,
      context: newContext,
      graphiql: false, // Mercurius' page loads GraphiQL from another host; ours is http/graphiql.controller.ts
      allowBatchedQueries: false,
      cache: KEPT_DOCUMENTS,
      jit: { minCount: RUNS_BEFORE_COMPILING },
      // Types and headers that no other site's page can send without the browser asking us first
      csrfPrevention: { allowedContentTypes: ['application/json'], requiredHeaders: ['x-requested-with'] },
      additionalRouteOptions: conformingRoute,
      graphql: { parseOptions, validateOptions },
      validationRules: [documentLimits, noSubscriptions],
      errorFormatter: formatErrors,
      hooks: {
        preValidation: refuseSyntaxTrees,
        preExecution: async (schema, document, context, variables) => {
          requireCaller(context);
          context.reply.request.graphqlOperation = describeOperation(document);
          const filled = withDefaults(schema, document, variables ?? {});
          limitCost(schema, document, filled);
          return { variables: filled };
        },
      },
    }),
  ],
})
export class GraphqlModule {}
