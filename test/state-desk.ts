import { expect } from '@jest/globals';
import pg from 'pg';
import { type CheckReport, checkState } from '../src/audit/state-check.js';
import type { Finding } from '../src/audit/state-findings.js';
import { DeskApp, type Person } from './desk-app.js';
import {
  ADD_ALIAS,
  ADD_EVIDENCE,
  DECIDE,
  DEFER,
  REASSIGN,
  RELATE,
  RELEASE,
  SIGN_OFF,
  SUBMIT,
  TAKE,
} from './operations.js';

/** A desk at work, and somebody who owns the server and changes the database behind the triggers' backs. */
export class StateDesk {
  chief!: Person;
  author!: Person;
  second!: Person;
  deskId!: string;

  private constructor(readonly app: DeskApp) {}

  static async start(): Promise<StateDesk> {
    const desk = new StateDesk(await DeskApp.start());
    desk.chief = await desk.app.person('CHIEF_EDITOR');
    [desk.author, desk.second] = [await desk.app.person('EDITOR'), await desk.app.person('EDITOR')];
    desk.deskId = await desk.app.desk('state', { signOffsRequired: 1 });
    return desk;
  }

  /** As the application's role, which is what the command connects as. */
  async check(maxNamed?: number): Promise<{ findings: Finding[]; report: CheckReport }> {
    const client = new pg.Client({ connectionString: this.app.appUrl });
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
  async tampered<T>(sql: string, look: () => Promise<T>): Promise<T> {
    const tables = (
      await this.app.sql(`SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables
    WHERE schemaname IN ('public', 'audit')`)
    ).map(({ name }) => name as string);
    const switched = (on: string) => tables.map((table) => `ALTER TABLE ${table} ${on} TRIGGER USER`).join(';');
    const enabled = await this.app.sql(
      `SELECT format('ALTER TABLE %s ENABLE ALWAYS TRIGGER %I', tgrelid::regclass, tgname) AS sql FROM pg_trigger
     WHERE NOT tgisinternal AND tgenabled = 'A'`,
    );
    const copies = tables.map((table) => `CREATE TABLE kept.${table.replace('.', '_')} AS TABLE ${table}`);
    await this.app.sql(`CREATE SCHEMA kept; ${copies.join(';')}`);
    const restored = tables.map(
      (table) =>
        `DELETE FROM ${table}; INSERT INTO ${table} OVERRIDING SYSTEM VALUE TABLE kept.${table.replace('.', '_')}`,
    );
    const replica = 'SET session_replication_role = replica';
    const back = `${enabled.map((row) => row.sql).join(';')}; RESET session_replication_role`;
    try {
      await this.app.sql(`${replica}; ${switched('DISABLE')}; ${sql}; ${back}`);
      return await look();
    } finally {
      await this.app.sql(
        `${replica}; ${switched('DISABLE')}; ${restored.join(';')}; ${back}; DROP SCHEMA kept CASCADE`,
      );
    }
  }

  async findingsOf(sql: string): Promise<object[]> {
    const { findings, report } = await this.tampered(sql, () => this.check());
    expect(report.findings).toBe(findings.length);
    return findings.map(({ message, ...facts }) => {
      expect(message).toMatch(/^[A-Z].*\.$/);
      return Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== undefined));
    });
  }

  /** A claim with a row in every table that hangs on it. */
  async journey(name: string) {
    const claim = (
      await this.author.data(SUBMIT, { input: { ...this.app.submission(this.deskId), claimant: `The ${name}` } })
    ).answer.claim;
    const other = await this.app.claim(this.deskId);
    const { reviewId, claimId } = await this.app.review(this.deskId);
    await this.chief.data(ADD_ALIAS, { input: { alias: `Old ${name}`, claimant: `The ${name}` } });
    await this.author.data(RELATE, {
      input: { fromClaimId: claimId, toClaimId: other, kind: 'SIMILAR_TO', note: 'Alike.' },
    });
    await this.author.data(RELATE, { input: { fromClaimId: claim.id, toClaimId: claimId, kind: 'UPDATES' } });
    await this.chief.data(REASSIGN, { id: reviewId, assigneeId: this.author.id });
    const take = async () => (await this.author.data(TAKE, { id: reviewId })).answer.review;
    const held = async () => ({ id: reviewId, leaseToken: (await take()).lease.token });
    await this.author.data(DEFER, { ...(await held()), until: soon(), reason: 'Later.' });
    await this.author.data(RELEASE, await held());
    const source = { claimId, url: 'https://a.example/', excerpt: 'Words.', stance: 'SUPPORTS' };
    const { evidence } = (await this.author.data(ADD_EVIDENCE, { input: source })).answer.claim;
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
      return (await this.author.data(DECIDE, { input })).answer.decision.id as string;
    };
    const sign = async (decisionId: string, outcome: string) =>
      this.second.data(SIGN_OFF, { input: { reviewId, decisionId, outcome, comment: 'A word.' } });
    await sign(await decide(`${name} 1`), 'REJECT');
    const decisionId = await decide(`${name} 2`);
    await sign(decisionId, 'APPROVE');
    return { claimId, reviewId, decisionId, evidenceId: evidence[0].id as string, submitted: claim.id as string };
  }
}

const soon = () => new Date(Date.now() + 3_600_000).toISOString();
