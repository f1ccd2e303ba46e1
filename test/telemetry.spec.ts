import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { hashPassword } from '../src/auth/password.js';
import { DeskApp, Person } from './desk-app.js';
import { ClaimdeskProcess } from './fixtures/claimdesk-process.js';
import { DECIDE, SUBMIT, TAKE } from './operations.js';

/** What people write, and must stand in no log and no trace. */
const TEXTS = ['The statement that somebody made.', 'The rationale of the editor.', 'a passphrase of mine'];
const [STATEMENT, RATIONALE, PASSWORD] = TEXTS as [string, string, string];
/** Says what is asked for and is logged; what it says is up to the client, so it is cut off. */
const NAME = 'DecideInTheMorning';

let desk: DeskApp;
let deskId: string;
let editor: Person;
let email: string;
beforeAll(async () => {
  desk = await DeskApp.start();
  deskId = await desk.desk('telemetry');
  editor = await desk.person('EDITOR');
  [{ email }] = (await desk.sql(
    'UPDATE app_user SET password_hash = $2, must_change_password = false WHERE id = $1 RETURNING email',
    [editor.id, await hashPassword(PASSWORD)],
  )) as [{ email: string }];
});
afterEach(() => ClaimdeskProcess.killAll());
afterAll(() => desk.stop());

/** Signs in, submits a claim, and decides another one. @returns the secrets that went over the line */
async function work(api: ClaimdeskProcess, headers: Record<string, string> = {}): Promise<string[]> {
  const signedIn = await fetch(`${api.url}/auth/sign-in?email=${email}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ email, password: PASSWORD }),
  });
  expect(signedIn.status).toBe(200);
  const { csrfToken } = (await signedIn.json()) as { csrfToken: string };
  const person = new Person(editor.id, editor.name, editor.token, api.url);
  const { statement: _, ...submission } = desk.submission(deskId);
  await person.data(SUBMIT, { input: { ...submission, statement: STATEMENT } });
  const { reviewId } = await desk.review(deskId);
  const { review } = (await person.data(TAKE, { id: reviewId })).answer;
  const leaseToken = review.lease.token as string;
  const input = { reviewId, leaseToken, verdict: 'VERIFIED', rationale: RATIONALE, evidenceIds: [] };
  const decision = { ...input, expectedVersion: review.claim.version, idempotencyKey: reviewId };
  const answer = await person.ask(DECIDE.replace('mutation', `mutation ${NAME}`), { input: decision }, headers);
  expect(answer.data.answer.__typename).toBe('DecideReviewSuccess');
  return [csrfToken, signedIn.headers.get('set-cookie')!.slice(18, 50), leaseToken, editor.token];
}

describe('the log', () => {
  it('has a line for each request, in JSON, and nothing that people wrote and no secret', async () => {
    const api = await ClaimdeskProcess.start('api', desk.appUrl);
    const secrets = await work(api, { 'x-request-id': 'request-4711' });
    await fetch(`${api.url}/nowhere/${encodeURIComponent(STATEMENT)}?${PASSWORD}`);
    const person = new Person(editor.id, editor.name, editor.token, api.url);
    await person.ask('{ nothing }');
    expect(await api.end('SIGTERM')).toBe(0);

    expect(api.output.split('\n').filter((line) => line !== '' && !line.startsWith('{'))).toEqual([]);
    const [signIn, decision] = api.log({ requestId: 'request-4711' });
    const base = { level: 'info', pid: api.child.pid, role: 'api', context: 'Http', msg: 'Request', method: 'POST' };
    expect(signIn).toMatchObject({ ...base, route: '/auth/sign-in', status: 200, ms: expect.any(Number) });
    expect(decision).toEqual({
      ...base,
      time: expect.any(String),
      requestId: 'request-4711',
      route: '/graphql',
      status: 200,
      ms: expect.any(Number),
      caller: `user:${editor.id}`,
      field: 'decideReview',
      operation: NAME,
    });
    expect(api.log({ route: 'unknown' })).toMatchObject([{ status: 401 }]);
    expect(api.log({ route: '/graphql' }).at(-1)).toMatchObject({ errors: ['GRAPHQL_VALIDATION_FAILED'] });
    expect(api.log({ msg: 'Stopped.' })).toHaveLength(1);
    for (const text of [...TEXTS, ...secrets, email, editor.name, encodeURIComponent(STATEMENT)]) {
      expect(api.output).not.toContain(text);
    }
  }, 60_000);

  it('is for people where it is to be text, and quiet by default', async () => {
    const api = await ClaimdeskProcess.start('api', desk.appUrl, { LOG_FORMAT: 'text', LOG_LEVEL: '' });
    await work(api);
    expect(api.output).not.toContain('[Http]');
    const loud = await ClaimdeskProcess.start('api', desk.appUrl, { LOG_FORMAT: 'text' });
    await work(loud);
    expect(loud.output).toMatch(
      /^\d\d:\d\d:\d\d\.\d{3} INFO {2}\[Http\] Request requestId=\S+ method=POST route=\/graphql status=200 ms=\d+/m,
    );
  }, 60_000);

  it('says with a stack what failed, and shows no password of the database', async () => {
    const api = await ClaimdeskProcess.start('api', desk.appUrl);
    await desk.sql('ALTER TABLE desk RENAME TO elsewhere');
    try {
      const person = new Person(editor.id, editor.name, editor.token, api.url);
      const { errors } = await person.ask('{ desks { id } }');
      const { requestId } = errors![0].extensions;
      const [bug] = api.log({ level: 'error', requestId });
      expect(bug).toMatchObject({ context: 'Request', err: { code: '42P01' } });
      expect(bug.err.stack).toMatch(/^error: relation "desk" does not exist\n {4}at /);
    } finally {
      await desk.sql('ALTER TABLE elsewhere RENAME TO desk');
    }
    const url = desk.appUrl.replace(/:\d+\//, ':1/');
    const failed = await ClaimdeskProcess.start('api', url).catch((error: Error) => error.message);
    expect(failed).toMatch(/"level":"fatal".*ECONNREFUSED/);
    expect(failed).not.toContain(new URL(desk.appUrl).password);
  }, 60_000);
});

describe('traces', () => {
  let collector: Server;
  let received: { path: string | undefined; body: any }[] = [];
  beforeAll(async () => {
    collector = createServer(async (request, response) => {
      let text = '';
      for await (const chunk of request) text += String(chunk);
      received.push({ path: request.url, body: JSON.parse(text) });
      response.setHeader('content-type', 'application/json').end('{}');
    });
    await new Promise<void>((resolve) => collector.listen(0, '127.0.0.1', resolve));
  });
  afterAll(() => void collector.close());

  const spans = (): any[] =>
    received.flatMap(({ body }) => body.resourceSpans.flatMap((r: any) => r.scopeSpans.flatMap((s: any) => s.spans)));
  const attributes = (span: any) =>
    Object.fromEntries(span.attributes.map(({ key, value }: any) => [key, Object.values(value)[0]]));

  it('go to the collector when the process ends at the latest: request, use-case, statements; nothing that people wrote', async () => {
    const settings = { OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${(collector.address() as AddressInfo).port}/` };
    const api = await ClaimdeskProcess.start('api', desk.appUrl, settings);
    const worker = await ClaimdeskProcess.start('worker', desk.appUrl, settings);
    const traceId = '0af7651916cd43dd8448eb211c80319c';
    const secrets = await work(api, { traceparent: `00-${traceId}-b7ad6b7169203331-01` });
    await desk.until('the job', async () => (await desk.sql('SELECT FROM review')).length >= 2);
    expect([await api.end('SIGTERM'), await worker.end('SIGTERM')]).toEqual([0, 0]);

    expect(received.every(({ path }) => path === '/v1/traces')).toBe(true);
    const useCase = spans().find(({ name }) => name === 'decideReview');
    const request = spans().find(({ spanId }) => spanId === useCase.parentSpanId);
    expect(request).toMatchObject({ traceId, parentSpanId: 'b7ad6b7169203331', name: 'POST /graphql', kind: 2 });
    expect(attributes(request)).toMatchObject({
      'http.request.method': 'POST',
      'http.route': '/graphql',
      'http.response.status_code': 200,
      'graphql.operation.type': 'mutation',
      'graphql.operation.name': NAME,
      'claimdesk.graphql.field': 'decideReview',
    });
    expect(attributes(useCase)).toEqual({ 'claimdesk.sql.statements': 1 }); // a decision is one statement
    const job = spans().find(({ name }) => name === 'job open-review');
    expect(spans().find(({ parentSpanId }) => parentSpanId === job.spanId)).toMatchObject({ name: 'openReview' });
    const text = JSON.stringify(received);
    for (const secret of [...TEXTS, ...secrets, email, editor.name]) expect(text).not.toContain(secret);
  }, 60_000);

  it('that cannot be delivered hold up nothing', async () => {
    const api = await ClaimdeskProcess.start('api', desk.appUrl, { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:1' });
    received = [];
    await work(api);
    const started = Date.now();
    expect(await api.end('SIGTERM')).toBe(0);
    expect(Date.now() - started).toBeLessThan(8000);
  }, 60_000);
});
