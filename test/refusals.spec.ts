import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { SUBMIT_MANY, TAKE, TAKE_NEXT } from './operations.js';
import {
  addEvidence,
  alias,
  type Case,
  decide,
  decideAgain,
  defer,
  inDays,
  on,
  prepare,
  reassign,
  refuses,
} from './refused-requests.js';
import { relate, release, renew, signOff, submit, submitFrom, take, UNKNOWN } from './refused-requests.js';

beforeAll(prepare, 30_000);
afterAll(() => on.app.stop());

const error = (type: string, ...path: string[]) => ({
  __typename: `${type}Error`,
  code: type.replaceAll(/(?<=.)([A-Z])/g, '_$1').toUpperCase(),
  path,
});
const NOT_FOUND = (...path: string[]) => error('NotFound', ...path);
const INVALID = (...path: string[]) => error('InvalidInput', ...path);
const LEASE_LOST = (...path: string[]) => error('LeaseLost', ...path);
const CONFLICT = (...path: string[]) => error('ReviewConflict', ...path);
const KEY_REUSED = error('IdempotencyKeyReused', 'input', 'idempotencyKey');
const FOREIGN_ADDRESSES = [
  'javascript:alert(1)',
  'ftp://a.example/',
  'a.example',
  '//a.example/',
  'http://',
  'mailto:a@b.c',
];
const later = (days: number, verdict = 'UNCONFIRMED') => ({ recheckAt: inDays(days), verdict });
const oneOfMany = (changes: object) => () => {
  const [, { input }] = submit(changes)();
  return [SUBMIT_MANY, { items: [input] }] as ReturnType<Case[2]>;
};

const CASES: Case[] = [
  ['takeNextReview: no such desk', 'chief', () => [TAKE_NEXT, { deskId: UNKNOWN }], NOT_FOUND('deskId')],
  [
    'takeNextReview: nothing waits',
    'mara',
    () => [TAKE_NEXT, { deskId: on.emptyDesk }],
    error('NothingToTake', 'deskId'),
  ],
  ['takeReview: no such review', 'mara', () => [TAKE, { id: UNKNOWN }], NOT_FOUND('id')],
  ['takeReview: held by oneself', 'mara', take('held'), CONFLICT('id')],
  ['takeReview: held by another', 'omar', take('held'), CONFLICT('id')],
  ['takeReview: assigned to another', 'mara', take('assigned'), CONFLICT('id')],
  ['takeReview: proposed', 'omar', take('proposed'), CONFLICT('id')],
  ['takeReview: decided', 'omar', take('decided'), CONFLICT('id')],

  ...Object.entries({ renew, release, defer }).flatMap(([name, held]): Case[] => [
    [`${name}: no such review`, 'mara', held('held', { id: UNKNOWN }), NOT_FOUND('id')],
    [`${name}: never taken`, 'mara', held('free'), LEASE_LOST('leaseToken')],
    [`${name}: another token`, 'mara', held('held', { leaseToken: UNKNOWN }), LEASE_LOST('leaseToken')],
    [`${name}: the lease of another`, 'omar', held('held'), LEASE_LOST('leaseToken')],
    [`${name}: ended lease`, 'mara', held('expired'), LEASE_LOST('leaseToken')],
    [`${name}: decided meanwhile`, 'mara', held('decided'), LEASE_LOST('leaseToken')],
  ]),
  ['defer: to now', 'mara', defer('held', () => ({ until: inDays(0) })), INVALID('until')],
  ['defer: to the past', 'mara', defer('held', { until: '0001-01-01T00:00:00Z' }), INVALID('until')],
  ['defer: for more than a year', 'mara', defer('held', () => ({ until: inDays(366.1) })), INVALID('until')],

  ['reassign: no such person', 'chief', reassign('free', () => UNKNOWN), INVALID('assigneeId')],
  ['reassign: decided', 'chief', reassign('decided', () => on.omar.id), CONFLICT('id')],
  ['reassign: proposed', 'chief', reassign('proposed', () => null), CONFLICT('id')],

  ['decide: no such review', 'mara', decide('held', { reviewId: UNKNOWN }), NOT_FOUND('input', 'reviewId')],
  ['decide: never taken', 'mara', decide('free'), LEASE_LOST('input', 'leaseToken')],
  ['decide: another token', 'mara', decide('held', { leaseToken: UNKNOWN }), LEASE_LOST('input', 'leaseToken')],
  ['decide: the lease of another', 'omar', decide('held'), LEASE_LOST('input', 'leaseToken')],
  ['decide: ended lease', 'mara', decide('expired'), LEASE_LOST('input', 'leaseToken')],
  ['decide: decided already', 'mara', decide('decided'), LEASE_LOST('input', 'leaseToken')],
  [
    'decide: version',
    'mara',
    decide('held', { expectedVersion: 9 }),
    error('VersionConflict', 'input', 'expectedVersion'),
  ],
  ['decide: evidence of none', 'mara', decide('held', { evidenceIds: [UNKNOWN] }), INVALID('input', 'evidenceIds')],
  [
    'decide: evidence of another claim',
    'mara',
    decide('held', () => ({ evidenceIds: [on.otherEvidence] })),
    INVALID('input', 'evidenceIds'),
  ],
  ['decide: recheck with VERIFIED', 'mara', decide('held', () => later(1, 'VERIFIED')), INVALID('input', 'recheckAt')],
  ['decide: recheck in the past', 'mara', decide('held', () => later(-1)), INVALID('input', 'recheckAt')],
  ['decide: recheck in six years', 'mara', decide('held', () => later(6 * 366)), INVALID('input', 'recheckAt')],
  ['decide: a key used for another review', 'mara', decide('held', { idempotencyKey: 'decided' }), KEY_REUSED],
  ['decide: a key used for another verdict', 'mara', decideAgain({ verdict: 'DISPUTED', recheckAt: null }), KEY_REUSED],
  ['decide: a key used for other reasons', 'mara', decideAgain({ rationale: 'Others.' }), KEY_REUSED],
  ['decide: a key used with other evidence', 'mara', decideAgain({ evidenceIds: [UNKNOWN] }), KEY_REUSED],
  ['decide: a key used with another recheck', 'mara', decideAgain({ recheckAt: inDays(31) }), KEY_REUSED],
  ['decide: a key used with no recheck', 'mara', decideAgain({ recheckAt: null }), KEY_REUSED],

  ['signOff: no such review', 'omar', signOff({ reviewId: UNKNOWN }), NOT_FOUND('input', 'reviewId')],
  ['signOff: another decision', 'omar', signOff({ decisionId: UNKNOWN }), CONFLICT('input', 'decisionId')],
  [
    'signOff: nothing proposed',
    'omar',
    signOff(() => ({ reviewId: on.reviews.free.id })),
    CONFLICT('input', 'decisionId'),
  ],
  ['signOff: one’s own decision', 'mara', signOff(), INVALID('input', 'decisionId')],
  ['signOff: a rejection without a reason', 'omar', signOff({ outcome: 'REJECT' }), INVALID('input', 'comment')],

  ['addEvidence: no such claim', 'mara', addEvidence({ claimId: UNKNOWN }), NOT_FOUND('input', 'claimId')],
  ...FOREIGN_ADDRESSES.flatMap((url): Case[] => [
    [`addEvidence: the address ${url}`, 'mara', addEvidence({ url }), INVALID('input', 'url')],
    [`addEvidence: kept at ${url}`, 'mara', addEvidence({ archivedUrl: url }), INVALID('input', 'archivedUrl')],
    [
      `submitClaim: from ${url}`,
      'mara',
      submitFrom({}, { url }),
      INVALID('input', 'appearances', '0', 'article', 'url'),
    ],
  ]),
  ['relate: to itself', 'mara', relate(() => ({ toClaimId: on.reviews.held.claim.id })), INVALID('input', 'toClaimId')],
  ['relate: from an unknown claim', 'mara', relate({ fromClaimId: UNKNOWN }), NOT_FOUND('input', 'fromClaimId')],
  ['relate: to an unknown claim', 'mara', relate({ toClaimId: UNKNOWN }), NOT_FOUND('input', 'toClaimId')],
  ['addClaimantAlias: means somebody else', 'chief', alias('the KNOWN', 'Another'), INVALID('input', 'alias')],
  ['addClaimantAlias: no letter', 'chief', alias('!?', 'Another'), INVALID('input', 'alias')],

  ['submitClaim: no such desk', 'mara', submit({ deskId: UNKNOWN }), INVALID('input', 'deskId')],
  ['submitClaim: no desk fits', 'mara', submit({ deskId: null }), INVALID('input', 'deskId')],
  ['submitClaim: no name', 'mara', submitFrom({}, { citation: null }), INVALID('input', 'appearances', '0', 'article')],
  ['submitClaim: a key used before', 'mara', submit({ idempotencyKey: 'used' }), KEY_REUSED],
  ['submitClaims: no such desk', 'mara', oneOfMany({ deskId: UNKNOWN }), INVALID('items', '0', 'deskId')],
  ['submitClaims: a blank statement', 'mara', oneOfMany({ statement: ' ' }), INVALID('items', '0', 'statement')],
];

describe('is refused by a member of the union, and changes nothing:', () => {
  refuses(CASES, (data, errors) => {
    const [answer] = [data?.answer ?? errors].flat();
    return { __typename: answer.__typename, code: answer.code, path: answer.path };
  });

  it('but not a decision that is the same once more', async () => {
    const before = await on.app.fingerprint();
    const { answer } = await on.mara.data(...decideAgain({})());
    expect(answer.decision.id).toBe(on.reviews.decided.decision.id);
    expect(await on.app.fingerprint()).toEqual(before);
  });

  it('an eleventh lease, by either way to take', async () => {
    const { app } = on;
    const desk = await app.desk('limit');
    const [spare, ...others] = await app.reviews(desk, 11);
    const hoarder = await app.person('EDITOR');
    for (const { reviewId } of others) await hoarder.data(TAKE, { id: reviewId });
    const before = await app.fingerprint();
    const ways = [
      [TAKE, { id: spare!.reviewId }],
      [TAKE_NEXT, { deskId: desk }],
    ] as const;
    for (const [query, variables] of ways) {
      const { answer } = await hoarder.data(query, variables);
      expect(answer).toMatchObject({ ...error('LeaseLimitReached'), held: 10, limit: 10 });
    }
    expect(await app.fingerprint()).toEqual(before);
  });
});
