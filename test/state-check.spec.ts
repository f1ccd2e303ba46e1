import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { type CheckReport, checkState } from '../src/audit/state-check.js';
import type { Finding } from '../src/audit/state-findings.js';
import { DeskApp, type Person } from './desk-app.js';
import {
  ADD_ALIAS,
  ADD_EVIDENCE,
  DECIDE,
  DEFER,
  ERASE_CLAIM,
  ERASE_USER,
  REASSIGN,
  RELATE,
  RELEASE,
  SIGN_OFF,
  SUBMIT,
  TAKE,
} from './operations.js';

let app: DeskApp;
let chief: Person;
let author: Person;
let second: Person;
let deskId: string;

beforeAll(async () => {
  app = await DeskApp.start();
  [chief, author, second] = [await app.person('CHIEF_EDITOR'), await app.person('EDITOR'), await app.person('EDITOR')];
  deskId = await app.desk('state', { signOffsRequired: 1 });
});
afterAll(() => app.stop());

/** As the application's role, which is what the command connects as. */
async function check(maxNamed?: number): Promise<{ findings: Finding[]; report: CheckReport }> {
  const client = new pg.Client({ connectionString: app.appUrl });
  await client.connect();
  try {
    const findings: Finding[] = [];
    const report = await checkState(client, { onFinding: (found) => findings.push(found), maxNamed });
    return { findings, report };
  } finally {
    await client.end();
  }
}

/** As somebody who owns the server: no trigger runs, and what was changed is put back afterwards. */
async function tampered<T>(sql: string, look: () => Promise<T>): Promise<T> {
  const tables = (
    await app.sql(`SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables
    WHERE schemaname IN ('public', 'audit')`)
  ).map(({ name }) => name as string);
  const switched = (on: string) => tables.map((table) => `ALTER TABLE ${table} ${on} TRIGGER USER`).join(';');
  const enabled = await app.sql(
    `SELECT format('ALTER TABLE %s ENABLE ALWAYS TRIGGER %I', tgrelid::regclass, tgname) AS sql FROM pg_trigger
     WHERE NOT tgisinternal AND tgenabled = 'A'`,
  );
  const copies = tables.map((table) => `CREATE TABLE kept.${table.replace('.', '_')} AS TABLE ${table}`);
  await app.sql(`CREATE SCHEMA kept; ${copies.join(';')}`);
  const restored = tables.map(
    (table) =>
      `DELETE FROM ${table}; INSERT INTO ${table} OVERRIDING SYSTEM VALUE TABLE kept.${table.replace('.', '_')}`,
  );
  const replica = 'SET session_replication_role = replica';
  const back = `${enabled.map((row) => row.sql).join(';')}; RESET session_replication_role`;
  try {
    await app.sql(`${replica}; ${switched('DISABLE')}; ${sql}; ${back}`);
    return await look();
  } finally {
    await app.sql(`${replica}; ${switched('DISABLE')}; ${restored.join(';')}; ${back}; DROP SCHEMA kept CASCADE`);
  }
}

async function findingsOf(sql: string): Promise<object[]> {
  const { findings, report } = await tampered(sql, () => check());
  expect(report.findings).toBe(findings.length);
  return findings.map(({ message, ...facts }) => {
    expect(message).toMatch(/^[A-Z].*\.$/);
    return Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== undefined));
  });
}

const soon = () => new Date(Date.now() + 3_600_000).toISOString();

/** A claim with a row in every table that hangs on it. */
async function journey(name: string) {
  const claim = (await author.data(SUBMIT, { input: { ...app.submission(deskId), claimant: `The ${name}` } })).answer
    .claim;
  const other = await app.claim(deskId);
  const { reviewId, claimId } = await app.review(deskId);
  await chief.data(ADD_ALIAS, { input: { alias: `Old ${name}`, claimant: `The ${name}` } });
  await author.data(RELATE, { input: { fromClaimId: claimId, toClaimId: other, kind: 'SIMILAR_TO', note: 'Alike.' } });
  await author.data(RELATE, { input: { fromClaimId: claim.id, toClaimId: claimId, kind: 'UPDATES' } });
  await chief.data(REASSIGN, { id: reviewId, assigneeId: author.id });
  const take = async () => (await author.data(TAKE, { id: reviewId })).answer.review;
  const held = async () => ({ id: reviewId, leaseToken: (await take()).lease.token });
  await author.data(DEFER, { ...(await held()), until: soon(), reason: 'Later.' });
  await author.data(RELEASE, await held());
  const source = { claimId, url: 'https://a.example/', excerpt: 'Words.', stance: 'SUPPORTS' };
  const { evidence } = (await author.data(ADD_EVIDENCE, { input: source })).answer.claim;
  const decide = async (idempotencyKey: string) => {
    const review = await take();
    const input = {
      reviewId,
      leaseToken: review.lease.token,
      verdict: 'UNCONFIRMED',
      rationale: 'Reasons.',
      recheckAt: soon(),
      evidenceIds: [evidence[0].id],
      expectedVersion: review.claim.version,
      idempotencyKey,
    };
    return (await author.data(DECIDE, { input })).answer.decision.id as string;
  };
  const sign = async (decisionId: string, outcome: string) =>
    second.data(SIGN_OFF, { input: { reviewId, decisionId, outcome, comment: 'A word.' } });
  await sign(await decide(`${name} 1`), 'REJECT');
  const decisionId = await decide(`${name} 2`);
  await sign(decisionId, 'APPROVE');
  return { claimId, reviewId, decisionId, evidenceId: evidence[0].id as string, submitted: claim.id as string };
}

describe('of a desk at work', () => {
  it('nothing is found after every kind of operation, sealed or not, erased or not', async () => {
    const { claimId, submitted } = await journey('first');
    expect(await check()).toMatchObject({ findings: [], report: { findings: 0, leaves: 0 } });
    await app.seal();
    await journey('second');
    expect((await check()).findings).toEqual([]);
    const basis = 'OBJECTION';
    for (const id of [claimId, submitted]) await chief.data(ERASE_CLAIM, { input: { claimId: id, basis } });
    const leaver = await app.person('CHECKER');
    await chief.data(ERASE_USER, { input: { userId: leaver.id, basis } });
    expect((await check()).findings).toEqual([]);
    const { size } = await app.seal();
    const [{ n }] = await app.sql('SELECT count(*)::int AS n FROM audit.event');
    const { findings, report } = await check();
    expect(findings).toEqual([]);
    expect(report).toEqual({ events: n, leaves: size, findings: 0, tables: report.tables });
    expect(report.tables).toHaveLength(14);
  });
});
