import {
  type ASTVisitor,
  type DocumentNode,
  type FragmentDefinitionNode,
  getNullableType,
  GraphQLError,
  type GraphQLSchema,
  isListType,
  Kind,
  type SelectionSetNode,
  type ValidationContext,
} from 'graphql';
import { type ComplexityEstimator, fieldExtensionsEstimator, getComplexity } from 'graphql-query-complexity';

/** The longest way that makes sense, from a page of reviews over related claims to their articles' names, is 9. */
export const MAX_DEPTH = 12;
/**
 * Fields answered, counted before execution. A page of 100 rows with 40 fields each costs 4000; 8000 fields, a third
 * of them with resolvers, took 0.1 s of the process's time, and half of that once compiled (without a database).
 */
export const MAX_COST = 10_000;
/** A list without `first` counts as this many: claims have a handful of appearances, reviews of decisions. */
export const ASSUMED_LIST_LENGTH = 10;
/** Aliases let one document ask the same field again and again. A screen needs a few. */
export const MAX_ALIASES = 30;
/** Each is a query or a use-case of its own; a screen asks a few at once. */
export const MAX_ROOT_FIELDS = 10;
/** The introspection of tools has 163. Parsing stops here. */
export const MAX_TOKENS = 2000;
/**
 * Characters of a document: Mercurius keeps documents that it has seen, and 2 MB of comment are no tokens. The longest
 * of ours has 1000, the introspection of tools 1800.
 */
export const MAX_DOCUMENT_LENGTH = 50_000;
/**
 * Documents kept, so that they are parsed, checked and compiled once; a client has a few dozen. One of MAX_TOKENS takes
 * 1 MB, and Mercurius keeps up to four times this number, good and bad: 400 MB for somebody who sends ever new ones.
 */
export const KEPT_DOCUMENTS = 100;
/** Fields looked at while the cost is counted, with fragments spelt out: these double with each line of a document. */
export const MAX_NODES = 5000;
/** More validation errors help nobody, and make a small request into a large answer. */
export const MAX_VALIDATION_ERRORS = 10;

export const parseOptions = { maxTokens: MAX_TOKENS };
export const validateOptions = { maxErrors: MAX_VALIDATION_ERRORS };

const tooLarge = (message: string): GraphQLError =>
  new GraphQLError(message, { extensions: { code: 'QUERY_TOO_COMPLEX' } });

/** One operation a document, of a kind that the schema has, and how many aliases, root fields and levels it may have. */
export function documentLimits(context: ValidationContext): ASTVisitor {
  return {
    Document(document): undefined {
      const operations = document.definitions.filter((node) => node.kind === Kind.OPERATION_DEFINITION);
      for (const node of operations) {
        // No rule of graphql-js looks at it, and its executor's refusal would be taken for a bug of ours.
        if (context.getSchema().getRootType(node.operation) == null)
          context.reportError(new GraphQLError(`There is no ${node.operation} here.`, { nodes: node }));
      }
      if (operations.length > 1) {
        // Mercurius caches and compiles by the document's text alone, so it would run the wrong one.
        context.reportError(tooLarge('A document holds one operation. Send the others in requests of their own.'));
      }
      for (const problem of shapeProblems(document)) context.reportError(tooLarge(problem));
    },
  };
}

function shapeProblems(document: DocumentNode): string[] {
  const fragments = new Map(
    document.definitions.flatMap((node) =>
      node.kind === Kind.FRAGMENT_DEFINITION ? [[node.name.value, node] as const] : [],
    ),
  );
  const depthOf = depthMeter(fragments);
  const rootsOf = rootCounter(fragments);
  const problems: string[] = [];
  if (aliasesIn(document) > MAX_ALIASES) problems.push(`The document has more than ${MAX_ALIASES} aliases.`);
  for (const node of document.definitions) {
    if (node.kind !== Kind.OPERATION_DEFINITION) continue;
    if (depthOf(node.selectionSet) > MAX_DEPTH)
      problems.push(`The document is nested more than ${MAX_DEPTH} levels deep.`);
    if (rootsOf(node.selectionSet) > MAX_ROOT_FIELDS) {
      problems.push(`The operation has more than ${MAX_ROOT_FIELDS} fields at its root.`);
    }
  }
  return problems;
}

type Fragments = ReadonlyMap<string, FragmentDefinitionNode>;

/**
 * Each fragment is measured once, however often it is spread; one that spreads itself counts as nothing, since
 * another rule refuses it. Introspection is left out: graphql-js bounds it (MaxIntrospectionDepthRule), and the
 * standard query of tools is 15 levels deep.
 */
function memoised(fragments: Fragments, measure: (set: SelectionSetNode, spread: (name: string) => number) => number) {
  const known = new Map<string, number>();
  const spread = (name: string): number => {
    const fragment = fragments.get(name);
    if (fragment !== undefined && !known.has(name)) {
      known.set(name, 0);
      known.set(name, measure(fragment.selectionSet, spread));
    }
    return known.get(name) ?? 0;
  };
  return (set: SelectionSetNode): number => measure(set, spread);
}

const depthMeter = (fragments: Fragments) =>
  memoised(fragments, function measure(set, spread): number {
    return Math.max(
      ...set.selections.map((node) => {
        if (node.kind === Kind.FRAGMENT_SPREAD) return spread(node.name.value);
        if (node.kind === Kind.INLINE_FRAGMENT) return measure(node.selectionSet, spread);
        if (node.name.value.startsWith('__')) return 1;
        return 1 + (node.selectionSet === undefined ? 0 : measure(node.selectionSet, spread));
      }),
    );
  });

const rootCounter = (fragments: Fragments) =>
  memoised(fragments, function measure(set, spread): number {
    const counts = set.selections.map((node) => {
      if (node.kind === Kind.FRAGMENT_SPREAD) return spread(node.name.value);
      return node.kind === Kind.INLINE_FRAGMENT ? measure(node.selectionSet, spread) : 1;
    });
    return counts.reduce((sum, count) => sum + count, 0);
  });

function aliasesIn(document: DocumentNode): number {
  const inSet = (set: SelectionSetNode | undefined): number =>
    (set?.selections ?? []).reduce((sum, node) => {
      if (node.kind === Kind.FRAGMENT_SPREAD) return sum;
      return sum + (node.kind === Kind.FIELD && node.alias !== undefined ? 1 : 0) + inSet(node.selectionSet);
    }, 0);
  return document.definitions.reduce((sum, node) => sum + ('selectionSet' in node ? inSet(node.selectionSet) : 0), 0);
}

/** Tools ask for the whole schema once; it is as much work as half of what else is allowed. */
const INTROSPECTION_COST = MAX_COST / 2;

/** A connection costs its rows `first` times, whatever is in `edges`; any other list ASSUMED_LIST_LENGTH times. */
const byListLength: ComplexityEstimator = ({ type, field, args, childComplexity }) => {
  if (field.name === '__schema') return INTROSPECTION_COST;
  if (type.name.startsWith('__')) return 1;
  const first: unknown = args['first'];
  if (typeof first === 'number') return 1 + Math.max(first, 0) * childComplexity;
  const isRows = isListType(getNullableType(field.type)) && !type.name.endsWith('Connection');
  return 1 + childComplexity * (isRows ? ASSUMED_LIST_LENGTH : 1);
};

/**
 * @param variables as the client sent them, checked against the document before
 * @throws GraphQLError QUERY_TOO_COMPLEX where the operation costs more than MAX_COST
 */
export function limitCost(schema: GraphQLSchema, query: DocumentNode, variables: Record<string, unknown>): void {
  const estimators = [fieldExtensionsEstimator(), byListLength];
  let cost: number;
  try {
    cost = getComplexity({ schema, query, variables, estimators, maxQueryNodes: MAX_NODES });
  } catch (error) {
    if (!(error instanceof GraphQLError) || !error.message.includes('number of nodes')) throw error;
    throw tooLarge(`With its fragments spelt out, the document has more than ${MAX_NODES} fields.`);
  }
  if (cost > MAX_COST) {
    throw tooLarge(
      `The query costs ${cost} and may cost ${MAX_COST}. Ask for fewer rows (first), or fewer fields of each.`,
    );
  }
}
