import DataLoader from 'dataloader';
import type { UserActor } from '../kernel/actor.js';
import type { Caller } from '../kernel/caller.js';

declare module 'fastify' {
  interface FastifyRequest {
    /** Set by auth/ for a request with a valid session or token; null for everyone else. */
    caller: (Caller & { readonly actor: UserActor }) | null;
  }
}

/** Batching loaders, each by the function that it loads with. They read by key alone, and know nobody's rights. */
export type Loaders = Map<object, DataLoader<string, unknown>>;

/** What every resolver is handed. There is one per request, and one per message of a subscription. */
export interface GraphQLContext {
  readonly caller: Caller & { readonly actor: UserActor };
  readonly loaders: Loaders;
}

/** What the source of a subscription is handed. */
export interface SubscriptionContext extends GraphQLContext {
  /** Aborted when nobody listens any more: whatever the source waits for ends then. */
  readonly signal: AbortSignal;
}

/** Loads many rows by key in one query. The array's order and length are those of the keys. */
export type BatchLoad<Value> = (keys: readonly string[]) => Promise<Value[]>;

/**
 * The request's batching loader for `load`, made on first use. Resolvers that ask for single rows of a list
 * come together in one query.
 *
 * @param load a function that lives as long as the process; it is also the loader's name
 */
export function loaderFor<Value>(context: GraphQLContext, load: BatchLoad<Value>): DataLoader<string, Value> {
  let loader = context.loaders.get(load) as DataLoader<string, Value> | undefined;
  if (loader === undefined) {
    loader = new DataLoader<string, Value>(load, { maxBatchSize: 1000 });
    context.loaders.set(load, loader);
  }
  return loader;
}

/** Hands the request's loader a row as it is known to be now, so that it is not read for it. */
export function setLoaded<Row extends { readonly id: string }>(
  context: GraphQLContext,
  load: BatchLoad<Row> | BatchLoad<Row | null>,
  row: Row,
): void {
  loaderFor<Row | null>(context, load).clear(row.id).prime(row.id, row);
}

/** Puts rows of a one-to-many link into the order of the keys. */
export function groupBy<Row>(keys: readonly string[], rows: readonly Row[], keyOf: (row: Row) => string): Row[][] {
  const groups = new Map<string, Row[]>(keys.map((key) => [key, []]));
  for (const row of rows) groups.get(keyOf(row))?.push(row);
  return keys.map((key) => groups.get(key)!);
}
