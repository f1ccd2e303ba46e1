import {
  type ASTVisitor,
  type DocumentNode,
  GraphQLError,
  Kind,
  type OperationDefinitionNode,
  OperationTypeNode,
  type SelectionSetNode,
  type ValidationContext,
} from 'graphql';

declare module 'fastify' {
  interface FastifyRequest {
    /** What a GraphQL request asks for; undefined until its document is found valid. */
    graphqlOperation?: GraphqlOperation;
    /** Codes of the errors that it was answered with. */
    graphqlErrors?: readonly string[];
  }
}

/** What logs and metrics say of an operation. */
export interface GraphqlOperation {
  /** query, mutation or subscription. */
  readonly type: string;
  /** The field at its root, so a name of the schema; `several` where there is more than one, so the set is bounded. */
  readonly field: string;
  /** What the client calls it, which may be anything; cut off. */
  readonly name: string | undefined;
}

/** Real names are shorter. */
const MAX_NAME_LENGTH = 60;

/** @param document valid and with one operation */
export function describeOperation(document: DocumentNode): GraphqlOperation {
  const operation = document.definitions.find(
    (node): node is OperationDefinitionNode => node.kind === Kind.OPERATION_DEFINITION,
  )!;
  const fields = new Set(rootFields(operation.selectionSet, document));
  return {
    type: operation.operation,
    field: fields.size === 1 ? [...fields][0]! : 'several',
    name: operation.name?.value.slice(0, MAX_NAME_LENGTH),
  };
}

/** @returns the names of the fields at the root, through fragments; a valid document has no fragment within itself */
function rootFields(set: SelectionSetNode, document: DocumentNode): string[] {
  return set.selections.flatMap((node) => {
    if (node.kind === Kind.FIELD) return node.name.value;
    if (node.kind === Kind.INLINE_FRAGMENT) return rootFields(node.selectionSet, document);
    const fragment = document.definitions.find(
      (other) => other.kind === Kind.FRAGMENT_DEFINITION && other.name.value === node.name.value,
    );
    return fragment?.kind === Kind.FRAGMENT_DEFINITION ? rootFields(fragment.selectionSet, document) : [];
  });
}

/** Makes a rule that a document breaks whose operation is of a kind that is not taken where it was sent. */
const refuseKind =
  (isRefused: (kind: OperationTypeNode) => boolean, message: string) =>
  (context: ValidationContext): ASTVisitor => ({
    OperationDefinition(node): undefined {
      if (isRefused(node.operation)) context.reportError(new GraphQLError(message, { nodes: node }));
    },
  });

/** For HTTP: graphql-js would run a subscription as if it were a query. */
export const noSubscriptions = refuseKind(
  (kind) => kind === OperationTypeNode.SUBSCRIPTION,
  'Subscribe over a WebSocket at this address, with the protocol graphql-transport-ws.',
);

/** For WebSockets, which none of the guards of a POST look at: CSRF tokens, idempotency, what proxies limit and log. */
export const onlySubscriptions = refuseKind(
  (kind) => kind !== OperationTypeNode.SUBSCRIPTION,
  'Only subscriptions are taken here. Send queries and mutations by POST.',
);
