import { expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { DeskApp, type Person } from './desk-app.js';
import {
  ADD_ALIAS,
  ADD_EVIDENCE,
  DECIDE,
  DEFER,
  REASSIGN,
  RELATE,
  RELEASE,
  RENEW,
  SIGN_OFF,
  SUBMIT,
  TAKE,
} from './operations.js';

/** A review of each kind that a request can be wrong about. */
const STANDINGS = ['held', 'expired', 'free', 'assigned', 'proposed', 'decided'] as const;
type Standing = (typeof STANDINGS)[number];

/** What the cases are about. Filled by `prepare`, so the requests below are made when they are sent, not before. */
export const on = {} as {
  app: DeskApp;
  /** Took all reviews that are taken, and made the decisions. */
  mara: Person;
  omar: Person;
  chief: Person;
  deskId: string;
  emptyDesk: string;
  /** Evidence of the claim of `free`. */
  otherEvidence: string;
  reviews: Record<Standing, any>;
};

const DECISION = { verdict: 'UNCONFIRMED', rationale: 'Reasons.' };
/** The decision on `decided` once more, with what differs from the first time. */
export const decideAgain = (changes: object): Request =>
  decide('decided', () => {
    const { recheckAt } = on.reviews.decided.decision;
    return { ...DECISION, recheckAt, idempotencyKey: 'decided', ...changes };
  });

export async function prepare(): Promise<void> {
  const app = await DeskApp.start();
  const [mara, omar, chief] = [
    await app.person('EDITOR'),
    await app.person('EDITOR'),
    await app.person('CHIEF_EDITOR'),
  ];
  const deskId = await app.desk('refusals');
  const [emptyDesk, secondPair] = [await app.desk('empty'), await app.desk('second-pair', { signOffsRequired: 1 })];
  Object.assign(on, { app, mara, omar, chief, deskId, emptyDesk, reviews: {} });
  for (const standing of STANDINGS) {
    const { reviewId, claimId } = await app.review(standing === 'proposed' ? secondPair : deskId);
    on.reviews[standing] = { id: reviewId, claim: { id: claimId, version: 1 }, lease: { token: randomUUID() } };
    if (standing === 'free' || standing === 'assigned') continue;
    on.reviews[standing] = (await mara.data(TAKE, { id: reviewId })).answer.review;
    if (standing === 'held' || standing === 'expired') continue;
    const decision = { ...DECISION, idempotencyKey: standing, recheckAt: inDays(30) };
    const { answer } = await mara.data(...decide(standing, decision)());
    on.reviews[standing].decision = answer.decision;
  }
  await chief.data(REASSIGN, { id: on.reviews.assigned.id, assigneeId: omar.id });
  await app.sql(`UPDATE review SET lease_until = clock_timestamp() WHERE id = $1`, [on.reviews.expired.id]);
  const input = { claimId: on.reviews.free.claim.id, url: 'https://a.example/', stance: 'CONTEXT' };
  on.otherEvidence = (await mara.data(ADD_EVIDENCE, { input })).answer.claim.evidence[0].id;
  await chief.data(...alias('The Known', 'Somebody')());
  await mara.data(...submit({ idempotencyKey: 'used' })());
}

export type Request = () => [query: string, variables: Record<string, unknown>];
/** What differs from a request that would be granted; a function where it is known only after `prepare`. */
type Changes = object | (() => object);
const made = (changes: Changes): object => (typeof changes === 'function' ? (changes as () => object)() : changes);

export const UNKNOWN = '00000000-0000-7000-8000-000000000000';
export const inDays = (days: number): string => new Date(Date.now() + days * 86_400_000).toISOString();

const ofLease =
  (query: string, more: () => object = () => ({})) =>
  (standing: Standing, changes: Changes = {}): Request =>
  () => {
    const { id, lease } = on.reviews[standing];
    return [query, { id, leaseToken: lease.token, ...more(), ...made(changes) }];
  };
export const renew = ofLease(RENEW);
export const release = ofLease(RELEASE);
export const defer = ofLease(DEFER, () => ({ until: inDays(1), reason: 'Later.' }));

export const take =
  (standing: Standing): Request =>
  () => [TAKE, { id: on.reviews[standing].id }];
export const reassign =
  (standing: Standing, assignee: () => string | null): Request =>
  () => [REASSIGN, { id: on.reviews[standing].id, assigneeId: assignee() }];

const withInput =
  (query: string, input: () => object, changes: Changes): Request =>
  () => [query, { input: { ...input(), ...made(changes) } }];

export const decide = (standing: Standing, changes: Changes = {}): Request =>
  withInput(
    DECIDE,
    () => ({
      reviewId: on.reviews[standing].id,
      leaseToken: on.reviews[standing].lease.token,
      verdict: 'VERIFIED',
      rationale: 'Reasons.',
      evidenceIds: [],
      expectedVersion: on.reviews[standing].claim.version,
      idempotencyKey: randomUUID(),
    }),
    changes,
  );

export const signOff = (changes: Changes = {}): Request => {
  const proposal = () => ({ reviewId: on.reviews.proposed.id, decisionId: on.reviews.proposed.decision.id });
  return withInput(SIGN_OFF, () => ({ ...proposal(), outcome: 'APPROVE' }), changes);
};
export const addEvidence = (changes: Changes = {}): Request => {
  const claimId = () => on.reviews.held.claim.id;
  return withInput(ADD_EVIDENCE, () => ({ claimId: claimId(), url: 'https://a.example/', stance: 'CONTEXT' }), changes);
};
export const relate = (changes: Changes = {}): Request => {
  const claims = () => ({ fromClaimId: on.reviews.held.claim.id, toClaimId: on.reviews.free.claim.id });
  return withInput(RELATE, () => ({ ...claims(), kind: 'SIMILAR_TO' }), changes);
};
export const alias = (name: string, claimant: string): Request =>
  withInput(ADD_ALIAS, () => ({ alias: name, claimant }), {});
export const submit = (changes: Changes = {}): Request =>
  withInput(SUBMIT, () => on.app.submission(on.deskId), changes);
/** A submission whose one appearance, and its article, have the changes. */
export const submitFrom = (changes: object, article: object = {}): Request =>
  submit(() => {
    const [appearance] = on.app.submission(on.deskId).appearances;
    return { appearances: [{ ...appearance!, article: { ...appearance!.article, ...article }, ...changes }] };
  });

/** Name, who asks, for what, and what `read` is to make of the answer. */
export type Case = readonly [name: string, who: 'mara' | 'omar' | 'chief', request: Request, expected: object];

/** Tests that each case is answered as expected, and changes no row, event or job. */
export function refuses(cases: readonly Case[], read: (data: any, errors: any[] | undefined) => object): void {
  it.each(cases)('%s', async (_, who, request, expected) => {
    const [query, variables] = request();
    const before = await on.app.fingerprint();
    const { data, errors } = await on[who].ask(query, variables);
    expect(read(data, errors)).toEqual(expected);
    expect(await on.app.fingerprint()).toEqual(before);
  });
}
