import {
  createSourceEventStream,
  type DocumentNode,
  execute,
  type ExecutionArgs,
  type ExecutionResult,
  getVariableValues,
  GraphQLError,
  type GraphQLSchema,
  Kind,
  type OperationDefinitionNode,
  parse,
  specifiedRules,
  validate,
} from 'graphql';
import { liveSubscriptions } from '../telemetry/instruments.js';
import type { SubscriptionContext } from './context.js';
import { documentLimits, limitCost, MAX_DOCUMENT_LENGTH, parseOptions, validateOptions } from './limits.js';
import { onlySubscriptions } from './operation.js';
import { withDefaults } from './variable-defaults.js';

/** What a client asks for, as it came: nothing of it is checked. */
export interface SubscriptionRequest {
  readonly query?: unknown;
  readonly variables?: unknown;
  readonly operationName?: unknown;
}

export interface CheckedSubscription {
  readonly document: DocumentNode;
  readonly variables: Readonly<Record<string, unknown>>;
}

const rules = [...specifiedRules, documentLimits, onlySubscriptions];

/** Checks a subscription by the rules of a POST: length, tokens, validity, depth, aliases, cost and variables. */
export function checkSubscription(
  schema: GraphQLSchema,
  { query, variables, operationName }: SubscriptionRequest,
): CheckedSubscription | readonly GraphQLError[] {
  if (typeof query !== 'string' || query.length > MAX_DOCUMENT_LENGTH) {
    return [refused(`\`query\` must be a text of at most ${MAX_DOCUMENT_LENGTH} characters.`)];
  }
  if (variables != null && (typeof variables !== 'object' || Array.isArray(variables))) {
    return [refused('`variables` must be an object.')];
  }
  try {
    const document = parse(query, parseOptions);
    const errors = validate(schema, document, rules, validateOptions);
    if (errors.length > 0) return errors;
    const operation = document.definitions.find(
      (node): node is OperationDefinitionNode => node.kind === Kind.OPERATION_DEFINITION,
    )!;
    if (operationName != null && operationName !== operation.name?.value) {
      return [refused('There is no operation of this name in the document.')];
    }
    const filled = withDefaults(schema, document, (variables ?? {}) as Record<string, unknown>);
    const { errors: wrong } = getVariableValues(schema, operation.variableDefinitions ?? [], filled, { maxErrors: 10 });
    if (wrong !== undefined) return wrong;
    limitCost(schema, document, filled);
    return { document, variables: filled };
  } catch (error) {
    if (error instanceof GraphQLError) return [error];
    throw error;
  }
}

const refused = (message: string): GraphQLError => new GraphQLError(message, { extensions: { code: 'BAD_REQUEST' } });

type Source = AsyncIterable<unknown>;

/** Begins a subscription. @returns its source, or why there is none */
export async function openSource(args: ExecutionArgs): Promise<Source | readonly GraphQLError[]> {
  const source = await createSourceEventStream(args);
  return Symbol.asyncIterator in source ? source : (source.errors ?? []);
}

/**
 * A subscription's messages. Each is made when it is asked for, with a context of its own: what one has loaded is out
 * of date for the next.
 *
 * @param newContext makes the context of one message, as the source gave it
 * @param isReady waits until the message before has left
 * @param abort ends what the source waits for; a generator alone could not be ended while it waits
 */
export function messagesOf(
  source: Source,
  args: ExecutionArgs,
  newContext: (message: unknown) => SubscriptionContext,
  isReady: () => Promise<void>,
  abort: AbortController,
): AsyncGenerator<ExecutionResult, void, undefined> {
  async function* run(): AsyncGenerator<ExecutionResult, void, undefined> {
    liveSubscriptions.inc();
    try {
      for await (const rootValue of source) {
        await isReady();
        if (abort.signal.aborted) return;
        yield await execute({ ...args, rootValue, contextValue: newContext(rootValue) });
      }
    } finally {
      liveSubscriptions.dec();
    }
  }
  const messages = run();
  const end = messages.return.bind(messages);
  messages.return = (value) => {
    abort.abort();
    return end(value);
  };
  return messages;
}
