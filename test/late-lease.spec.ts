import { afterAll, beforeAll, expect, it } from '@jest/globals';
import pg from 'pg';
import { DeskApp, type Person } from './desk-app.js';
import { DECIDE, RENEW, TAKE_NEXT } from './operations.js';

let app: DeskApp;
let editor: Person;
let deskId: string;
let blocker: pg.Client;
beforeAll(async () => {
  app = await DeskApp.start();
  deskId = await app.desk('late', { leaseSeconds: 1 });
  editor = await app.person('EDITOR');
  blocker = new pg.Client({ connectionString: app.databaseUrl });
  await blocker.connect();
});
afterAll(async () => {
  await blocker.end();
  await app.stop();
});

/** Lets the request come to wait for the row, and the lease end meanwhile. The one who holds the row changes nothing. */
async function lateBy(row: 'claim' | 'review', ask: (review: any) => Promise<any>) {
  const { claimId, reviewId } = await app.review(deskId);
  const { answer } = await editor.data(TAKE_NEXT, { deskId });
  expect(answer.review.id).toBe(reviewId);
  await blocker.query('BEGIN');
  await blocker.query(`SELECT FROM ${row} WHERE id = $1 FOR UPDATE`, [row === 'claim' ? claimId : reviewId]);
  const asked = ask(answer.review);
  await app.until('the request to wait', async () => {
    const waiting = await app.sql(
      `SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
    );
    return waiting.length === 1;
  });
  await app.until('the lease to end', async () => {
    const [{ over }] = await app.sql('SELECT lease_until < clock_timestamp() AS over FROM review WHERE id = $1', [
      reviewId,
    ]);
    return over;
  });
  const before = await app.fingerprint();
  await blocker.query('ROLLBACK');
  expect((await asked).answer).toMatchObject({ code: 'LEASE_LOST', lastChange: { action: 'leaseEnded' } });
  expect(await app.fingerprint()).toEqual(before);
}

it.each(['claim', 'review'] as const)('does not decide when the lease ends while it waits for the %s', async (row) => {
  await lateBy(row, ({ id, lease, claim }) => {
    const input = { reviewId: id, leaseToken: lease.token, expectedVersion: claim.version, idempotencyKey: id };
    return editor.data(DECIDE, { input: { ...input, verdict: 'VERIFIED', rationale: 'Too late.' } });
  });
});

it('does not renew a lease that ends while it waits for the review', async () => {
  await lateBy('review', ({ id, lease }) => editor.data(RENEW, { id, leaseToken: lease.token }));
});
