import type { Client } from './client.js';
import type { Server } from './server.js';

/** More prove nothing that fewer do not, and each takes a few requests of a limited rate. */
const MAX_REVIEWS = 150;
const AT_ONCE = 6;

/**
 * Brings open reviews to their end, over the API: the proof that none of them is stuck, however it looks.
 *
 * @param people an editor who takes and decides, another one who signs off, and a chief who frees what is assigned
 * @returns how many were ended, and what is still open of those that should have been
 */
export async function finish(
  server: Server,
  people: { editor: Client; second: Client; chief: Client },
): Promise<{ ended: number; stuck: object[] }> {
  const open = await server.sql<{ id: string }>(
    `SELECT id FROM review WHERE state IN ('QUEUED', 'IN_REVIEW', 'AWAITING_SIGN_OFF')
     ORDER BY state = 'QUEUED' AND deferred_until IS NULL AND assignee_id IS NULL, id LIMIT ${MAX_REVIEWS}`,
  );
  const ids = open.map(({ id }) => id);
  const left = [...ids];
  await Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
      for (let id = left.pop(); id !== undefined; id = left.pop()) await end(server, people, id);
    }),
  );
  const stuck = await server.sql<object>(
    `SELECT id, state, assignee_id, deferred_until, lease_until FROM review
     WHERE id = ANY($1) AND state IN ('QUEUED', 'IN_REVIEW', 'AWAITING_SIGN_OFF')`,
    [ids],
  );
  return { ended: ids.length - stuck.length, stuck };
}

interface Standing {
  state: string;
  decision: string | null;
  author: string | null;
  claim: string;
}

async function end(server: Server, { editor, second, chief }: Parameters<typeof finish>[1], id: string): Promise<void> {
  const stand = async (): Promise<Standing> =>
    (
      await server.sql<Standing>(
        `SELECT r.state, r.decision_id AS decision, d.decided_by AS author, r.claim_id AS claim
         FROM review r LEFT JOIN decision d ON d.id = r.decision_id WHERE r.id = $1`,
        [id],
      )
    )[0]!;
  let { state, decision, author, claim } = await stand();
  if (state === 'QUEUED' || state === 'IN_REVIEW') {
    // Also ends a lease that somebody still has
    await chief.once('reassignReview', { id, assigneeId: editor.person.id });
    const taken = await editor.once('takeReview', { id });
    if (taken.outcome !== 'done') return;
    const { lease, claim: seen } = taken.answer.review;
    const input = {
      reviewId: id,
      leaseToken: lease.token,
      verdict: 'VERIFIED',
      rationale: 'At last.',
      evidenceIds: [],
      expectedVersion: seen.version,
      idempotencyKey: `finish-${claim}-${id}`,
    };
    await editor.insist('decideReview', { input });
    ({ state, decision, author } = await stand());
  }
  if (state !== 'AWAITING_SIGN_OFF') return;
  const signer = author === second.person.id ? editor : second;
  const input = { reviewId: id, decisionId: decision, outcome: 'APPROVE' };
  await signer.once('signOffDecision', { input });
}
