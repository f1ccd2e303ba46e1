import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { projectDir } from '../src/kernel/project-dir.js';
import { DeskApp, type Person } from './desk-app.js';
import { caughtUp, createWebhook, look, ROTATE, TEST, UPDATE } from './webhook-receiver.js';

let app: DeskApp;
let chief: Person;
let folder: string;
let example: ChildProcess | undefined;
beforeAll(async () => {
  app = await DeskApp.start({ worker: true, webhookAllowPrivate: true });
  chief = await app.person('CHIEF_EDITOR');
  folder = await mkdtemp(path.join(tmpdir(), 'claimdesk-receiver-'));
});
afterAll(async () => {
  example?.kill('SIGKILL');
  await app.stop();
  await rm(folder, { recursive: true });
});

it('the receiver of docs/webhooks.md takes what is genuine, once, and nothing else', async () => {
  const text = await readFile(path.join(projectDir, 'docs/webhooks.md'), 'utf8');
  const file = path.join(folder, 'receiver.mjs');
  await writeFile(file, /```js\n(.*?)```/s.exec(text)![1]!);
  const { id, secret } = await createWebhook(chief, { url: 'http://127.0.0.1:9999/', eventTypes: ['desk.created'] });
  const child = (example = spawn(process.execPath, [file], {
    env: { PATH: process.env['PATH'], WEBHOOK_SECRET: secret, PORT: '0' },
    stdio: ['ignore', 'pipe', 'inherit'],
  }));
  let output = '';
  child.stdout.on('data', (data) => (output += String(data)));
  const [, port] = await app.until('the receiver', async () => /Listening on (\d+)/.exec(output));
  const url = `http://127.0.0.1:${port}/`;
  await chief.data(UPDATE, { input: { id, url } });
  await app.desk('first');
  await app.seal();
  await caughtUp(app, id);
  const [{ idx }] = await app.sql(`SELECT idx::int FROM audit.leaf WHERE type = 'desk.created'`);
  await chief.data(ROTATE, { id }); // the receiver has the previous secret, which signs as well
  await chief.data(TEST, { id });
  await app.until('the test', async () => output.includes('webhook.test test'));
  expect(output.split('\n').slice(1, 3)).toEqual([`desk.created ${idx} addDesk`, 'webhook.test test ']);

  await app.sql(`UPDATE webhook_endpoint SET secret_rotated_at = now() - interval '2 days'`);
  await chief.data(TEST, { id });
  const refused = await app.until('a refusal', async () =>
    (await look(chief, id)).deliveries.find(({ outcome }: any) => outcome === 'FAILED'),
  );
  expect(refused).toMatchObject({ httpStatus: 401, response: 'The signature is wrong.' });
  const forged = await fetch(url, { method: 'POST', body: '{"type":"desk.created","data":{"index":1}}' });
  expect(forged.status).toBe(401);
  expect(output.split('\n')).toHaveLength(4);
});
