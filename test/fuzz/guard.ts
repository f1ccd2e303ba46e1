import { expect } from '@jest/globals';
import type { DeskApp, Person } from '../desk-app.js';
import { REVIEW_QUEUE } from '../../src/jobs/job-map.js';
import { type Answer, send } from './http.js';

/** What must never be in an answer: traces of our code, of its libraries and of the database. */
const INSIDES: readonly RegExp[] = [
  /\bat (?:async )?[\w.<>[\] ]+ \(?(?:file:|node:|\/)[^)]*:\d+:\d+/, // a stack trace
  /node_modules|\/(?:src|dist|work)\/|\.[jt]s:\d/,
  /\b(?:Type|Range|Reference|Assertion)Error\b|Cannot (?:read|set|convert|destructure) |is not (?:a function|iterable)\b/,
  /Maximum call stack|heap out of memory|Unexpected token/,
  /\bSELECT\b.*\bFROM\b|\bINSERT INTO\b|\bUPDATE \w+ SET\b|duplicate key|violates|relation "|syntax error at or near/,
  /invalid input syntax|invalid byte sequence|index row size|value too long|out of range for type|current transaction/,
  /QueryFailedError|TypeORM|EntityMetadata|bullmq/i,
];

/** Refusals of a whole request, which no one field is to blame for. */
export const WITHOUT_PLACE = new Set([
  'QUERY_TOO_COMPLEX',
  'FORBIDDEN',
  'UNAUTHENTICATED',
  'CSRF_TOKEN_INVALID',
  'BAD_REQUEST',
  'PAYLOAD_TOO_LARGE',
  'UNSUPPORTED_MEDIA_TYPE',
  'HEADERS_TOO_LARGE',
  'METHOD_NOT_ALLOWED',
  'NOT_FOUND',
  'URI_TOO_LONG',
  'LEASE_LIMIT_REACHED',
]);
const OURS = new Set(['INTERNAL_SERVER_ERROR', 'OVERLOADED', 'UNAVAILABLE']);

/** In how many milliseconds a simple request must be answered, whatever came before it. */
const PROMPT_MS = 1000;

/** Watches that no answer gives away what is inside, and that the server stays well. */
export class Guard {
  constructor(
    private readonly app: DeskApp,
    private readonly person: Person,
  ) {}

  /** Sends a GraphQL request as the person, with an answer that `answer` has checked. */
  async ask(body: unknown): Promise<{ answer: Answer; data: any; errors: any[] }> {
    const answer = await send(this.app.url, {
      headers: { 'content-type': 'application/json', authorization: `Bearer ${this.person.token}` },
      body: JSON.stringify(body),
    });
    const { data, errors = [] } = this.check(answer);
    return { answer, data, errors };
  }

  /** What holds for every answer. @returns its body */
  check({ status, headers, text }: Answer): any {
    expect(status).toBeLessThan(500);
    expect(status).toBeGreaterThanOrEqual(200);
    for (const inside of INSIDES) expect(text).not.toMatch(inside);
    if (text === '') return {};
    const type = String(headers['content-type']);
    if (!/^application\/(?:graphql-response\+)?json/.test(type)) return expect(status).toBeLessThan(400);
    const body = JSON.parse(text);
    if (body.error !== undefined)
      expect(body.error).toMatchObject({ code: expect.any(String), message: expect.any(String) });
    for (const error of body.errors ?? []) this.checkError(error);
    return body;
  }

  private checkError(error: any): void {
    const { code, details } = error.extensions ?? {};
    expect(typeof code).toBe('string');
    expect(OURS).not.toContain(code);
    expect(error.message).toMatch(/\S/);
    const hasPlace =
      error.locations !== undefined ||
      details !== undefined ||
      /"\$\w+"|operation named|^Too many /.test(error.message);
    if (!hasPlace && !WITHOUT_PLACE.has(code))
      throw new Error(`Names neither field nor position: ${JSON.stringify(error)}`);
  }

  /** A normal request is answered within a second; a machine that is busy otherwise gets two more tries. */
  async isWell(): Promise<void> {
    let ms = Infinity;
    for (let tries = 0; tries < 3 && ms > PROMPT_MS; tries += 1) {
      const { answer, data } = await this.ask({ query: '{ viewer { id } desks { slug } }' });
      expect(data.viewer.id).toBe(this.person.id);
      ({ ms } = answer);
    }
    expect(ms).toBeLessThan(PROMPT_MS);
  }

  /** Changes with every change that is kept: events, jobs, keys and sessions; a hundred times as fast as a fingerprint. */
  async watermark(): Promise<string> {
    const [row] = await this.app.sql<{ mark: string }>(
      `SELECT concat_ws(' ', (SELECT max(id) FROM audit.event), (SELECT count(*) FROM bullmq.job),
         (SELECT count(*) FROM idempotency_key), (SELECT count(*) FROM session)) AS mark`,
    );
    return row!.mark;
  }

  /** Runs what must change nothing. @param wholly compares every row, and not just what every change leaves behind */
  async changesNothing<T>(wholly: boolean, work: () => Promise<T>): Promise<T> {
    // Counting attempts to sign in is no change of anything that is kept for people
    const look = async () =>
      wholly ? { ...(await this.app.fingerprint()), 'public.sign_in_throttle': null } : this.watermark();
    const before = await look();
    const result = await work();
    expect(await look()).toEqual(before);
    return result;
  }

  /** No row is half of something: of one claim, or of all. */
  async isWhole(claimId: string | null = null): Promise<void> {
    const broken = await this.app.sql(
      `SELECT c.id FROM claim c WHERE ($1::uuid IS NULL OR c.id = $1) AND (
         NOT EXISTS (SELECT FROM appearance a WHERE a.claim_id = c.id)
         OR NOT EXISTS (SELECT FROM bullmq.job j WHERE j.queue = $2 AND j.id = 'open-review-' || c.id)
         OR (SELECT (min(seq), max(seq)) IS DISTINCT FROM (1, count(*)) FROM audit.event WHERE stream = c.id))`,
      [claimId, REVIEW_QUEUE],
    );
    expect(broken).toEqual([]);
    if (claimId === null) expect(await this.app.gaps()).toBe(0);
  }
}
