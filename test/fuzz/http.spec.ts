import { afterAll, beforeAll, describe, expect } from '@jest/globals';
import fc from 'fast-check';
import { newApiTokenSecret, newSessionToken } from '../../src/auth/secrets.js';
import { fuzz } from './fuzzing.js';
import { Guard } from './guard.js';
import { send, sendBytes } from './http.js';
import { headerText, messages, rawRequests } from './messages.js';
import { Stage } from './stage.js';

let stage: Stage;
let guard: Guard;
/** A browser's sign-in. */
let session: { cookie: string; csrf: string };
beforeAll(async () => {
  stage = await Stage.start();
  guard = new Guard(stage.app, stage.chief);
  session = await signIn();
}, 60_000);
afterAll(() => stage?.stop());

const WHOLLY_EVERY = 100;
let count = 0;
/** Runs what must change nothing, and looks at every so many-th more closely. */
async function harmless<T>(work: () => Promise<T>): Promise<T> {
  count += 1;
  const wholly = count % WHOLLY_EVERY === 0;
  const result = await guard.changesNothing(wholly, work);
  if (wholly || count % 10 === 0) await guard.isWell();
  return result;
}

async function signIn(): Promise<{ cookie: string; csrf: string }> {
  const secret = newSessionToken();
  await stage.app.sql('UPDATE app_user SET must_change_password = false WHERE id = $1', [stage.chief.id]);
  await stage.app.sql(
    `INSERT INTO session (id, user_id, token_hash, expires_at, user_agent) VALUES (gen_random_uuid(), $1, sha256($2), now() + '1 day', '')`,
    [stage.chief.id, Buffer.from(secret)],
  );
  const cookie = `claimdesk_session=${secret}`;
  const { text } = await send(stage.app.url, { method: 'GET', path: '/auth/session', headers: { cookie } });
  return { cookie, csrf: (JSON.parse(text) as { csrfToken: string }).csrfToken };
}

describe('whatever is sent', () => {
  fuzz('messages', { short: 500, share: 0.07 }, fc.tuple(messages, fc.boolean()), async ([message, isSignedIn]) => {
    const authorization: Record<string, string> = isSignedIn ? { authorization: `Bearer ${stage.chief.token}` } : {};
    await stage.app.sql('DELETE FROM sign_in_throttle'); // or else they would be refused for their number
    const answer = await harmless(() =>
      send(stage.app.url, { ...message, headers: { ...authorization, ...message.headers } }),
    );
    guard.check(answer);
    expect(answer.headers['access-control-allow-origin']).toBeUndefined();
    expect(answer.headers['x-powered-by']).toBeUndefined();
  });

  fuzz('bytes', { short: 300, share: 0.04 }, rawRequests, async (bytes) => {
    const answer = await harmless(() => sendBytes(stage.app.url, bytes));
    if (answer.status !== 0) expect(answer.status).toBeGreaterThanOrEqual(200);
    if (answer.status !== 0) expect(answer.status).not.toBe(500);
    expect(answer.text).not.toMatch(/node_modules|at .*:\d+:\d+/);
  });
});

/** Texts as they can stand in a header; never those that would let somebody in. */
const secret = fc.oneof(
  headerText,
  fc.constantFrom(
    'x'.repeat(5000),
    'x'.repeat(20_000),
    '%',
    '%E0%A4%A',
    '"',
    '=',
    ';',
    ',',
    '__proto__',
    'null',
    "' OR true --",
  ),
  fc.noShrink(fc.constant(null)).map(() => newSessionToken()),
  fc.noShrink(fc.constant(null)).map(() => newApiTokenSecret()),
);
const credentials = fc.record(
  {
    authorization: fc.oneof(
      secret,
      fc
        .tuple(fc.constantFrom('Bearer ', 'bearer', 'BEARER\t', 'Basic ', 'Bearer  Bearer '), secret)
        .map((parts) => parts.join('')),
    ),
    cookie: fc
      .array(
        fc.tuple(
          fc.constantFrom('claimdesk_session', 'CLAIMDESK_SESSION', 'a', '__proto__', '', 'constructor'),
          secret,
        ),
        { maxLength: 60 },
      )
      .map((pairs) => pairs.map((pair) => pair.join('=')).join('; ')),
    'x-csrf-token': secret,
  },
  { requiredKeys: [] },
);
const question = JSON.stringify({ query: '{ viewer { id } }' });
const ask = (headers: Record<string, string | string[]>) =>
  send(stage.app.url, { headers: { 'content-type': 'application/json', ...headers }, body: question });

describe('who comes without a right to', () => {
  fuzz('credentials', { short: 300, share: 0.05 }, credentials, async (headers) => {
    const answer = await harmless(() => ask(headers));
    guard.check(answer);
    expect([401, 431]).toContain(answer.status);
  });

  fuzz('csrf', { short: 200, share: 0.03 }, fc.tuple(secret, fc.boolean(), secret), async ([token, isTwice, other]) => {
    const { cookie, csrf } = session;
    const forged = isTwice ? [token, csrf] : token; // the first one counts, or else both as one text
    const answer = await harmless(() =>
      ask({ cookie: `${cookie}; other=${encodeURIComponent(other)}`, 'x-csrf-token': forged }),
    );
    guard.check(answer);
    expect([403, 431]).toContain(answer.status);
    expect(answer.text).toMatch(/CSRF_TOKEN_INVALID|HEADERS_TOO_LARGE/);
    const right = await ask({ cookie: `a=b; ${cookie}`, 'x-csrf-token': csrf });
    expect(right.status).toBe(200);
  });
});
