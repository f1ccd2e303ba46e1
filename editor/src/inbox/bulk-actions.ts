import { client } from '../api/client.js';
import { t } from '../text/index.js';
import { failureText } from '../ui/failure.js';
import { DeferMutation, ReleaseMutation, TakeMutation } from '../review/mutations.js';
import { ReassignMutation } from '../review/reassign.js';
import type { ReviewRow } from './reviews-query.js';

/** What came of an action on one review. */
export interface Attempt {
  /** Why it was not done, as a sentence; null once it was. */
  readonly problem: string | null;
  /** Whether the rest would be refused for the same reason. */
  readonly isFinal?: boolean;
  /** Takes it back. Left out where it cannot be. */
  readonly undo?: () => Promise<Attempt>;
}

export type Action = (row: ReviewRow) => Promise<Attempt>;

interface Answer {
  readonly data?: Readonly<Record<string, { readonly __typename: string; readonly message?: string }>> | undefined;
  readonly error?: Parameters<typeof failureText>[0] | undefined;
}

/** @returns what was refused; null where it was done */
function refusalOf({ data, error }: Answer): Attempt | null {
  const answer = data === undefined ? undefined : Object.values(data)[0];
  if (answer?.__typename === 'ReviewSuccess') return null;
  if (answer !== undefined) {
    return { problem: answer.message!, isFinal: answer.__typename === 'LeaseLimitReachedError' };
  }
  // Without a connection, asking for the others would be in vain too
  const isLost = error?.networkError !== undefined;
  return { problem: isLost ? t.failures.notReached : failureText(error!), isFinal: isLost };
}

const release = async (id: string, token: string): Promise<Attempt> => {
  const answer = await client.mutation(ReleaseMutation, { id, token });
  return refusalOf(answer) ?? { problem: null, undo: () => take(id) };
};

const defer = async (id: string, token: string, until: string, reason: string): Promise<Attempt> => {
  const answer = await client.mutation(DeferMutation, { id, token, until, reason });
  return refusalOf(answer) ?? { problem: null, undo: () => take(id) };
};

/** @param before how it was put off, which its undoing restores while that time has not come */
async function take(id: string, before?: Pick<ReviewRow, 'deferredUntil' | 'deferReason'>): Promise<Attempt> {
  const answer = await client.mutation(TakeMutation, { id });
  const taken = answer.data?.takeReview;
  if (taken?.__typename !== 'ReviewSuccess') return refusalOf(answer)!;
  const token = taken.review.lease!.token!;
  const { deferredUntil = null, deferReason = null } = before ?? {};
  return {
    problem: null,
    undo: () =>
      deferredUntil !== null && deferReason !== null && Date.parse(deferredUntil) > Date.now()
        ? defer(id, token, deferredUntil, deferReason)
        : release(id, token),
  };
}

const reassign = async (id: string, assigneeId: string | null): Promise<Attempt> =>
  refusalOf(await client.mutation(ReassignMutation, { id, assigneeId })) ?? { problem: null };

export const takeRow: Action = (row) => take(row.id, row);
export const releaseRow: Action = ({ id, lease }) => release(id, lease!.token!);
export const deferRow =
  (until: string, reason: string): Action =>
  ({ id, lease }) =>
    defer(id, lease!.token!, until, reason);

/** @param assigneeId null for anyone of the desk */
export const reassignRow =
  (assigneeId: string | null): Action =>
  async ({ id, assignee, lease }) => {
    const attempt = await reassign(id, assigneeId);
    // A hold that it ended does not come back
    if (attempt.problem !== null || lease !== null) return attempt;
    return { ...attempt, undo: () => reassign(id, assignee?.id ?? null) };
  };

/** For single reviews: each answers what came of it. */
export const takeOne = (id: string): Promise<Attempt> => take(id);
export const releaseOne = (id: string, token: string): Promise<Attempt> => release(id, token);
