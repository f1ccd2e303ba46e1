import { randomUUID } from 'node:crypto';
import { DeskApp, type Person } from '../desk-app.js';
import { ADD_EVIDENCE, DECIDE, TAKE } from '../operations.js';
import { closeConnections } from './http.js';

/** Rows that stand for others in what is drawn, so that a seed makes the same cases on every database. */
const NAMES = [
  'desk',
  'otherDesk',
  'claim',
  'otherClaim',
  'free',
  'held',
  'heldClaim',
  'token',
  'evidence',
  'proposed',
  'decision',
  'person',
  'apiToken',
] as const;
export type Name = (typeof NAMES)[number];
/** As they are written: `@held`. */
export const PLACEHOLDERS: readonly string[] = NAMES.map((name) => `@${name}`);
const PLACEHOLDER = new RegExp(`@(${NAMES.toSorted((a, b) => b.length - a.length).join('|')})`, 'g');

/** An application with a row of each kind, which is set up again whenever a request used it up. */
export class Stage {
  readonly ids = {} as Record<Name, string>;
  /** Of the claim whose review is held. */
  heldVersion = 1;
  /** Ids of the API tokens that are in use from the beginning. */
  private tokens: readonly string[] = [];

  private constructor(
    readonly app: DeskApp,
    /** May do everything, and does what is drawn. */
    readonly chief: Person,
    readonly editor: Person,
  ) {}

  static async start(): Promise<Stage> {
    const app = await DeskApp.start();
    const stage = new Stage(app, await app.person('CHIEF_EDITOR'), await app.person('EDITOR'));
    const { ids } = stage;
    ids.desk = await app.desk('fuzz', { isDefault: true });
    ids.otherDesk = await app.desk('second-pair', { signOffsRequired: 1, topics: ['trade'], languages: ['en'] });
    ids.claim = await app.claim(ids.desk);
    ids.otherClaim = await app.claim(ids.desk);
    ids.person = stage.editor.id;
    const [token] = await app.sql<{ id: string }>('SELECT id FROM api_token WHERE user_id = $1', [
      (await app.person('SERVICE')).id, // nobody else's: it will be revoked
    ]);
    ids.apiToken = token!.id;
    stage.tokens = (await app.sql<{ id: string }>('SELECT id FROM api_token')).map(({ id }) => id);
    await stage.renew();
    return stage;
  }

  async stop(): Promise<void> {
    closeConnections();
    await this.app.stop();
  }

  /**
   * Makes anew what a request may have used up: the review that is free, the one that is held, the one proposed, and
   * room for API tokens, of which an account may have fifty.
   */
  async renew(): Promise<void> {
    await this.app.sql('UPDATE api_token SET revoked_at = now() WHERE revoked_at IS NULL AND id <> ALL($1)', [
      this.tokens,
    ]);
    const rows = await this.app.sql<{
      id: string;
      state: string;
      version: number;
      token: string | null;
      deferred: boolean;
    }>(
      `SELECT r.id, r.state, c.version, r.lease_token AS token, r.deferred_until IS NOT NULL OR r.assignee_id IS NOT NULL AS deferred
       FROM review r JOIN claim c ON c.id = r.claim_id WHERE r.id = ANY($1::uuid[])`,
      [[this.ids.free, this.ids.held, this.ids.proposed].filter((id) => id !== undefined)],
    );
    const of = (name: Name) => rows.find(({ id }) => id === this.ids[name]);
    if (of('free')?.state !== 'QUEUED' || of('free')?.deferred !== false) {
      this.ids.free = (await this.app.review(this.ids.desk)).reviewId;
    }
    if (of('held')?.token !== this.ids.token || this.ids.token === undefined) await this.hold();
    else this.heldVersion = of('held')!.version;
    if (of('proposed')?.state !== 'AWAITING_SIGN_OFF') await this.propose();
  }

  private async hold(): Promise<void> {
    await this.app.endAllLeases(); // of reviews that were taken by the way: ten are the most
    const { reviewId, claimId } = await this.app.review(this.ids.desk);
    const { review } = (await this.chief.data(TAKE, { id: reviewId })).answer;
    const input = { claimId, url: 'https://a.example/', stance: 'CONTEXT' };
    const { claim } = (await this.chief.data(ADD_EVIDENCE, { input })).answer;
    Object.assign(this.ids, {
      held: reviewId,
      heldClaim: claimId,
      token: review.lease.token,
      evidence: claim.evidence[0].id,
    });
    this.heldVersion = claim.version;
  }

  /** By the editor, so that the chief may sign it off. */
  private async propose(): Promise<void> {
    const { reviewId } = await this.app.review(this.ids.otherDesk);
    const { review } = (await this.editor.data(TAKE, { id: reviewId })).answer;
    const input = {
      reviewId,
      leaseToken: review.lease.token,
      verdict: 'VERIFIED',
      rationale: 'Reasons.',
      evidenceIds: [],
      expectedVersion: review.claim.version,
      idempotencyKey: randomUUID(),
    };
    const { decision } = (await this.editor.data(DECIDE, { input })).answer;
    Object.assign(this.ids, { proposed: reviewId, decision: decision.id });
  }

  /** Puts the ids, and what is known only now, in the place of their names. */
  fill<T>(value: T): T {
    if (typeof value === 'string') {
      if (value === '@version') return this.heldVersion as T;
      return value.replaceAll('@key', () => randomUUID()).replace(PLACEHOLDER, (_, name: Name) => this.ids[name]) as T;
    }
    if (Array.isArray(value)) return value.map((item: unknown) => this.fill(item)) as T;
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, this.fill(item)])) as T;
  }
}
