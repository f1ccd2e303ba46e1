import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { projectDir } from '../src/kernel/project-dir.js';
import { createWebhook, ROTATE, TEST, UPDATE } from './webhook-receiver.js';
import { setWebhookStage } from './webhook-stage.js';

const stage = setWebhookStage();
const { caughtUp, look, ask } = stage;
let folder: string;
let example: ChildProcess | undefined;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'claimdesk-receiver-'));
});
afterAll(async () => {
  example?.kill('SIGKILL');
  await rm(folder, { recursive: true });
});

it('the receiver of docs/webhooks.md takes what is genuine, once, and nothing else', async () => {
  const text = await readFile(path.join(projectDir, 'docs/webhooks.md'), 'utf8');
  const file = path.join(folder, 'receiver.mjs');
  await writeFile(file, /```js\n(.*?)```/s.exec(text)![1]!);
  const { id, secret } = await createWebhook(stage.chief, {
    url: 'http://127.0.0.1:9999/',
    eventTypes: ['desk.created'],
  });
  const child = (example = spawn(process.execPath, [file], {
    env: { PATH: process.env['PATH'], WEBHOOK_SECRET: secret, PORT: '0' },
    stdio: ['ignore', 'pipe', 'inherit'],
  }));
  let output = '';
  child.stdout.on('data', (data) => (output += String(data)));
  const [, port] = await stage.app.until('the receiver', async () => /Listening on (\d+)/.exec(output));
  const url = `http://127.0.0.1:${port}/`;
  await ask(UPDATE, { input: { id, url } });
  await stage.app.desk('first');
  await stage.app.seal();
  await caughtUp(id);
  const [{ idx }] = await stage.app.sql(`SELECT idx::int FROM audit.leaf WHERE type = 'desk.created'`);
  await ask(ROTATE, { id }); // the receiver has the previous secret, which signs as well
  await ask(TEST, { id });
  await stage.app.until('the test', async () => output.includes('webhook.test test'));
  expect(output.split('\n').slice(1, 3)).toEqual([`desk.created ${idx} addDesk`, 'webhook.test test ']);

  await stage.app.sql(`UPDATE webhook_endpoint SET secret_rotated_at = now() - interval '2 days'`);
  await ask(TEST, { id });
  const refused = await stage.app.until('a refusal', async () =>
    (await look(id)).deliveries.find(({ outcome }: any) => outcome === 'FAILED'),
  );
  expect(refused).toMatchObject({ httpStatus: 401, response: 'The signature is wrong.' });
  const forged = await fetch(url, { method: 'POST', body: '{"type":"desk.created","data":{"index":1}}' });
  expect(forged.status).toBe(401);
  expect(output.split('\n')).toHaveLength(4);
});
