import { execFile } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { projectDir } from '../src/kernel/project-dir.js';
import { UNFINISHED } from '../torture/calm.js';
import { checkAll, type Problem } from '../torture/check/index.js';
import { Client, type Person } from '../torture/client.js';
import { FAULTS } from '../torture/faults.js';
import { type Call, History } from '../torture/history.js';
import { readOptions, UsageError } from '../torture/options.js';
import { Random } from '../torture/random.js';
import { makeTeam, type Team } from '../torture/team.js';
import { DeskApp } from './desk-app.js';

/** Runs the program as `npm run torture` does, on a Postgres and with processes of its own. */
const torture = (...args: string[]): Promise<{ code: number; output: string }> =>
  new Promise((resolve) => {
    const env = { PATH: process.env['PATH'], HOME: process.env['HOME'] };
    const child = execFile(
      process.execPath,
      ['test/fixtures/torture.mjs', ...args],
      { cwd: projectDir, env },
      (_, stdout, stderr) => resolve({ code: child.exitCode ?? -1, output: stdout + stderr }),
    );
  });

describe('a short run', () => {
  it('kills everything several times, and everything holds', async () => {
    const before = readdirSync(tmpdir());
    // A seed whose first faults are of every kind that kills
    const { code, output } = await torture('--minutes', '0.35', '--seed', '297', '--every', '600', '--editors', '4');
    expect({ code, output }).toMatchObject({ code: 0, output: expect.stringContaining('Everything held (seed 297).') });
    const [, faults = ''] = /Faults are over: (.*)/.exec(output) ?? [];
    const count = (name: string): number => Number(new RegExp(`${name} (\\d+)`).exec(faults)?.[1] ?? 0);
    for (const name of ['kill -9 api', 'kill -9 worker', 'kill -9 postgres']) expect(count(name)).toBeGreaterThan(1);
    expect(Number(/(\d+) decisions;/.exec(output)?.[1])).toBeGreaterThan(5);
    const added = readdirSync(tmpdir()).filter(
      (name) => name.startsWith('claimdesk-torture-') && !before.includes(name),
    );
    expect(added.filter((name) => output.includes(path.join(tmpdir(), name)))).toEqual([]);
  }, 240_000);

  it('says what is wrong with its arguments', () => {
    expect(readOptions(['--help'])).toBeNull();
    expect(readOptions(['--minutes', '2', '--seed', '5'])).toMatchObject({
      minutes: 2,
      seed: 5,
      editors: 6,
      keep: false,
    });
    expect(() => readOptions([])).toThrow(UsageError);
    expect(() => readOptions(['--minutes', '0'])).toThrow('--minutes is "0"; it must be a number from 0.05 to 1440.');
    expect(() => readOptions(['--minutes', '1', '--seed', '1.5'])).toThrow('it must be a whole number');
    expect(Object.keys(FAULTS)).toHaveLength(13);
  });
});

describe('the checker', () => {
  let app: DeskApp;
  let team: Team;
  let client: pg.Client;
  const history = new History(null);
  beforeAll(async () => {
    app = await DeskApp.start({ worker: true });
    team = await makeTeam(app.appUrl, 2);
    client = new pg.Client({ connectionString: app.databaseUrl });
    await client.connect();
    await work();
  }, 60_000);
  afterAll(async () => {
    await client.end();
    await app.stop();
  });

  const as = (person: Person): Client => new Client(person, () => [app.url], history, new Random(1));

  /** One claim decided, one proposed and signed, one left in the queue; one decision refused. */
  async function work(): Promise<void> {
    const [plain, strict] = team.desks.map(({ id }) => id);
    const [submitter, first, second] = [team.submitters[0]!, ...team.editors].map((person) => as(person));
    for (const [i, deskId] of [plain, strict, plain].entries()) {
      const article = { outlet: 'An outlet', citation: `Report ${i}`, language: 'en' };
      const appearances = [{ article, stance: 'REPORTS' }];
      const input = {
        statement: `Statement ${i}.`,
        claimant: 'A claimant',
        language: 'en',
        deskId,
        appearances,
        idempotencyKey: `s${i}`,
      };
      await submitter!.insist('submitClaim', { input });
    }
    await settled();
    for (const deskId of [plain, strict]) {
      const taken = await first!.once('takeNextReview', { deskId });
      const { id, lease, claim } = taken.answer.review;
      const added = await first!.once('addEvidence', {
        input: { claimId: claim.id, url: `https://source.example/${claim.id}`, stance: 'SUPPORTS' },
      });
      const input = {
        reviewId: id,
        leaseToken: lease.token,
        verdict: 'VERIFIED',
        rationale: 'It says so.',
        evidenceIds: added.answer.claim.evidence.map((each: any) => each.id),
        expectedVersion: added.answer.claim.version,
        idempotencyKey: `d-${id}`,
      };
      const decided = await first!.insist('decideReview', { input });
      await first!.insist('decideReview', { input: { ...input, idempotencyKey: `again-${id}` } });
      if (deskId === strict) {
        const decisionId = decided.answer.decision.id;
        await second!.once('signOffDecision', { input: { reviewId: id, decisionId, outcome: 'APPROVE' } });
      }
    }
    await settled();
  }

  const settled = () =>
    app.until('everything to be done', async () => (await app.sql(UNFINISHED)).every(({ n }) => n === 0));

  /** What the checker finds after the statements, which leave nothing behind. */
  async function after(sql: string, told: History = history): Promise<Problem[]> {
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ');
    try {
      await client.query(`SET LOCAL audit.actor = 'system:test'; ${sql}`);
      return await checkAll(client, told);
    } finally {
      await client.query('ROLLBACK');
    }
  }

  const rules = async (sql: string, told?: History): Promise<string[]> => [
    ...new Set((await after(sql, told)).map(({ rule }) => rule)),
  ];

  /** Statements that no trigger sees, neither the audit log's nor a foreign key's. */
  const unseen = (table: string, sql: string): string => `ALTER TABLE ${table} DISABLE TRIGGER ALL; ${sql}`;

  const EVENT = 'Every change of a row has its event.';
  const DECISION = 'Every acknowledged decision is in the database once, with its verdict and author.';
  const GAPS = 'Each stream of events is numbered from 1 without a gap.';
  const LEASE = 'A review is held by one person at a time, and goes from state to state as it may.';

  it('finds nothing where nothing is wrong', async () => {
    expect(history.calls.map(({ outcome, code }) => code ?? outcome).toSorted()).toEqual([
      ...Array.from({ length: 2 }, () => 'LEASE_LOST'),
      ...Array.from({ length: 10 }, () => 'done'),
    ]);
    expect(await after('')).toEqual([]);
  });

  it.each<[string, string, string[]]>([
    ['a decision is lost', unseen('decision', 'DELETE FROM decision'), [DECISION, EVENT]],
    [
      'a decision is there twice',
      unseen(
        'decision',
        `INSERT INTO decision SELECT gen_random_uuid(), claim_id, review_id, verdict, rationale, recheck_at, supersedes_id,
           'copy', decided_by, decided_at FROM decision LIMIT 1`,
      ),
      ['Every decision was asked for by its author.', EVENT],
    ],
    ['a verdict is changed', unseen('decision', `UPDATE decision SET verdict = 'DISPUTED'`), [DECISION, EVENT]],
    ['a verdict is changed, with an event', `UPDATE decision SET verdict = 'DISPUTED'`, [DECISION]],
    ['a row is changed without an event', unseen('review', 'UPDATE review SET priority = 99'), [EVENT]],
    ['a hidden column is changed without an event', unseen('claim', `UPDATE claim SET statement = 'Other.'`), [EVENT]],
    ['a row is deleted without an event', unseen('desk', 'DELETE FROM desk'), [EVENT]],
    [
      'the last event of a stream is removed',
      unseen('audit.event', 'DELETE FROM audit.event e USING audit.head h WHERE e.stream = h.stream AND e.seq = h.seq'),
      [GAPS, EVENT],
    ],
    ['an event in the middle is removed', unseen('audit.event', 'DELETE FROM audit.event WHERE seq = 2'), [GAPS]],
    [
      'an event and its number are removed',
      unseen(
        'audit.event',
        `DELETE FROM audit.event e USING audit.head h WHERE e.stream = h.stream AND e.seq = h.seq; UPDATE audit.head SET seq = seq - 1 WHERE seq > 1; DELETE FROM audit.head WHERE seq = 1`,
      ),
      [EVENT],
    ],
    [
      'the hidden part of an event is changed',
      unseen('audit.event', `UPDATE audit.event SET body = '{}' WHERE body IS NOT NULL`),
      ['An event stands where it says, and its hidden part has the hash that it gives.'],
    ],
    [
      'a claim is lost',
      unseen('claim', 'DELETE FROM claim'),
      ['Every acknowledged submission has one claim and one appearance.', EVENT],
    ],
    [
      'an appearance is lost',
      unseen('appearance', 'DELETE FROM appearance'),
      ['Every acknowledged submission has one claim and one appearance.', EVENT],
    ],
    [
      'a sign-off is lost',
      unseen('sign_off', 'DELETE FROM sign_off'),
      [
        'Every acknowledged sign-off is in the database once.',
        'A review that is decided has as many approvals as its desk wants.',
      ],
    ],
    [
      'evidence is lost',
      unseen('evidence', 'DELETE FROM evidence'),
      ['Acknowledged evidence is in the database once.', EVENT],
    ],
    [
      'a claim has another verdict than its decision',
      `UPDATE claim SET verdict = 'DISPUTED' WHERE verdict IS NOT NULL`,
      ["A claim's verdict is that of its last final decision."],
    ],
    [
      'a claim is never reviewed',
      unseen('review', `DELETE FROM review WHERE state = 'QUEUED'`),
      ['When all is calm, nothing waits that goes on by itself.', EVENT],
    ],
    [
      'a job to open a review is lost',
      `DELETE FROM bullmq.job WHERE name = 'open-review'`,
      ['Every claim has had its job open-review.'],
    ],
    [
      'a job to escalate is lost',
      `DELETE FROM bullmq.job WHERE name = 'escalate-review'`,
      ['Every open review that is not due yet has its job escalate-review, at the time when it falls due.'],
    ],
    [
      'a job failed',
      `UPDATE bullmq.job SET state = 'failed', finished_at_ms = 1 WHERE name = 'open-review'`,
      ['No job failed for good, but for scheduled ones, of which the next comes soon.'],
    ],
    [
      'a sweep stands still',
      `DELETE FROM bullmq.job WHERE scheduler_id = 'expire-leases'`,
      ['Every scheduled job has its next run, once, and soon.'],
    ],
    [
      'a job waits in vain',
      `UPDATE bullmq.job SET state = 'waiting', finished_at_ms = NULL WHERE name = 'open-review'`,
      ['When all is calm, nothing waits that goes on by itself.'],
    ],
    [
      'a lease is never swept',
      `UPDATE review SET state = 'IN_REVIEW', lease_holder_id = (SELECT id FROM app_user LIMIT 1), lease_token = gen_random_uuid(),
         lease_until = now() - interval '1 minute' WHERE state = 'QUEUED'`,
      ['When all is calm, nothing waits that goes on by itself.', LEASE],
    ],
    [
      'a review goes from state to state as it may not',
      `UPDATE review SET state = 'QUEUED', decision_id = NULL, decided_at = NULL WHERE state = 'DECIDED'`,
      [LEASE],
    ],
    [
      'a decision came after its lease',
      unseen(
        'audit.event',
        `UPDATE audit.event SET leaf = jsonb_set(leaf::jsonb, '{row,decided_at}', '"2999-01-01T00:00:00Z"')::text WHERE leaf::jsonb->>'table' = 'decision'`,
      ),
      ['No decision was made with a lease that had ended, or was somebody else’s.'],
    ],
    [
      'a decision came from somebody without the lease',
      unseen(
        'audit.event',
        `UPDATE audit.event SET leaf = jsonb_set(leaf::jsonb, '{row,lease_holder_id}', to_jsonb(gen_random_uuid()))::text WHERE leaf::jsonb #> '{row,lease_holder_id}' IS NOT NULL`,
      ),
      [
        'No decision was made with a lease that had ended, or was somebody else’s.',
        LEASE,
        'Every lease that was told is in the log.',
      ],
    ],
    [
      'two people hold a review at once',
      `SET LOCAL audit.action = 'takeReview';
       UPDATE review SET state = 'IN_REVIEW', lease_holder_id = (SELECT id FROM app_user ORDER BY id LIMIT 1),
         lease_token = gen_random_uuid(), lease_until = now() + interval '4 s' WHERE state = 'QUEUED';
       UPDATE review SET lease_holder_id = (SELECT id FROM app_user ORDER BY id DESC LIMIT 1) WHERE state = 'IN_REVIEW'`,
      [LEASE], // and, where the short run left a review queued, also that two never hold one at the same time
    ],
  ])('says so when %s', async (_, sql, expected) => {
    expect(await rules(sql)).toEqual(expect.arrayContaining(expected));
  });

  /** The same history, but for what one call was told. */
  function toldOtherwise(which: (call: Call) => boolean, change: Partial<Call>): History {
    const told = new History(null);
    told.calls.push(...history.calls.map((call) => (which(call) ? Object.assign({}, call, change) : call)));
    return told;
  }

  it('says so when answers were wrong', async () => {
    const isDecision = ({ operation, outcome }: Call): boolean => operation === 'decideReview' && outcome === 'done';
    const refused = toldOtherwise(isDecision, { outcome: 'refused', code: 'LEASE_LOST' });
    expect(await rules('', refused)).toEqual(['A decision that was refused is not in the database.']);
    const forbidden = toldOtherwise(({ code }) => code === 'LEASE_LOST', { code: 'UNAUTHENTICATED' });
    expect(await rules('', forbidden)).toEqual(['A refusal has a reason in what was asked.']);
    const unanswered = toldOtherwise(({ n }) => n === 1, { outcome: 'unknown' });
    expect(await rules('', unanswered)).toEqual(['Whoever insists is answered.']);
  });
});
