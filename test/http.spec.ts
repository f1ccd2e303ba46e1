import { get as httpGet, type IncomingMessage } from 'node:http';
import { connect } from 'node:net';
import { extname } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { getQueueToken } from '@nestjs/bullmq';
import type { Queue } from 'bullmq';
import { can } from '../src/auth/policy.js';
import { DatabaseModule } from '../src/database/database.module.js';
import { ROUTES } from '../editor/src/routes.js';
import { HealthModule } from '../src/health/health.module.js';
import { EDITOR_PAGES } from '../src/http/editor.controller.js';
import { registerBoard } from '../src/jobs/board.js';
import { REVIEW_QUEUE } from '../src/jobs/job-map.js';
import { JobsModule } from '../src/jobs/jobs.module.js';
import { createTestDatabase, type TestDatabase } from './database.js';
import { type DummyApp, startDummyApp } from './fixtures/dummy-app.js';
import { SECRET } from './fixtures/dummy.resolver.js';

let database: TestDatabase;
let server: DummyApp;
beforeAll(async () => {
  database = await createTestDatabase();
  server = await startDummyApp({
    imports: [DatabaseModule.register(database.url, 5), JobsModule.register({ worker: false }), HealthModule],
    configure: (app) =>
      registerBoard(app, app.get<Queue>(getQueueToken(REVIEW_QUEUE), { strict: false }), (actor) =>
        can(actor, 'queue.inspect'),
      ),
  });
});
afterAll(async () => {
  await server?.app.close();
  await database?.drop();
});

const STRICT_POLICY =
  "default-src 'none';script-src 'self';worker-src 'self';style-src 'self';img-src 'self' data:;font-src 'self';connect-src 'self';" +
  "base-uri 'none';form-action 'none';frame-ancestors 'none'";

const get = (at: string, headers: Record<string, string> = {}) =>
  fetch(server.url + at, { headers, redirect: 'manual' });
const post = (path: string, body: string, type = 'application/json') =>
  fetch(server.url + path, { method: 'POST', headers: { 'content-type': type }, body });
const textOf = async (path: string, headers?: Record<string, string>) => (await get(path, headers)).text();

/** As `fetch`, but leaves what comes compressed. */
const request = (url: URL, headers: Record<string, string>): Promise<IncomingMessage> =>
  new Promise((resolve, reject) => {
    httpGet(url, { headers }, (answer) => {
      answer.resume();
      resolve(answer);
    }).on('error', reject);
  });

/** Everything that a page or style loads, by attribute, url() or @import. */
const loads = (text: string): string[] =>
  [...text.matchAll(/(?:src|href)="([^"]*)"|url\(["']?([^"')]*)|@import\s+["']([^"']*)/g)].map(
    (found) => (found[1] ?? found[2] ?? found[3])!,
  );
const external = (text: string) => loads(text).filter((url) => /^(https?:)?\/\//.test(url));

describe('every answer', () => {
  it('has the strict headers and says nothing of what runs here', async () => {
    const { headers } = await get('/');
    expect(headers.get('content-security-policy')).toBe(STRICT_POLICY);
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('x-frame-options')).toBe('DENY');
    expect(headers.get('referrer-policy')).toBe('no-referrer');
    expect(headers.get('cross-origin-opener-policy')).toBe('same-origin');
    expect(headers.get('cross-origin-resource-policy')).toBe('same-origin');
    expect(headers.get('strict-transport-security')).toBeNull(); // publicUrl is http here
    expect([headers.get('x-powered-by'), headers.get('server'), headers.get('access-control-allow-origin')]).toEqual([
      null,
      null,
      null,
    ]);
    expect((await get('/health/live')).headers.get('cache-control')).toBe('no-store');
  });

  it('has the request id: a sane one that came in, or a new one', async () => {
    const idFor = async (id: string) => (await get('/health/live', { 'x-request-id': id })).headers.get('x-request-id');
    expect(await idFor('trace-1234.5:6')).toBe('trace-1234.5:6');
    for (const odd of ['short', 'a b c d e f g', 'x'.repeat(101), '<script>alert</script>']) {
      expect(await idFor(odd)).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4/);
    }
  });
});

describe('errors over plain HTTP', () => {
  const shape = async (response: Response) => {
    expect(response.headers.get('content-type')).toBe('application/json; charset=utf-8');
    const body = (await response.json()) as any;
    expect(body.error.requestId).toBe(response.headers.get('x-request-id'));
    expect(Object.keys(body)).toEqual(['error']);
    const { requestId: _, ...error } = body.error;
    return [response.status, error];
  };
  const error = (status: number, code: string, message: string) => [status, { code, message }];

  it('have one shape', async () => {
    expect(await shape(await get('/nowhere'))).toEqual(error(404, 'NOT_FOUND', 'There is nothing at this address.'));
    expect(await shape(await get('/assets/public-dir.ts'))).toEqual(error(404, 'NOT_FOUND', 'There is no such file.'));
    expect(await shape(await post('/dummy', '{'))).toEqual(
      error(400, 'BAD_REQUEST', "Body is not valid JSON but content-type is set to 'application/json'"),
    );
    expect(await shape(await post('/dummy', 'text=a', 'application/x-www-form-urlencoded'))).toEqual(
      error(415, 'UNSUPPORTED_MEDIA_TYPE', 'Send the body as JSON, with `content-type: application/json`.'),
    );
    expect(await shape(await post('/dummy', 'a', 'text/plain'))).toEqual(
      error(415, 'UNSUPPORTED_MEDIA_TYPE', 'Send the body as JSON, with `content-type: application/json`.'),
    );
    expect(await shape(await post('/dummy', `"${'a'.repeat(2 * 1024 * 1024)}"`))).toEqual(
      error(413, 'PAYLOAD_TOO_LARGE', 'The body is too large.'),
    );
    expect(await shape(await post('/dummy', '{"text":"sechs!"}'))).toEqual([
      400,
      {
        code: 'BAD_USER_INPUT',
        message: 'text must be 1 to 5 characters long.',
        details: [{ path: ['text'], message: 'text must be 1 to 5 characters long.' }],
      },
    ]);
    expect((await shape(await post('/dummy', '{"text":"a","more":1}')))[0]).toBe(400);
    expect((await shape(await get('/%E0%A4%A')))[0]).toBe(400);
  });

  it('tell a wrong method from a wrong address', async () => {
    const wrong = await fetch(`${server.url}/dummy/7?x=1`, { method: 'DELETE' });
    expect(wrong.headers.get('allow')).toBe('GET, HEAD');
    expect(await shape(wrong)).toEqual(error(405, 'METHOD_NOT_ALLOWED', 'This address takes GET, HEAD only.'));
    expect((await shape(await fetch(`${server.url}/dummy`, { method: 'OPTIONS' })))[0]).toBe(405);
  });

  it('mask bugs and log them with the request id', async () => {
    const response = await get('/dummy/bug', { 'x-request-id': 'request-0043' });
    expect(await shape(response)).toEqual(
      error(
        500,
        'INTERNAL_SERVER_ERROR',
        'Something went wrong on our side. The request id helps us to find out what.',
      ),
    );
    expect(server.log.lines.filter((line) => line.includes('request-0043') && line.includes(SECRET))).toHaveLength(1);
  });

  it('come also to clients that drip: headers are due before the body is, or node would swap the two', () => {
    const { headersTimeout, requestTimeout } = server.app.getHttpServer();
    expect([headersTimeout, requestTimeout]).toEqual([10_000, 30_000]);
  });

  it('also answer what is no HTTP at all', async () => {
    const answer = await new Promise<string>((resolve) => {
      let text = '';
      const socket = connect(Number(new URL(server.url).port), '127.0.0.1', () => socket.write('NONSENSE\r\n\r\n'));
      socket.on('data', (chunk) => (text += chunk)).on('close', () => resolve(text));
    });
    expect(answer).toMatch(
      /^HTTP\/1\.1 400 Bad Request\r\n.*"code":"BAD_REQUEST","message":"This is not an HTTP request\."/s,
    );
  });
});

it('a stopping server answers the request that it is at, and takes no other', async () => {
  const stopping = await startDummyApp();
  const body = '{"text":"a"}';
  const head = `POST /dummy HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n`;
  let answers = '';
  const socket = connect(Number(new URL(stopping.url).port), '127.0.0.1');
  const ended = new Promise<void>((resolve) =>
    socket.on('data', (chunk) => (answers += chunk)).on('close', () => resolve()),
  );
  socket.write(head);
  await new Promise((resolve) => setTimeout(resolve, 100));
  const closed = stopping.app.close();
  await new Promise((resolve) => setTimeout(resolve, 100));
  socket.write(body + head + body);
  await Promise.all([ended, closed]);
  expect(answers.match(/^HTTP\/1\.1 \d+/gm)).toEqual(['HTTP/1.1 201']);
});

describe('rate limits', () => {
  it('refuse by address, unknown addresses included, and by account', async () => {
    const limited = await startDummyApp({ rateLimits: { perAddress: 4, perAccount: 2 } });
    const status = async (path: string, role = 'nobody') =>
      (await fetch(limited.url + path, { headers: { 'x-test-role': role } })).status;
    try {
      expect([
        await status('/dummy/1', 'EDITOR'),
        await status('/dummy/1', 'EDITOR'),
        await status('/dummy/1', 'EDITOR'),
      ]).toEqual([200, 200, 429]);
      expect([await status('/nowhere'), await status('/nowhere'), await status('/')]).toEqual([404, 429, 429]);
      const refused = await fetch(limited.url);
      expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(50);
      expect(((await refused.json()) as any).error.code).toBe('RATE_LIMITED');
    } finally {
      await limited.app.close();
    }
  });
});

describe('pages', () => {
  it('the desk is the same page at each of its addresses, and those are the ones that it knows', async () => {
    expect(Object.keys(EDITOR_PAGES).toSorted()).toEqual(Object.values(ROUTES).toSorted());
    const home = await get('/');
    expect([home.status, home.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
    expect(home.headers.get('cache-control')).toBe('no-cache');
    const html = await home.text();
    for (const path of [
      '/inbox',
      '/inbox/diplomacy',
      '/mine',
      '/reviews/7',
      '/claims',
      '/claims/7?q=x',
      '/audit?at=7',
    ]) {
      expect(await textOf(path)).toBe(html);
    }
    expect((await get('/inbox/a/b')).status).toBe(404);
    expect((await get('/reviews')).status).toBe(404);
  });

  it('the desk loads our own files only, without inline script or style', async () => {
    const html = await textOf('/');
    expect(html).not.toMatch(/<script(?![^>]*src=)|<style|\sstyle=|\son\w+=/);
    expect(external(html)).toEqual([]);
    const kinds = loads(html).map((url) => extname(url));
    expect(kinds).toEqual(expect.arrayContaining(['.svg', '.js', '.css']));
    for (const url of loads(html)) {
      const file = await get(url);
      const kept = url.startsWith('/editor/') ? 'public, max-age=31536000, immutable' : 'no-cache';
      expect([url, file.status, file.headers.get('cache-control')]).toEqual([url, 200, kept]);
    }
    const styles = await Promise.all(
      loads(html)
        .filter((url) => url.endsWith('.css'))
        .map((url) => textOf(url)),
    );
    expect(external(styles.join('\n'))).toEqual([]);
    for (const wrong of ['index.html', '..%2findex.html', '.source-hash', 'nothing-AAAAAAAA.js']) {
      expect([wrong, (await get(`/editor/${wrong}`)).status]).toEqual([wrong, 404]);
    }
  });

  it('the desk begins with at most 180 kB of script, and it comes compressed', async () => {
    const scripts = loads(await textOf('/')).filter((url) => url.endsWith('.js'));
    const sizes = await Promise.all(
      scripts.map(async (url) => {
        const answer = await request(new URL(url, server.url), { 'accept-encoding': 'gzip' });
        expect([url, answer.headers['content-encoding'], answer.headers['vary']]).toEqual([
          url,
          'gzip',
          'accept-encoding',
        ]);
        return Number(answer.headers['content-length']);
      }),
    );
    const total = sizes.reduce((sum, size) => sum + size, 0);
    expect(total).toBeGreaterThan(50_000); // it is all of it
    expect(total).toBeLessThan(180_000);
  });

  it('GraphiQL loads nothing from another host, and no file but its own', async () => {
    const page = await get('/graphiql');
    const html = await page.text();
    expect(page.headers.get('content-security-policy')).toBe(
      STRICT_POLICY.replace("font-src 'self'", "font-src 'self' data:"),
    );
    expect(external(html)).toEqual([]);
    for (const url of loads(html)) {
      const file = await get(url);
      expect([url, file.status, (await file.text()).length > 50]).toEqual([url, 200, true]);
    }
    expect(external(await textOf('/graphiql/graphiql.min.css'))).toEqual([]);
    expect((await get('/graphiql/package.json')).status).toBe(404);
    expect((await get('/graphiql/..%2fpackage.json')).status).toBe(404);
  });

  it('the board is for those who may inspect the queues, and only to look at', async () => {
    expect((await get('/admin/queues', { 'x-test-role': 'nobody' })).status).toBe(401);
    const refused = await get('/admin/queues/api/queues', { 'x-test-role': 'EDITOR' });
    expect(((await refused.json()) as any).error.code).toBe('FORBIDDEN');
    const chief = { 'x-test-role': 'CHIEF_EDITOR' };
    const page = await get('/admin/queues/', chief);
    expect(page.headers.get('content-security-policy')).toBe(
      STRICT_POLICY.replace("base-uri 'none'", "base-uri 'self'"),
    );
    const html = await page.text();
    expect(html).not.toMatch(/<style|\sstyle=/);
    expect(html).toContain('<base href="/admin/queues/"');
    expect(external(html)).toEqual([]);
    const queues = (await (await get('/admin/queues/api/queues', chief)).json()) as any;
    expect(queues.queues.map(({ name, readOnlyMode }: any) => [name, readOnlyMode])).toEqual([['review', true]]);
    const pause = await fetch(`${server.url}/admin/queues/api/queues/review/pause`, { method: 'PUT', headers: chief });
    expect(pause.status).toBe(405);
  });
});

describe('health', () => {
  it('says what is there', async () => {
    expect(await (await get('/health/live')).json()).toEqual({ status: 'ok' });
    const ready = await get('/health/ready');
    expect([ready.status, await ready.json()]).toEqual([
      200,
      {
        status: 'ok',
        checks: { database: { ok: true }, migrations: { ok: true }, queue: { ok: true }, clock: { ok: true } },
      },
    ]);
  });

  it('says what is missing', async () => {
    const { Database } = await import('../src/database/database.js');
    const db = server.app.get(Database);
    const [last] = await db.rows<{ name: string }>(
      'DELETE FROM public.migration WHERE id = (SELECT max(id) FROM public.migration) RETURNING name',
    );
    await db.rows('ALTER SCHEMA bullmq RENAME TO elsewhere');
    const ready = await get('/health/ready');
    expect([ready.status, ((await ready.json()) as any).checks]).toEqual([
      503,
      {
        database: { ok: true },
        migrations: { ok: false, problem: expect.stringMatching(/^1 of \d+ migrations are not applied$/) },
        queue: { ok: false, problem: 'its table does not exist' },
        clock: { ok: true },
      },
    ]);
    expect(last?.name).toBeDefined();
  });
});
