import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { BOARD } from './board-desk.js';
import { DeskApp, type Person } from './desk-app.js';
import { indexesRead, planOf, type Statement, statementsOf } from './plans.js';

const TABLES = ['review', 'claim', 'decision', 'sign_off', 'lease_expiry'];
/** Reviews of the large desk, one each hour and a half, so that they are of three years; of the last ones, one in six is open. */
const REVIEWS = 18_000;
const A_DAY = 16;

let app: DeskApp;
let chief: Person;
beforeAll(async () => {
  app = await DeskApp.start();
  chief = await app.person('CHIEF_EDITOR');
  await app.person('EDITOR');
  // The events of so many rows would take most of the time, and no board reads them
  for (const table of ['claim', 'review', 'decision', 'sign_off'])
    await app.sql(`ALTER TABLE ${table} DISABLE TRIGGER audit_capture`);
  await fill(await app.desk('large'), REVIEWS);
  await fill(await app.desk('small'), 2000);
  await app.sql('VACUUM (ANALYZE) claim, review, decision, sign_off, lease_expiry');
}, 60_000);
afterAll(() => app.stop());

async function fill(deskId: string, count: number): Promise<void> {
  await app.sql('SET session_replication_role = replica'); // rows that point at each other
  await app.sql(
    `WITH made AS (
       INSERT INTO claim (id, statement, claimant, claimed_at, language, desk_id, fingerprint, erased_at)
       SELECT gen_random_uuid(), 'S ' || i, 'C', date '2025-01-01', 'en', $1::uuid, sha256(convert_to($1::uuid::text || i, 'UTF8')),
              CASE WHEN i % 50 = 0 THEN now() - i * interval '90 minutes' END
       FROM generate_series(1, $2::int) i RETURNING id, statement, erased_at),
     numbered AS (
       SELECT m.id AS claim_id, n, now() - n * interval '90 minutes' AS at, gen_random_uuid() AS id, gen_random_uuid() AS decision_id,
              CASE WHEN erased_at IS NOT NULL THEN 'WITHDRAWN' WHEN n < 1000 AND n % 6 = 0 THEN 'QUEUED' ELSE 'DECIDED' END AS state
       FROM made m, LATERAL (SELECT split_part(statement, ' ', 2)::int AS n) s),
     reviewed AS (
       INSERT INTO review (id, claim_id, desk_id, round, kind, state, priority, queued_at, due_at, decision_id, decided_at, assignee_id)
       SELECT id, claim_id, $1::uuid, 1, 'INITIAL', state, 1, at - interval '5 hours', at, CASE WHEN state = 'DECIDED' THEN decision_id END,
              CASE WHEN state = 'DECIDED' THEN at END, CASE WHEN n % 40 = 0 THEN $3::uuid END FROM numbered),
     decided AS (
       INSERT INTO decision (id, claim_id, review_id, verdict, rationale, idempotency_key, decided_by, decided_at)
       SELECT decision_id, claim_id, id, 'VERIFIED', 'R', id::text, $3::uuid, at FROM numbered WHERE state = 'DECIDED'),
     signed AS (
       INSERT INTO sign_off (id, claim_id, decision_id, decided_by, outcome, signed_by, signed_at)
       SELECT gen_random_uuid(), claim_id, decision_id, $3::uuid, 'APPROVE', $4::uuid, at FROM numbered WHERE state = 'DECIDED' AND n % 4 = 1)
     INSERT INTO lease_expiry (review_id, ended_at, desk_id, holder_id)
     SELECT id, at, $1::uuid, $3::uuid FROM numbered WHERE n % 2 = 1`,
    [deskId, count, chief.id, (await app.sql('SELECT id FROM app_user WHERE id <> $1', [chief.id]))[0].id],
  );
  await app.sql('RESET session_replication_role');
}

const boardOf = async (variables: object): Promise<Statement> => {
  const statements = await statementsOf(() => chief.data(BOARD, { slug: 'large', ...variables }), /width_bucket/);
  expect(statements).toHaveLength(1);
  return statements[0]!;
};

describe('on 20,000 reviews', () => {
  it.each([
    ['a week of a desk', { days: 7 }],
    ['a month of a desk', { days: 30 }],
    ['a quarter of a desk', { days: 92 }],
    ['a quarter of a small desk', { slug: 'small', days: 92 }],
    ['a quarter of all desks', { slug: null, days: 92 }],
  ])('%s is read by way of indexes', async (_, variables) => {
    expect(await indexesRead(app, await boardOf(variables), TABLES)).toEqual(
      expect.arrayContaining([
        'claim_erased_idx',
        'lease_expiry_desk_idx',
        'review_assignee_idx',
        'review_decided_idx',
        'review_queued_idx',
        'sign_off_signed_idx',
      ]),
    );
  });

  it('no more is read than there is in the time', async () => {
    const nodes = await planOf(app, await boardOf({ days: 7 }), true);
    const read = (table: string): number =>
      nodes
        .filter((node) => node['Relation Name'] === table)
        .reduce(
          (rows, node) => rows + (node['Actual Rows']! + (node['Rows Removed by Filter'] ?? 0)) * node['Actual Loops']!,
          0,
        );
    const week = 7 * A_DAY;
    // each decided one with its decision; of a quarter with sign-offs, their decision again
    expect(read('decision')).toBeLessThan(week + week / 2);
    expect(read('sign_off')).toBeLessThan(week);
    expect(read('lease_expiry')).toBeLessThan(week);
    expect(read('claim')).toBeLessThan(week);
    // those queued and decided, and some ten times what is open, which is counted by state and by age
    expect(read('review')).toBeLessThan(2 * week + 10 * 170);
  });

  it('what is told is what was filled in', async () => {
    const { board } = await chief.data(BOARD, { slug: 'large', days: 92 });
    const [{ n, open }] = await app.sql(
      `SELECT count(*) FILTER (WHERE decided_at >= $1)::int AS n, count(*) FILTER (WHERE state = 'QUEUED')::int AS open
       FROM review WHERE desk_id = $2`,
      [`${board.days[0].day}T00:00:00Z`, board.desk.id],
    );
    expect([board.total.decided.count, board.counts.queued.count]).toEqual([n, open]);
    expect(board.total.decided).toMatchObject({ p50Seconds: 18_000, p90Seconds: 18_000, late: 0 });
    expect(board.people.map(({ decided, signOffs }: any) => [decided, signOffs > 200])).toEqual(
      expect.arrayContaining([
        [n, false],
        [0, true],
      ]),
    );
  });
});
