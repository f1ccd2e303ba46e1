import { describe, expect, it } from '@jest/globals';
import { buildSchema, parse } from 'graphql';
import { withDefaults } from './variable-defaults.js';

const schema = buildSchema(`
  enum Order { OLDEST NEWEST }
  input Filter { order: Order! = NEWEST, words: [String!]! = [], limit: Int, inner: Filter, each: [Filter!] }
  type Query { found(filter: Filter, first: Int! = 20): Int }
`);
const filled = (query: string, variables: Record<string, unknown>) => withDefaults(schema, parse(query), variables);

describe('withDefaults', () => {
  it('fills in fields, at every depth and in lists', () => {
    const defaults = { order: 'NEWEST', words: [] };
    expect(
      filled('query ($f: Filter!) { found(filter: $f) }', { f: { words: ['a'], inner: {}, each: [{ limit: 1 }] } }),
    ).toEqual({ f: { order: 'NEWEST', words: ['a'], inner: defaults, each: [{ ...defaults, limit: 1 }] } });
  });

  it('fills in variables by the document', () => {
    const query =
      'query ($f: Filter! = { limit: 3 }, $first: Int! = 7, $more: Int) { found(filter: $f, first: $first) }';
    expect(filled(query, {})).toEqual({ f: { order: 'NEWEST', words: [], limit: 3 }, first: 7 });
  });

  it('leaves alone what was given: null, values of a wrong type and unknown names', () => {
    const given = { f: { order: null, words: 'a', inner: 5, each: {}, other: 1 }, more: 1 };
    expect(filled('query ($f: Filter) { found(filter: $f) }', given)).toEqual({
      f: { ...given.f, each: { order: 'NEWEST', words: [] } },
      more: 1,
    });
    expect(filled('query ($f: Filter) { found(filter: $f) }', { f: null })).toEqual({ f: null });
  });
});
