import { readFileSync } from 'node:fs';
import type fc from 'fast-check';
import {
  buildSchema,
  getNamedType,
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLInputType,
  type GraphQLNamedType,
  isAbstractType,
  isCompositeType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isListType,
  isNonNullType,
  isObjectType,
} from 'graphql';
import { PIECES } from './arbitraries.js';
import { built, type Tape } from './fuzzing.js';
import { PLACEHOLDERS } from './stage.js';

/** A GraphQL request as a client may send it. Ids in it are placeholders; see Stage. */
export interface DocumentRequest {
  readonly query: string;
  readonly variables: Record<string, unknown>;
}

const schema = buildSchema(readFileSync(new URL('../../schema.graphql', import.meta.url), 'utf8'));
const composites = Object.values(schema.getTypeMap()).filter((type) => isCompositeType(type));

/** Names that mean something to JavaScript. */
const NAMES = [
  'a',
  'x',
  '__proto__',
  'constructor',
  'toString',
  'hasOwnProperty',
  'then',
  'length',
  '__typename',
  'data',
];
const TEXTS = [
  ...PLACEHOLDERS,
  ...PIECES,
  '2025-01-20',
  '2030-01-01T00:00:00Z',
  'https://a.example/',
  'Text',
  'x'.repeat(3000),
];
const NUMBERS = [1, 0, 10, 100, -1, 101, 2 ** 31 - 1, 2 ** 31, 1.5, 1e300];
/** Deeper than any limit allows. */
const MAX_LEVELS = 16;

/** Writes one document, by decisions from the tape. */
class Writer {
  private readonly variables = new Map<string, string>();
  private readonly values: Record<string, unknown> = {};
  private readonly fragments = new Map<string, string>();

  constructor(private readonly tape: Tape) {}

  request(): DocumentRequest {
    const { tape } = this;
    const operation = tape.oneIn(5) ? 'mutation' : 'query';
    const root = operation === 'query' ? schema.getQueryType()! : schema.getMutationType()!;
    const set = this.selections(root, 0);
    const declared = [...this.variables].map(([name, type]) => `$${name}: ${type}${tape.oneIn(12) ? ' = null' : ''}`);
    if (tape.oneIn(20)) declared.push(...declared, '$unused: Int'); // twice, and for nothing
    const head = `${tape.oneIn(40) ? 'subscription' : operation} ${tape.oneIn(6) ? tape.pick(NAMES) : ''}`;
    const parts = [`${head}${declared.length > 0 ? `(${declared.join(', ')})` : ''} ${this.directive()}${set}`];
    parts.push(...this.fragments.values());
    if (tape.oneIn(20)) parts.push(tape.pick(parts)); // the same operation or fragment again
    return { query: parts.join('\n'), variables: this.values };
  }

  private selections(type: GraphQLNamedType, level: number): string {
    const { tape } = this;
    const fields = isObjectType(type) || isInterfaceType(type) ? Object.values(type.getFields()) : [];
    const chosen: string[] = [];
    do chosen.push(this.selection(type, fields, level));
    while (!tape.isOver && tape.below(3) > 0 && chosen.length < 12);
    // what a mutation answered is told by the type's name
    if (type.name.endsWith('Payload')) chosen.push('__typename');
    if (tape.oneIn(60)) chosen.push(...Array.from({ length: 40 }, (_, i) => `a${i}: __typename`));
    return `{ ${chosen.join(' ')} }`;
  }

  private selection(type: GraphQLNamedType, fields: GraphQLField<unknown, unknown>[], level: number): string {
    const { tape } = this;
    const kind = tape.below(24);
    if (kind === 23) return `${tape.pick(NAMES)}${this.directive()}`; // a field that is likely not there
    if (kind === 22 && level < MAX_LEVELS) return `... ${this.directive()}${this.selections(type, level + 1)}`;
    if (kind === 21 && level < MAX_LEVELS) return this.spread(tape.oneIn(8) ? tape.pick(composites) : type, level);
    if (fields.length === 0 || (isAbstractType(type) && level < MAX_LEVELS && kind > 6)) {
      if (!isAbstractType(type)) return '__typename';
      const inner = tape.oneIn(12) ? tape.pick(composites) : tape.pick(schema.getPossibleTypes(type));
      return `... on ${inner.name} ${this.directive()}${this.selections(inner, level + 1)}`;
    }
    if (level === 0 && kind === 20)
      return tape.pick(['__schema { types { name fields { name } } }', '__type(name: "Claim") { name }']);
    return this.field(tape.pick(fields), level);
  }

  private field(field: GraphQLField<unknown, unknown>, level: number): string {
    const { tape } = this;
    const alias = tape.oneIn(6) ? `${tape.pick(NAMES)}: ` : '';
    const inner = getNamedType(field.type);
    const isComposite = isCompositeType(inner) !== tape.oneIn(40); // sometimes a leaf with fields, or the other way
    const set = !isComposite ? '' : level >= MAX_LEVELS ? ' { __typename }' : ` ${this.selections(inner, level + 1)}`;
    return `${alias}${field.name}${this.args(field.args)}${this.directive()}${set}`;
  }

  /** Also spreads that lead into themselves. */
  private spread(type: GraphQLNamedType, level: number): string {
    const name = `f${this.tape.below(6)}`;
    if (!this.fragments.has(name)) {
      this.fragments.set(name, ''); // before its own fields are chosen, which may spread it
      this.fragments.set(name, `fragment ${name} on ${type.name} ${this.selections(type, level + 1)}`);
    }
    return `...${name}`;
  }

  private directive(): string {
    const { tape } = this;
    if (!tape.oneIn(14)) return '';
    const condition = tape.oneIn(3) ? this.variable('Boolean!', true) : tape.pick(['true', 'false', 'null', '1']);
    return `@${tape.pick(['include', 'skip', 'deprecated', 'x'])}(if: ${condition}) `;
  }

  private args(args: readonly GraphQLArgument[]): string {
    const { tape } = this;
    const given = args.filter(({ type }) => isNonNullType(type) !== tape.oneIn(10));
    const written = given.map(({ name, type }) => `${name}: ${this.argument(type)}`);
    if (tape.oneIn(40)) written.push(...written, 'unknown: 1');
    return written.length > 0 ? `(${written.join(', ')})` : '';
  }

  private argument(type: GraphQLInputType): string {
    if (!this.tape.oneIn(3)) return literal(this.value(type, 0));
    return this.variable(this.tape.oneIn(12) ? 'Int' : String(type), this.value(type, 0));
  }

  private variable(type: string, value: unknown): string {
    const name = `${this.tape.oneIn(8) ? this.tape.pick(NAMES) : 'v'}${this.variables.size}`;
    this.variables.set(name, type);
    if (!this.tape.oneIn(10)) this.values[name] = value instanceof Word ? value.text : plain(value);
    return `$${name}`;
  }

  /** A value that fits more often than not. */
  private value(type: GraphQLInputType, level: number): unknown {
    const { tape } = this;
    if (isNonNullType(type)) return this.value(type.ofType, level);
    if (tape.oneIn(25)) return tape.pick([null, 0, '', true, [], {}, [[]], new Word('NOT_ONE_OF_THEM')]);
    if (isListType(type)) {
      const items = Array.from({ length: tape.oneIn(20) ? 600 : tape.below(4) }, () =>
        this.value(type.ofType, level + 1),
      );
      return items;
    }
    if (isEnumType(type)) return new Word(tape.pick(type.getValues()).name);
    if (isInputObjectType(type)) {
      const fields = Object.values(type.getFields()).filter((field) => isNonNullType(field.type) !== tape.oneIn(8));
      return Object.fromEntries(fields.map((field) => [field.name, this.value(field.type, level + 1)]));
    }
    if (type.name === 'Int') return tape.pick(NUMBERS);
    return type.name === 'Boolean' ? tape.oneIn(2) : tape.pick(TEXTS);
  }
}

/** The name of an enumeration's value, which is no text. */
class Word {
  constructor(readonly text: string) {}
}

/** A value as it stands in a document. */
function literal(value: unknown): string {
  if (value instanceof Word) return value.text;
  if (Array.isArray(value)) return `[${value.map(literal).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  return `{ ${Object.entries(value)
    .map(([key, item]) => `${key}: ${literal(item)}`)
    .join(', ')} }`;
}

/** A value as it stands in JSON. */
const plain = (value: unknown): unknown =>
  JSON.parse(JSON.stringify(value, (_, item: unknown) => (item instanceof Word ? item.text : item)));

/** Documents made from the schema: most are valid, the others nearly. */
export const documents: fc.Arbitrary<DocumentRequest> = built((tape) => new Writer(tape).request());

const BITS = [
  ' ',
  '{',
  '}',
  '(',
  ')',
  '[',
  '...',
  '@',
  '$',
  ':',
  '!',
  '"',
  '"""',
  '#',
  '\\',
  '\u0000',
  '\ufeff',
  '\ud800',
  '-',
  '1e',
  '&',
  '\\u{110000}',
];

/** The same with pieces cut out, doubled, moved and put in. */
export const mutatedDocuments: fc.Arbitrary<DocumentRequest> = built((tape) => {
  const { query, variables } = new Writer(tape).request();
  let text = query;
  for (let edits = 1 + tape.below(4); edits > 0; edits -= 1) {
    const [at, length] = [(tape.below(256) * 256 + tape.below(256)) % (text.length + 1), tape.below(40)];
    const piece = text.slice(at, at + length);
    const put = tape.pick([
      '',
      piece + piece,
      tape.pick(BITS),
      piece.split('').toReversed().join(''),
      piece.toUpperCase(),
    ]);
    text = text.slice(0, at) + put + text.slice(at + length);
  }
  return { query: text, variables };
});
