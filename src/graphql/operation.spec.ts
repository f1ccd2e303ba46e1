import { expect, it } from '@jest/globals';
import { parse } from 'graphql';
import { describeOperation } from './operation.js';

it.each([
  ['{ desks { id } }', { type: 'query', field: 'desks', name: undefined }],
  ['query Inbox { a: reviews { total } b: reviews { total } }', { type: 'query', field: 'reviews', name: 'Inbox' }],
  ['{ desks { id } viewer { id } }', { type: 'query', field: 'several', name: undefined }],
  [
    'mutation M { ...F } fragment F on Mutation { ... { decideReview { id } } }',
    { type: 'mutation', field: 'decideReview', name: 'M' },
  ],
  [`query ${'N'.repeat(99)} { __schema { types } }`, { type: 'query', field: '__schema', name: 'N'.repeat(60) }],
])('describes %s', (document, expected) => {
  expect(describeOperation(parse(document))).toEqual(expected);
});
