import fc from 'fast-check';
import * as operations from '../operations.js';
import { anything } from './arbitraries.js';
import { PLACEHOLDERS } from './stage.js';

const CREATE_TOKEN = `mutation ($input: CreateApiTokenInput!) { answer: createApiToken(input: $input) {
  __typename ... on UserError { code message path } ... on CreateApiTokenSuccess { apiToken { id name scopes } } } }`;
const REVOKE_TOKEN = `mutation ($id: ID!) { answer: revokeApiToken(id: $id) {
  __typename ... on UserError { code message path } ... on RevokeApiTokenSuccess { apiToken { id } } } }`;
const HISTORY = `query ($claimId: ID!, $first: Int! = 25, $after: String) {
  list: auditEvents(claimId: $claimId, first: $first, after: $after) { edges { cursor node { seq changes { field } } } } }`;

const article = { outlet: 'An outlet', citation: '@key', publishedAt: '2025-01-20', language: 'en' };
const appearance = { article, stance: 'REPORTS', attribution: ['CNN', 'officials'], claimantAsWritten: 'A. Claimant' };
const claim = {
  statement: 'A statement @key',
  claimant: 'A claimant',
  claimedAt: '2025-01-20',
  language: 'en',
  topics: ['trade'],
  deskId: '@desk',
  idempotencyKey: '@key',
  appearances: [
    appearance,
    {
      ...appearance,
      stance: 'DENIES',
    },
  ],
};
const held = { id: '@held', leaseToken: '@token' };
const day = (days: number): string => new Date(Date.now() + days * 86_400_000).toISOString();
const claimFilter = {
  deskId: '@desk',
  verdicts: ['VERIFIED'],
  isDecided: false,
  claimant: 'A claimant',
  text: 'statement',
  outlet: 'An outlet',
  claimedFrom: '2025-01-01',
  claimedTo: '2025-12-31',
  submittedFrom: '2025-01-01T00:00:00Z',
};
const reviewFilter = {
  deskId: '@desk',
  states: ['QUEUED', 'IN_REVIEW'],
  kinds: ['INITIAL'],
  holderId: '@person',
  assigneeId: '@person',
  isDeferred: false,
  verdicts: ['VERIFIED'],
  claimant: 'A claimant',
  text: 'statement',
  dueBefore: day(3),
};

/** Every operation with variables, as it would be granted. `@…` stand for rows; see Stage. */
export const OPERATIONS: Readonly<Record<string, readonly [query: string, variables: object]>> = {
  submitClaim: [operations.SUBMIT, { input: claim }],
  submitClaims: [
    operations.SUBMIT_MANY,
    { items: [claim, { ...claim, statement: 'Another @key', idempotencyKey: null }] },
  ],
  addEvidence: [
    operations.ADD_EVIDENCE,
    {
      input: {
        claimId: '@claim',
        url: 'https://a.example/',
        stance: 'REFUTES',
        publisher: 'A publisher',
        excerpt: 'Words.',
        archivedUrl: 'https://archive.example/1',
        contentHash: 'ab'.repeat(32),
      },
    },
  ],
  relateClaims: [
    operations.RELATE,
    { input: { fromClaimId: '@claim', toClaimId: '@otherClaim', kind: 'SIMILAR_TO', note: 'A note.' } },
  ],
  addClaimantAlias: [operations.ADD_ALIAS, { input: { alias: 'Alias @key', claimant: 'A claimant' } }],
  takeNextReview: [operations.TAKE_NEXT, { deskId: '@desk' }],
  takeReview: [operations.TAKE, { id: '@free' }],
  renewLease: [operations.RENEW, held],
  releaseReview: [operations.RELEASE, held],
  deferReview: [operations.DEFER, { ...held, until: day(3), reason: 'Later.' }],
  reassignReview: [operations.REASSIGN, { id: '@free', assigneeId: '@person' }],
  decideReview: [
    operations.DECIDE,
    {
      input: {
        reviewId: '@held',
        leaseToken: '@token',
        verdict: 'UNCONFIRMED',
        rationale: 'Reasons.',
        evidenceIds: ['@evidence'],
        expectedVersion: '@version',
        idempotencyKey: '@key',
        recheckAt: day(9),
      },
    },
  ],
  signOffDecision: [
    operations.SIGN_OFF,
    { input: { reviewId: '@proposed', decisionId: '@decision', outcome: 'APPROVE', comment: 'Read.' } },
  ],
  createApiToken: [
    CREATE_TOKEN,
    { input: { name: 'A program', scopes: ['CLAIMS_READ'], expiresAt: day(30), userId: null } },
  ],
  revokeApiToken: [REVOKE_TOKEN, { id: '@apiToken' }],
  claims: [operations.CLAIMS, { filter: claimFilter, first: 10, after: null }],
  reviews: [operations.REVIEWS, { filter: reviewFilter, first: 10, after: null, orderBy: 'NEWEST' }],
  auditEvents: [HISTORY, { claimId: '@claim', first: 10, after: null }],
};

/** A request that differs from one that would be granted. */
export interface Request {
  readonly operation: string;
  readonly variables: Record<string, unknown>;
  /** Where it differs, as `input.appearances.0.stance`. */
  readonly changed: readonly string[];
}

/** Where the value itself and everything in it stand. */
const paths = (value: unknown, at: string[]): string[][] =>
  typeof value === 'object' && value !== null
    ? [at, ...Object.entries(value).flatMap(([key, item]) => paths(item, [...at, key]))]
    : [at];

/** Changes made to a value; `put` is drawn. */
const CHANGES = {
  replace: (_: unknown, put: unknown) => put,
  remove: () => undefined,
  listed: (value: unknown) => [value, value],
  repeated: (value: unknown) =>
    Array.isArray(value) ? Array.from({ length: 600 }, () => value[0] as unknown) : [[value]],
  added: (value: unknown, put: unknown) =>
    typeof value === 'object' && value !== null ? { ...value, extra: put } : put,
} as const;

const change = fc.record({
  at: fc.nat(),
  how: fc.oneof(
    { weight: 8, arbitrary: fc.constant<keyof typeof CHANGES>('replace') },
    { weight: 2, arbitrary: fc.constantFrom(...(Object.keys(CHANGES) as (keyof typeof CHANGES)[])) },
  ),
  put: fc.oneof({ weight: 8, arbitrary: anything }, { weight: 1, arbitrary: fc.constantFrom(...PLACEHOLDERS) }),
});

/** @returns a copy in which the value at the path is another one */
function changedAt(value: any, path: readonly string[], make: (value: unknown) => unknown): any {
  const [key, ...rest] = path;
  if (key === undefined) return make(value);
  const copy = Array.isArray(value) ? [...(value as unknown[])] : { ...value };
  copy[key] = changedAt(copy[key], rest, make);
  return copy;
}

/** Requests of every operation, with none to three changes. */
export const request: fc.Arbitrary<Request> = fc
  .tuple(fc.constantFrom(...Object.keys(OPERATIONS)), fc.array(change, { maxLength: 3 }))
  .map(([operation, changes]) => {
    let variables = OPERATIONS[operation]![1] as Record<string, unknown>;
    const changed: string[] = [];
    for (const { at, how, put } of changes) {
      const known = paths(variables, []).slice(1);
      const path = known[at % known.length]!;
      variables = changedAt(variables, path, (value) => CHANGES[how](value, put));
      changed.push(path.join('.'));
    }
    return { operation, variables, changed };
  });
