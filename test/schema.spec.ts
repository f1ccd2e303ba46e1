import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { GraphQLSchemaHost } from '@nestjs/graphql';
import {
  getNamedType,
  getNullableType,
  type GraphQLSchema,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isIntrospectionType,
  isListType,
  isNonNullType,
  isObjectType,
  isScalarType,
  isSpecifiedScalarType,
  isUnionType,
  lexicographicSortSchema,
  printSchema,
} from 'graphql';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { projectDir } from '../src/kernel/project-dir.js';
import { DOMAIN_ERROR_CODES } from '../src/kernel/domain-error.js';
import { REVIEW_ERRORS } from '../src/review/payloads.js';
import { DeskApp } from './desk-app.js';

const FILE = path.join(projectDir, 'schema.graphql');
const HOW = 'Run: UPDATE_SCHEMA=1 npx jest test/schema.spec.ts';

let schema: GraphQLSchema;
let app: DeskApp;
beforeAll(async () => {
  app = await DeskApp.start();
  schema = app.app.get(GraphQLSchemaHost).schema;
});
afterAll(() => app.stop());

/** All but GraphQL's own. */
const types = () =>
  Object.values(schema.getTypeMap()).filter((type) => !isIntrospectionType(type) && !isSpecifiedScalarType(type));
const unions = () => types().filter(isUnionType);

describe('schema.graphql', () => {
  it(`is that of the running server. ${HOW}`, async () => {
    const text = `${printSchema(lexicographicSortSchema(schema))}\n`;
    if (process.env['UPDATE_SCHEMA'] === '1') await writeFile(FILE, text);
    expect(await readFile(FILE, 'utf8').catch(() => `There is no ${FILE}. ${HOW}`)).toBe(text);
  });
});

describe('the schema', () => {
  it('describes everything in it', () => {
    const nameless: string[] = [];
    const look = (name: string, { description }: { description?: string | null }) => {
      if (!description?.trim()) nameless.push(name);
    };
    const roots = [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()];
    for (const type of types()) {
      if (!roots.includes(type as never)) look(type.name, type); // the roots' names are GraphQL's and say it all
      if (isEnumType(type)) for (const value of type.getValues()) look(`${type.name}.${value.name}`, value);
      if (isInputObjectType(type))
        for (const field of Object.values(type.getFields())) look(`${type.name}.${field.name}`, field);
      if (!isObjectType(type) && !isInterfaceType(type)) continue;
      for (const field of Object.values(type.getFields())) {
        look(`${type.name}.${field.name}`, field);
        for (const arg of field.args) look(`${type.name}.${field.name}(${arg.name})`, arg);
      }
    }
    expect(nameless).toEqual([]);
  });

  it('has two scalars of its own: an instant and a day', () => {
    expect(
      types()
        .filter(isScalarType)
        .map(({ name }) => name)
        .toSorted(),
    ).toEqual(['Date', 'DateTime']);
  });

  it('answers every mutation with a union, or a list of them, that is never null', () => {
    const mutations = Object.values(schema.getMutationType()!.getFields());
    expect(mutations.length).toBeGreaterThan(10);
    for (const { name, type } of mutations) {
      expect([name, isNonNullType(type)]).toEqual([name, true]);
      const list = getNullableType(type);
      expect([name, !isListType(list) || isNonNullType(list.ofType)]).toEqual([name, true]);
      expect([name, isUnionType(getNamedType(type))]).toEqual([name, true]);
    }
  });

  it('has in each payload union one success, and errors that all implement UserError', () => {
    const userErrors = schema.getPossibleTypes(schema.getType('UserError') as never).map(({ name }) => name);
    expect(unions().length).toBeGreaterThan(8);
    for (const union of unions()) {
      const members = union.getTypes().map(({ name }) => name);
      const errors = members.filter((name) => userErrors.includes(name));
      expect(errors.length).toBeGreaterThan(0);
      const others = members.filter((name) => !errors.includes(name));
      expect([union.name, others]).toEqual([union.name, [expect.stringMatching(/Success$/)]]);
      for (const name of errors) expect(name).toMatch(/Error$/);
    }
    // and no error stands anywhere but in a union
    expect(unions().flatMap((union) => union.getTypes().map(({ name }) => name))).toEqual(
      expect.arrayContaining(userErrors),
    );
  });

  it('has an error type for every code that a use-case may throw', () => {
    const named = (code: string) =>
      `${code.toLowerCase().replace(/(?:^|_)(\w)/g, (_, letter: string) => letter.toUpperCase())}Error`;
    const known = Object.fromEntries(Object.entries(REVIEW_ERRORS).map(([code, { name }]) => [code, name]));
    expect(known).toEqual(Object.fromEntries(DOMAIN_ERROR_CODES.map((code) => [code, named(code)])));
  });

  it('bounds every list that may be long: connections take first and after', () => {
    const connections = types()
      .filter(isObjectType)
      .flatMap((type) => Object.values(type.getFields()).map((field) => ({ at: `${type.name}.${field.name}`, field })))
      .filter(({ field }) => getNamedType(field.type).name.endsWith('Connection'));
    expect(connections.map(({ at }) => at).toSorted()).toEqual([
      'Claim.auditEvents',
      'Query.accounts',
      'Query.auditEvents',
      'Query.auditLog',
      'Query.claims',
      'Query.reviews',
      'Webhook.deliveries',
    ]);
    for (const { field } of connections) {
      expect(field.args.find(({ name }) => name === 'first')?.defaultValue).toBe(25);
      expect(field.args.map(({ name }) => name)).toEqual(expect.arrayContaining(['after', 'first']));
    }
  });
});
