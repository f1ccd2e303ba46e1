import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { LIMITS } from '../src/claims/vocabulary.js';
import { LIMITS as REVIEW_LIMITS } from '../src/review/vocabulary.js';
import { CLAIMS, REVIEWS, SUBMIT_MANY, TAKE, TAKE_NEXT } from './operations.js';
import { addEvidence, alias, type Case, decide, defer, inDays, on, prepare, refuses } from './refused-requests.js';
import { relate, release, type Request, signOff, submit, submitFrom, UNKNOWN } from './refused-requests.js';

beforeAll(prepare, 30_000);
afterAll(() => on.app.stop());

/** What a rule of the input says, with the field. */
const bad = (...path: string[]) => ({ code: 'BAD_USER_INPUT', paths: [path.join('.')] });
/** The same by what is looked at by hand: ids, cursors and the length of a batch. */
const invalid = (...path: string[]) => ({ code: 'INVALID_INPUT', paths: [path.join('.')] });
/** What GraphQL itself refuses, by the types of the schema; its message names the value. */
const BY_TYPE = { code: 'BAD_USER_INPUT', paths: [] };

const claims =
  (variables: object): Request =>
  () => [CLAIMS, { ...variables }];
const reviews =
  (variables: object): Request =>
  () => [REVIEWS, { ...variables }];
const mara = (name: string, request: Request, expected: object): Case => [name, 'mara', request, expected];

/** Texts that say nothing, or that Postgres cannot keep. */
const TEXTS = {
  'an empty text': '',
  'a blank text': ' \t\n\u00a0\u3000',
  'an invisible text': '\u200b\u2060\ufeff',
  'a NUL': 'a\u0000b',
  'half a character': 'a\ud83db',
  'the other half': '\udf3e',
};
/** A character of two UTF-16 units and four bytes, which counts as one. */
const ASTRAL = '𝒳';
const article = ['input', 'appearances', '0', 'article'];

const FIELDS: [path: string[], limit: number, request: (text: string) => Request][] = [
  [['input', 'statement'], LIMITS.statement, (statement) => submit({ statement })],
  [['input', 'claimant'], LIMITS.claimant, (claimant) => submit({ claimant })],
  [['input', 'topics'], LIMITS.topic, (topic) => submit({ topics: ['fine', topic] })],
  [['input', 'idempotencyKey'], REVIEW_LIMITS.idempotencyKey, (idempotencyKey) => submit({ idempotencyKey })],
  [[...article, 'outlet'], LIMITS.outlet, (outlet) => submitFrom({}, { outlet })],
  [[...article, 'citation'], LIMITS.citation, (citation) => submitFrom({}, { citation })],
  [[...article, 'url'], LIMITS.url, (url) => submitFrom({}, { url })],
  [['input', 'appearances', '0', 'attribution'], LIMITS.attribution, (text) => submitFrom({ attribution: [text] })],
  [
    ['input', 'appearances', '0', 'claimantAsWritten'],
    LIMITS.claimant,
    (text) => submitFrom({ claimantAsWritten: text }),
  ],
  [['input', 'publisher'], LIMITS.publisher, (publisher) => addEvidence({ publisher })],
  [['input', 'excerpt'], LIMITS.excerpt, (excerpt) => addEvidence({ excerpt })],
  [['input', 'url'], LIMITS.url, (url) => addEvidence({ url })],
  [['input', 'archivedUrl'], LIMITS.url, (archivedUrl) => addEvidence({ archivedUrl })],
  [['input', 'note'], LIMITS.relationNote, (note) => relate({ note })],
  [['input', 'alias'], LIMITS.claimant, (text) => alias(text, 'x')],
  [['input', 'claimant'], LIMITS.claimant, (text) => alias('x', text)],
  [['input', 'rationale'], REVIEW_LIMITS.rationale, (rationale) => decide('held', { rationale })],
  [['input', 'idempotencyKey'], REVIEW_LIMITS.idempotencyKey, (idempotencyKey) => decide('held', { idempotencyKey })],
  [['reason'], REVIEW_LIMITS.deferReason, (reason) => defer('held', { reason })],
  [['input', 'comment'], REVIEW_LIMITS.comment, (comment) => signOff({ comment })],
  [['filter', 'text'], 200, (text) => claims({ filter: { text } })],
  [['filter', 'outlet'], LIMITS.outlet, (outlet) => claims({ filter: { outlet } })],
  [['filter', 'text'], 200, (text) => reviews({ filter: { text } })],
  [['filter', 'claimant'], LIMITS.claimant, (claimant) => reviews({ filter: { claimant } })],
];

const MALFORMED_IDS = [
  '',
  'x',
  '1',
  ` ${UNKNOWN}`,
  `${UNKNOWN}0`,
  `{${UNKNOWN}}`,
  UNKNOWN.replaceAll('-', ''),
  'ABCDEF00-0000-7000-8000-000000000000', // ids are given out in lower case; two spellings of one would not be equal
  "' OR true --",
];

const cursor = (...position: unknown[]) => Buffer.from(JSON.stringify(position)).toString('base64url');
/** Cursors that no page gave. Those of dates are ones that JavaScript reads and Postgres may not. */
const FORGED_CURSORS = [
  '',
  'x',
  cursor(),
  cursor(1),
  cursor('x'),
  cursor(UNKNOWN, UNKNOWN),
  cursor(null, null, UNKNOWN),
  ...['', 'yesterday', '1', '2025', '2025-02-30T00:00:00.000Z', '+275760-09-13T00:00:00.000Z'].map((due) =>
    cursor('50', due, UNKNOWN),
  ),
  cursor('9999', '2025-01-01T00:00:00.000Z', UNKNOWN),
  cursor('-1', '2025-01-01T00:00:00.000Z', UNKNOWN),
  cursor('50', '2025-01-01T00:00:00.000Z', 'x'),
];
const DAYS = ['2025-02-30', '2025-1-1', '20250101', '2025-01-01T00:00:00Z', '0000-01-01', 'today', '', 20_250_101];
const INSTANTS = [
  '2025-02-30T00:00:00Z',
  '2025-01-01',
  '2025-01-01T00:00:00',
  '2025-01-01T24:00:00Z',
  'now',
  1_735_689_600,
];

const CASES: Case[] = [
  ...FIELDS.flatMap(([path, limit, request], i) =>
    Object.entries({ ...TEXTS, [`${limit + 1} characters`]: ASTRAL.repeat(limit + 1) }).map(([what, text]): Case => [
      `field ${i}, ${path.join('.')}: ${what}`,
      'chief',
      request(text),
      bad(...path),
    ]),
  ),
  ...MALFORMED_IDS.flatMap((id) => [
    mara(`takeReview: the id "${id}"`, () => [TAKE, { id }], invalid('id')),
    mara(`takeNextReview: the id "${id}"`, () => [TAKE_NEXT, { deskId: id }], invalid('deskId')),
    mara(`decideReview: the lease token "${id}"`, decide('held', { leaseToken: id }), bad('input', 'leaseToken')),
    mara(`decideReview: the evidence "${id}"`, decide('held', { evidenceIds: [id] }), bad('input', 'evidenceIds')),
    mara(`addEvidence: the claim "${id}"`, addEvidence({ claimId: id }), bad('input', 'claimId')),
    mara(`reviews: the desk "${id}"`, reviews({ filter: { deskId: id } }), bad('filter', 'deskId')),
  ]),
  mara('releaseReview: two bad ids', release('held', { id: 'x', leaseToken: 'y' }), {
    code: 'BAD_USER_INPUT',
    paths: ['id', 'leaseToken'],
  }),

  ...FORGED_CURSORS.flatMap((after, i) => [
    mara(`reviews: forged cursor ${i}`, reviews({ after }), invalid('after')),
    mara(`claims: forged cursor ${i}`, claims({ after }), invalid('after')),
  ]),
  mara('reviews: the cursor of another order', reviews({ after: cursor(UNKNOWN) }), invalid('after')),
  mara('reviews: a cursor of 501 characters', reviews({ after: 'x'.repeat(501) }), bad('after')),
  ...[0, -1, 101].flatMap((first) => [
    mara(`claims: first ${first}`, claims({ first }), bad('first')),
    mara(`reviews: first ${first}`, reviews({ first }), bad('first')),
  ]),
  mara('reviews: no state', reviews({ filter: { states: [] } }), bad('filter', 'states')),
  mara('reviews: an unknown order', reviews({ orderBy: 'OLDEST' }), BY_TYPE),

  ...DAYS.map((claimedAt) => mara(`submitClaim: the day "${claimedAt}"`, submit({ claimedAt }), BY_TYPE)),
  ...INSTANTS.map((until) => mara(`deferReview: until "${until}"`, defer('held', { until }), BY_TYPE)),
  mara('decideReview: no such verdict', decide('held', { verdict: 'TRUE' }), BY_TYPE),
  mara('decideReview: version 0', decide('held', { expectedVersion: 0 }), bad('input', 'expectedVersion')),
  mara('decideReview: version 1.5', decide('held', { expectedVersion: 1.5 }), BY_TYPE),
  mara(
    'decideReview: 101 sources',
    decide('held', { evidenceIds: Array(101).fill(UNKNOWN) }),
    bad('input', 'evidenceIds'),
  ),
  mara('addEvidence: a hash in capitals', addEvidence({ contentHash: 'AB'.repeat(32) }), bad('input', 'contentHash')),
  mara('submitClaim: no appearance', submit({ appearances: [] }), bad('input', 'appearances')),
  mara('submitClaim: 21 topics', submit({ topics: Array(21).fill('x') }), bad('input', 'topics')),
  mara('submitClaim: a language that is none', submit({ language: 'English!' }), bad('input', 'language')),
  mara('submitClaim: a field that is not there', submit({ verdict: 'VERIFIED' }), BY_TYPE),
  mara('submitClaims: none', () => [SUBMIT_MANY, { items: [] }], invalid('items')),
  mara('submitClaims: 501', () => [SUBMIT_MANY, { items: Array(501).fill(submit()()[1]['input']) }], invalid('items')),
];

describe('is refused before anything is looked up, and changes nothing:', () => {
  refuses(CASES, (data, errors) => {
    if (errors === undefined) return data;
    expect(errors).toHaveLength(1);
    const { code, details = [] } = errors[0].extensions;
    return { code, paths: details.map(({ path }: { path: string[] }) => path.join('.')) };
  });
});

describe('the longest texts that are allowed', () => {
  it('are kept as they are, counted in characters and not in bytes', async () => {
    const { claimId, reviewId } = await on.app.review(on.deskId);
    const text = (limit: number) => ASTRAL.repeat(limit);
    const source = { claimId, publisher: text(LIMITS.publisher), excerpt: text(LIMITS.excerpt) };
    const { claim } = (await on.mara.data(...addEvidence(source)())).answer;
    expect(claim.evidence[0]).toMatchObject({ publisher: source.publisher, excerpt: source.excerpt });
    on.reviews.free = (await on.mara.data(TAKE, { id: reviewId })).answer.review;
    const decision = {
      rationale: text(REVIEW_LIMITS.rationale),
      idempotencyKey: text(REVIEW_LIMITS.idempotencyKey),
      verdict: 'UNCONFIRMED',
      recheckAt: inDays(5 * 366 - 1),
    };
    const { answer } = await on.mara.data(...decide('free', decision)());
    expect(answer.decision).toMatchObject({ rationale: decision.rationale, recheckAt: decision.recheckAt });
  });
});
