import {
  astFromValue,
  type DocumentNode,
  type GraphQLInputType,
  type GraphQLSchema,
  isInputObjectType,
  isInputType,
  isListType,
  isNonNullType,
  Kind,
  typeFromAST,
  valueFromASTUntyped,
} from 'graphql';

type Variables = Readonly<Record<string, unknown>>;

/**
 * Spells out the defaults of what the client left out. graphql-js does this itself, but graphql-jit 0.8.9, which takes
 * over once a document is compiled, refuses a variable or an input field that is non-null, has a default and was left
 * out; so the fourth call would fail where three had passed.
 *
 * @param document with one operation, validated
 * @returns a copy of the variables
 */
export function withDefaults(schema: GraphQLSchema, document: DocumentNode, variables: Variables): Variables {
  const filled: Record<string, unknown> = { ...variables };
  for (const definition of document.definitions) {
    if (definition.kind !== Kind.OPERATION_DEFINITION) continue;
    for (const { variable, type: typeNode, defaultValue } of definition.variableDefinitions ?? []) {
      const name = variable.name.value;
      const type = typeFromAST(schema, typeNode);
      if (filled[name] === undefined && defaultValue !== undefined) filled[name] = valueFromASTUntyped(defaultValue);
      if (filled[name] !== undefined && isInputType(type)) filled[name] = fill(type, filled[name]);
    }
  }
  return filled;
}

function fill(type: GraphQLInputType, value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (isNonNullType(type)) return fill(type.ofType, value);
  // a single value where a list is expected stands for a list of one
  if (isListType(type))
    return Array.isArray(value) ? value.map((item) => fill(type.ofType, item)) : fill(type.ofType, value);
  if (!isInputObjectType(type) || Array.isArray(value)) return value;
  const filled: Record<string, unknown> = { ...value };
  for (const field of Object.values(type.getFields())) {
    if (filled[field.name] === undefined && field.defaultValue !== undefined) {
      filled[field.name] = valueFromASTUntyped(astFromValue(field.defaultValue, field.type)!);
    } else if (filled[field.name] !== undefined) {
      filled[field.name] = fill(field.type, filled[field.name]);
    }
  }
  return filled;
}
