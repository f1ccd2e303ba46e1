import { type ExecutionArgs, type ExecutionResult, GraphQLError, type GraphQLSchema } from 'graphql';
import type { Loaders, SubscriptionContext } from '../../graphql/context.js';
import { checkSubscription, messagesOf, openSource, type SubscriptionRequest } from '../../graphql/subscription.js';
import type { Message } from '../feed.type.js';
import type { SharedLoaders } from '../shared-loaders.js';
import { MAX_SUBSCRIPTIONS } from './limits.js';
import type { LiveConnection } from './live-connection.js';

export interface RunningSubscription extends ExecutionArgs {
  readonly messages: AsyncGenerator<ExecutionResult, void, undefined>;
}

/**
 * Checks what a client wants to subscribe to, and begins it. It counts as a request of the account's.
 *
 * @param open the connection's subscriptions, this one included
 * @param shared loaders of all messages about the same place
 * @returns errors where it may not be
 */
export async function beginSubscription(
  schema: GraphQLSchema,
  connection: LiveConnection,
  wanted: SubscriptionRequest,
  open: object,
  shared: SharedLoaders,
): Promise<RunningSubscription | readonly GraphQLError[]> {
  if (Object.keys(open).length > MAX_SUBSCRIPTIONS) {
    const extensions = { code: 'TOO_MANY_SUBSCRIPTIONS' };
    return [new GraphQLError(`A connection takes ${MAX_SUBSCRIPTIONS} subscriptions. End one.`, { extensions })];
  }
  const { request } = connection;
  try {
    await request.server.countForAccount(request);
  } catch (error) {
    return [new GraphQLError('Too many requests.', { originalError: error as Error })];
  }
  const checked = checkSubscription(schema, wanted);
  if (!('document' in checked)) return checked;
  const abort = new AbortController();
  const newContext = (loaders: Loaders): SubscriptionContext => ({
    caller: connection.caller!,
    loaders,
    signal: abort.signal,
  });
  const args = {
    schema,
    document: checked.document,
    variableValues: checked.variables,
    contextValue: newContext(new Map()),
  };
  const source = await openSource(args);
  if (!(Symbol.asyncIterator in source)) return source;
  const ofMessage = (message: unknown): SubscriptionContext => {
    const { place } = message as Message;
    return newContext(place === null ? new Map() : shared.at(place));
  };
  return { ...args, messages: messagesOf(source, args, ofMessage, () => connection.flushed(), abort) };
}
