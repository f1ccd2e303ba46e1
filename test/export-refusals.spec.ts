import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { DeskApp, type Person } from './desk-app.js';

let app: DeskApp;
let auditor: Person;
beforeAll(async () => {
  app = await DeskApp.start();
  auditor = await app.person('AUDITOR');
});
afterAll(() => app.stop());

const get = (path: string) => fetch(app.url + path, { headers: { authorization: `Bearer ${auditor.token}` } });

it('a log of which nothing is sealed is told as such, with the time after which to come back', async () => {
  const before = await app.fingerprint();
  for (const path of ['/audit/log', '/audit/log?private=1&from=0', '/audit/checkpoint', '/audit/key']) {
    const answer = await get(path);
    expect([path, answer.status, answer.headers.get('retry-after')]).toEqual([path, 503, '10']);
    expect(((await answer.json()) as any).error).toMatchObject({
      code: 'UNAVAILABLE',
      message: 'Nothing is sealed yet: the log has no checkpoint. The sealer makes one as soon as it runs.',
    });
  }
  expect((await get('/audit/tile/0/000.p/1')).status).toBe(404);
  const { checkpoint, auditLog, inclusionProof } = await auditor.data(
    '{ checkpoint { size } auditLog { edges { node { index } } } inclusionProof(index: 0) }',
  );
  expect([checkpoint, auditLog.edges, inclusionProof]).toEqual([null, [], null]);
  expect(await app.fingerprint()).toEqual(before);
});

const NAMES = 'from, size, since, continue, private, stream, desk, actor, after, before, type';
const UUID = '01a217bc-5310-7678-b82d-47dd497b9889';
it.each([
  ['from=-1', 'from must be the index of a leaf: a whole number from 0.'],
  ['from=1.5', 'from must be the index of a leaf: a whole number from 0.'],
  ['from=', 'from must be the index of a leaf: a whole number from 0.'],
  ['from=1&from=2', 'from must be given once.'],
  ['from=9999', /^from must be at most \d+, the size of the checkpoint that ends the export\.$/],
  ['size=1', /^size must be the size of a checkpoint; the newest one's is \d+\.$/],
  ['since=9999', /^since must be at most \d+, the size of the checkpoint that ends the export\.$/],
  ['since=x', 'since must be the size of an earlier checkpoint: a whole number from 0.'],
  ['continue=1', 'continue needs from and size.'],
  ['continue=1&from=0', 'continue needs from and size.'],
  ['continue=true&from=0', 'continue must be 1, or be left out.'],
  ['private=yes', 'private must be 1, or be left out.'],
  [`stream=${UUID.toUpperCase()}`, 'stream must be the id of a claim or another entity (a UUID in lower case).'],
  ['desk=politics', 'desk must be the id of a desk (a UUID in lower case).'],
  ['actor=me', 'actor must be `user:` and an id, or `system:` and a name.'],
  [`actor=user:${UUID}'--`, 'actor must be `user:` and an id, or `system:` and a name.'],
  ['after=2026-01-01', 'after must be an instant with its zone, such as 2026-03-01T09:30:00Z.'],
  ['before=2026-02-30T00:00:00Z', 'before must be an instant with its zone, such as 2026-03-01T09:30:00Z.'],
  [
    "type=claim.created'",
    'type must be a table and what happened, such as decision.created; it may be given several times.',
  ],
  [
    Array.from({ length: 51 }, (_, i) => `type=claim.${'x'.repeat(i + 1)}`).join('&'),
    'type may be given 50 times at most.',
  ],
  ['claim=1', `claim is not known here. What is: ${NAMES}.`],
  ['__proto__=1', `__proto__ is not known here. What is: ${NAMES}.`],
])('%s is refused, and says what is allowed', async (query, message) => {
  await app.seal();
  const before = await app.fingerprint();
  const answer = await get(`/audit/log?${query}`);
  const { error } = (await answer.json()) as any;
  expect([answer.status, error.code]).toEqual([400, 'BAD_USER_INPUT']);
  expect(error.message).toMatch(message);
  expect(error.details).toEqual([{ path: [error.message.split(' ')[0]], message: error.message }]);
  expect(await app.fingerprint()).toEqual(before);
});

it('several mistakes are told at once', async () => {
  const { error } = (await (await get('/audit/log?from=x&nonsense=1&private=0')).json()) as any;
  expect(error.details.map(({ path }: any) => path)).toEqual([['nonsense'], ['from'], ['private']]);
});
