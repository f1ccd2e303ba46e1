import type { SignOffOutcome } from '../../src/review/vocabulary.js';
import type { Person } from '../desk-app.js';

/** A decision as the model knows it: numbers stand for people. */
export interface Proposal {
  readonly id: string;
  readonly author: number;
  readonly verdict: string;
  readonly key: string;
  readonly signedBy: number[];
}

/** What there is to know of a review, its claim included. */
export interface ReviewModel {
  readonly id: string;
  readonly claimId: string;
  readonly deskId: string;
  /** Which the desk asks for. */
  readonly signOffs: number;
  state: 'QUEUED' | 'IN_REVIEW' | 'AWAITING_SIGN_OFF' | 'DECIDED';
  version: number;
  priority: number;
  holder: number | null;
  /** The token of the present lease. */
  token: string | null;
  /** Whether the lease has run out, swept or not. */
  hasEnded: boolean;
  /** Tokens of leases that are over. */
  readonly oldTokens: string[];
  assignee: number | null;
  isDeferred: boolean;
  /** The proposed or final decision that the review stands at. */
  proposal: Proposal | null;
  claimVersion: number;
  verdict: string | null;
  evidence: number;
}

/** All that is known, as it should be. The last person is the chief editor. */
export interface Model {
  readonly reviews: ReviewModel[];
  /** Decisions by their author and idempotency key, with the review that they were made on. */
  readonly decided: Map<string, { readonly review: ReviewModel; readonly proposal: Proposal }>;
}

/** What the commands work on. */
export interface Real {
  readonly people: readonly Person[];
  readonly sql: (text: string, values?: unknown[]) => Promise<any[]>;
  /** Runs the jobs that give back ended leases, and those put off whose time has come. */
  readonly sweep: () => Promise<void>;
  readonly resume: () => Promise<void>;
  /** How many events an audit stream lacks. */
  readonly look: (model: Model, review: number) => Promise<void>;
}

export const CHIEF = 3;
export const PEOPLE = 4;
const OVERDUE = 100;
const BASE = 50;

export const newReview = (id: string, claimId: string, deskId: string, signOffs: number): ReviewModel => ({
  id,
  claimId,
  deskId,
  signOffs,
  state: 'QUEUED',
  version: 1,
  priority: BASE,
  holder: null,
  token: null,
  hasEnded: false,
  oldTokens: [],
  assignee: null,
  isDeferred: false,
  proposal: null,
  claimVersion: 1,
  verdict: null,
  evidence: 0,
});

/** Whether the person holds the review by this token at this moment. */
export const holds = (review: ReviewModel, person: number, token: string): boolean =>
  review.state === 'IN_REVIEW' && review.holder === person && review.token === token && !review.hasEnded;

/** @returns the code of what stands in the way; null if it may be taken */
export function obstacleToTake(review: ReviewModel, person: number): 'REVIEW_CONFLICT' | null {
  const isOthers = review.assignee !== null && review.assignee !== person;
  return review.state !== 'QUEUED' || isOthers ? 'REVIEW_CONFLICT' : null;
}

/** The review that takeNextReview must give out: one's own first, then by priority, then the first that came. */
export function nextOf(model: Model, deskId: string, person: number): ReviewModel | undefined {
  const waiting = model.reviews.filter((one) => one.deskId === deskId && one.state === 'QUEUED' && !one.isDeferred);
  const first = (of: ReviewModel[]) => of.toSorted((a, b) => b.priority - a.priority)[0]; // stable: then as they came
  return (
    first(waiting.filter(({ assignee }) => assignee === person)) ??
    first(waiting.filter(({ assignee }) => assignee === null))
  );
}

export function taken(review: ReviewModel, person: number, token: string): void {
  Object.assign(review, { state: 'IN_REVIEW', holder: person, token, hasEnded: false, isDeferred: false });
  review.version += 1;
}

function endLease(review: ReviewModel): void {
  if (review.token !== null) review.oldTokens.push(review.token);
  Object.assign(review, { holder: null, token: null, hasEnded: false });
}

export function backToQueue(review: ReviewModel): void {
  endLease(review);
  review.state = 'QUEUED';
  review.version += 1;
}

export function decided(review: ReviewModel, proposal: Proposal): void {
  endLease(review);
  review.proposal = proposal;
  review.version += 1;
  review.state = review.signOffs === 0 ? 'DECIDED' : 'AWAITING_SIGN_OFF';
  if (review.state === 'DECIDED') becomesFinal(review);
}

function becomesFinal(review: ReviewModel): void {
  review.verdict = review.proposal!.verdict;
  review.claimVersion += 1;
}

/** @returns the code of what stands in the way of a sign-off; null if it may be */
export function obstacleToSignOff(review: ReviewModel, person: number, decisionId: string): string | null {
  if (review.state !== 'AWAITING_SIGN_OFF' || review.proposal?.id !== decisionId) return 'REVIEW_CONFLICT';
  return review.proposal.author === person || review.proposal.signedBy.includes(person) ? 'INVALID_INPUT' : null;
}

export function signedOff(review: ReviewModel, person: number, outcome: `${SignOffOutcome}`): void {
  if (outcome === 'REJECT') {
    Object.assign(review, { state: 'QUEUED', proposal: null, priority: OVERDUE });
    review.version += 1;
    return;
  }
  review.proposal!.signedBy.push(person);
  if (review.proposal!.signedBy.length < review.signOffs) return;
  review.state = 'DECIDED';
  review.version += 1;
  becomesFinal(review);
}
