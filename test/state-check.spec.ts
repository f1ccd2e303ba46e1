import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { SetRoles } from '../src/auth/set-roles.js';
import { UnitOfWork } from '../src/database/unit-of-work.js';
import { type Person, SYSTEM } from './desk-app.js';
import { ERASE_CLAIM, ERASE_USER } from './operations.js';
import { StateDesk } from './state-desk.js';

let desk: StateDesk;
let on: Awaited<ReturnType<StateDesk['journey']>>;
let leaver: Person;

beforeAll(async () => {
  desk = await StateDesk.start();
});
afterAll(() => desk.app.stop());

const nothing = { findings: [], report: expect.objectContaining({ findings: 0 }) };

it('finds nothing after every kind of operation, sealed or not, erased or not', async () => {
  const { app, chief } = desk;
  const { claimId, submitted } = await desk.journey('first');
  expect(await desk.check()).toEqual(nothing);
  await app.seal();
  on = await desk.journey('second');
  expect(await desk.check()).toEqual(nothing);
  const basis = 'OBJECTION';
  for (const id of [claimId, submitted]) await chief.data(ERASE_CLAIM, { input: { claimId: id, basis } });
  leaver = await app.person('CHECKER');
  await chief.data(ERASE_USER, { input: { userId: leaver.id, basis } });
  expect(await desk.check()).toEqual(nothing);
  const { size } = await app.seal();
  const [{ n }] = await app.sql('SELECT count(*)::int AS n FROM audit.event');
  const { report, findings } = await desk.check();
  expect([report, findings]).toEqual([{ events: n, leaves: size, findings: 0, tables: report.tables }, []]);
  expect(report.tables).toEqual(expect.arrayContaining(['app_user', 'claim', 'decision', 'role_grant']));
});

describe('names', () => {
  const other = '00000000-0000-7000-8000-000000000000';
  const row = (problem: string, table: string, more: object) => expect.objectContaining({ problem, table, ...more });

  it('each column of a row that was changed without an event, private ones too', async () => {
    const { reviewId, claimId, decisionId, evidenceId } = on;
    const sql = `
      UPDATE review SET priority = 99, escalated_at = now(), assignee_id = NULL WHERE id = '${reviewId}';
      UPDATE decision SET rationale = 'Others.', verdict = 'VERIFIED', recheck_at = NULL WHERE id = '${decisionId}';
      UPDATE evidence SET excerpt = NULL, publisher = 'Somebody' WHERE id = '${evidenceId}';
      UPDATE app_user SET name = 'Another' WHERE id = '${desk.author.id}';
      UPDATE desk SET topics = '{x}' WHERE id = '${desk.deskId}'`;
    const changed = (table: string, id: string, ...columns: string[]) =>
      row('row-changed', table, { key: { id }, columns, seq: expect.any(Number) });
    const found = await desk.findingsOf(sql);
    expect(found).toEqual(
      expect.arrayContaining([
        changed('review', reviewId, 'assignee_id', 'escalated_at', 'priority'),
        changed('decision', decisionId, 'rationale', 'recheck_at', 'verdict'),
        changed('evidence', evidenceId, 'excerpt', 'publisher'),
        changed('app_user', desk.author.id, 'name'),
        changed('desk', desk.deskId, 'topics'),
      ]),
    );
    expect(found).toHaveLength(5);
    expect(found.find((each: any) => each.table === 'review')).toMatchObject({ stream: claimId });
  });

  it('but not what the log never held', async () => {
    const sql = `UPDATE app_user SET password_hash = 'x'; UPDATE review SET lease_token = lease_token; DELETE FROM session`;
    expect(await desk.findingsOf(sql)).toEqual([]);
  });

  it('a text that came back to a row after its erasure', async () => {
    const sql = `UPDATE app_user SET name = 'Ann' WHERE id = '${leaver.id}';
      UPDATE claim SET statement = 'What was erased.' WHERE erased_at IS NOT NULL AND id = (SELECT min(id::text)::uuid FROM claim WHERE erased_at IS NOT NULL)`;
    const found = await desk.findingsOf(sql);
    expect(found).toEqual(
      expect.arrayContaining([
        row('row-changed', 'app_user', { key: { id: leaver.id }, columns: ['name'] }),
        row('row-changed', 'claim', { columns: ['statement'] }),
      ]),
    );
    expect(found).toHaveLength(2);
  });

  it('a row that was put in, also in a stream of its own', async () => {
    const sql = `
      INSERT INTO sign_off SELECT '${other}', claim_id, '${on.decisionId}', decided_by, 'APPROVE', 'So it is.', '${desk.chief.id}', now()
        FROM decision WHERE id = '${on.decisionId}';
      INSERT INTO role_grant (id, user_id, role) VALUES ('${other}', '${leaver.id}', 'CHIEF_EDITOR');
      INSERT INTO article (id, outlet, citation, language) VALUES ('${other}', 'x', 'x', 'en')`;
    const inserted = (table: string) => row('row-inserted', table, { key: { id: other } });
    const found = await desk.findingsOf(sql);
    expect(found).toEqual(expect.arrayContaining([inserted('sign_off'), inserted('role_grant'), inserted('article')]));
    expect(found).toHaveLength(3);
  });

  it('a row that was taken away, by whatever key it has', async () => {
    const sql = `
      DELETE FROM decision WHERE id = '${on.decisionId}';
      DELETE FROM decision_evidence WHERE decision_id = '${on.decisionId}';
      DELETE FROM claim WHERE id = '${on.submitted}'`;
    const found = await desk.findingsOf(sql);
    const link = { decision_id: on.decisionId, evidence_id: on.evidenceId };
    expect(found).toEqual(
      expect.arrayContaining([
        row('row-removed', 'decision', { key: { id: on.decisionId }, stream: on.claimId }),
        row('row-removed', 'decision_evidence', { key: link, stream: on.claimId }),
        row('row-removed', 'claim', { key: { id: on.submitted }, stream: on.submitted }),
      ]),
    );
    expect(found).toHaveLength(3);
    const { findings } = await desk.tampered(`DELETE FROM decision WHERE id = '${on.decisionId}'`, () => desk.check());
    expect(findings.map(({ message }) => message)).toEqual([
      `The row id ${on.decisionId} of decision is gone without an event that it went.`,
    ]);
  });

  it('a row that came back after it was taken away by rights', async () => {
    const { app, second } = desk;
    const role = { role: 'CHECKER' as const, deskId: null };
    const setRoles = new SetRoles(app.app.get(UnitOfWork));
    await setRoles.run(SYSTEM, { userId: second.id, grant: [role], revoke: [] });
    const [grant] = await app.sql(`SELECT id FROM role_grant WHERE user_id = $1 AND role = 'CHECKER'`, [second.id]);
    await setRoles.run(SYSTEM, { userId: second.id, grant: [], revoke: [role] });
    expect(await desk.check()).toEqual(nothing);
    const sql = `INSERT INTO role_grant (id, user_id, role) VALUES ('${grant.id}', '${second.id}', 'CHECKER')`;
    expect(await desk.findingsOf(sql)).toEqual([row('row-inserted', 'role_grant', { key: { id: grant.id } })]);
  });

  it('a row that was moved to another stream', async () => {
    const sql = `UPDATE evidence SET claim_id = '${on.submitted}' WHERE id = '${on.evidenceId}'`;
    expect(await desk.findingsOf(sql)).toEqual([
      row('row-changed', 'evidence', { key: { id: on.evidenceId }, columns: ['claim_id'] }),
    ]);
  });

  it('the first ones alone, and counts the rest', async () => {
    const sql = `INSERT INTO article (id, outlet, citation, language)
      SELECT gen_random_uuid(), 'x', n::text, 'en' FROM generate_series(1, 50) n; UPDATE review SET priority = 99`;
    const { findings, report } = await desk.tampered(sql, () => desk.check(3));
    const [{ n }] = await desk.app.sql('SELECT count(*)::int AS n FROM review');
    expect([findings.length, report.findings]).toEqual([3, 50 + n]);
  });
});

describe('a table whose trigger does not write everything', () => {
  it.each([
    ['is disabled', 'ALTER TABLE review DISABLE TRIGGER audit_capture'],
    ['does not hold for replicas', 'ALTER TABLE review ENABLE TRIGGER audit_capture'],
    ['is gone', 'DROP TRIGGER audit_capture ON review'],
    [
      'has a condition',
      `DROP TRIGGER audit_capture ON review; CREATE TRIGGER audit_capture
        AFTER INSERT OR UPDATE OR DELETE ON review FOR EACH ROW WHEN (false) EXECUTE FUNCTION audit.capture('claim_id', 'defer_reason', 'lease_token');
        ALTER TABLE review ENABLE ALWAYS TRIGGER audit_capture`,
    ],
    [
      'leaves updates out',
      `DROP TRIGGER audit_capture ON review; CREATE TRIGGER audit_capture
        AFTER INSERT OR DELETE ON review FOR EACH ROW EXECUTE FUNCTION audit.capture('claim_id', 'defer_reason', 'lease_token');
        ALTER TABLE review ENABLE ALWAYS TRIGGER audit_capture`,
    ],
  ])('is named: it %s', async (_, sql) => {
    await desk.app.sql(sql);
    const { findings } = await desk.check();
    await desk.app.sql(`DROP TRIGGER IF EXISTS audit_capture ON review; CREATE TRIGGER audit_capture
      AFTER INSERT OR UPDATE OR DELETE ON review FOR EACH ROW EXECUTE FUNCTION audit.capture('claim_id', 'defer_reason', 'lease_token');
      ALTER TABLE review ENABLE ALWAYS TRIGGER audit_capture`);
    expect(findings).toEqual([expect.objectContaining({ problem: 'table-unguarded', table: 'review' })]);
    expect(await desk.check()).toEqual(nothing);
  });

  it('is named of the log itself too', async () => {
    await desk.app.sql('ALTER TABLE audit.leaf DISABLE TRIGGER append_only');
    const { findings } = await desk.check();
    await desk.app.sql('ALTER TABLE audit.leaf ENABLE ALWAYS TRIGGER append_only');
    expect(findings).toEqual([expect.objectContaining({ problem: 'log-unguarded', table: 'audit.leaf' })]);
  });
});
