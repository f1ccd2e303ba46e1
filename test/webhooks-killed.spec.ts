import { afterEach, beforeAll, expect, it } from '@jest/globals';
import pg from 'pg';
import { ClaimdeskProcess } from './fixtures/claimdesk-process.js';
import { WorkerProcess } from './fixtures/worker-process.js';
import { createWebhook, Receiver, type Reply, ROTATE, verified } from './webhook-receiver.js';
import { setWebhookStage } from './webhook-stage.js';

afterEach(() => {
  WorkerProcess.killAll();
  ClaimdeskProcess.killAll();
});
const stage = setWebhookStage({ worker: false });
const { caughtUp, look, ask } = stage;
let deskId: string;
beforeAll(async () => {
  deskId = await stage.app.desk('killed');
});

const SETTINGS = { WEBHOOK_ALLOW_PRIVATE: 'on' };
const startWorker = () => WorkerProcess.start(stage.app.appUrl, SETTINGS);

it('with a receiver that fails at random and workers that are killed, everything arrives, in order, at least once', async () => {
  const { id, secret } = await createWebhook(stage.chief, { url: stage.receiver.url, eventTypes: ['article.created'] });
  const failures: Reply[] = [
    { status: 500 },
    { status: 302, headers: { location: 'http://127.0.0.1:1/' } },
    { status: 429, headers: { 'retry-after': '3600' } },
  ];
  // A fifth of the attempts fail; nobody waits for the pauses here
  stage.receiver.reply = () => (Math.random() < 1 / 5 ? failures[Math.floor(Math.random() * 3)]! : { delayMs: 5 });
  const workers = [await startWorker(), await startWorker()];
  await Promise.all(Array.from({ length: 60 }, () => stage.app.claim(deskId)));
  await stage.app.seal();
  const hurrier = new pg.Client({ connectionString: stage.app.databaseUrl });
  await hurrier.connect();
  const hurrying = { isOver: false };
  const hurry = (async () => {
    while (!hurrying.isOver) {
      await hurrier.query(
        'UPDATE webhook_cursor SET next_attempt_at = now() WHERE attempt > 0 AND lease_token IS NULL',
      );
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    await hurrier.end();
  })();
  try {
    for (const [i, worker] of workers.entries()) {
      const before = stage.receiver.received.length;
      await stage.app.until('some messages', async () => stage.receiver.received.length > before + 10);
      // in the middle of an attempt: it is held until its worker is dead
      let letGo: () => void = () => undefined;
      const reply = stage.receiver.reply;
      const held = new Promise<void>((resolve) => {
        stage.receiver.reply = async () => {
          resolve();
          await new Promise<void>((go) => (letGo = go));
          return {};
        };
      });
      await held;
      const [lease] = await stage.app.sql('SELECT lease_token FROM webhook_cursor WHERE endpoint_id = $1', [id]);
      expect(lease.lease_token).not.toBeNull();
      // whichever of the two holds the lease: both die in turn, and the second one is replaced
      expect(await worker.end('SIGKILL')).toBe('SIGKILL');
      if (i === 1) await startWorker();
      stage.receiver.reply = reply;
      letGo();
      // 30 seconds go by
      await stage.app.sql(
        `UPDATE webhook_cursor SET leased_until = now() - interval '1 second' WHERE lease_token = $1`,
        [lease.lease_token],
      );
    }
    await caughtUp(id, 60_000);
  } finally {
    hurrying.isOver = true;
    await hurry;
  }
  const wanted = await stage.app.sql(
    `SELECT idx::int AS index FROM audit.leaf WHERE type = 'article.created' ORDER BY idx`,
  );
  const indexes: number[] = wanted.map(({ index }) => index);
  expect(indexes).toHaveLength(60);
  expect([...new Set(stage.receiver.taken)]).toEqual(indexes); // each for the first time after the one before it
  for (const message of stage.receiver.received)
    expect(verified(secret, message).data.index).toEqual(expect.any(Number));
  // one id an event, however often it came
  expect(new Set(stage.receiver.received.map((message) => message.id)).size).toBe(60);
  // what the record says was delivered is in order, once, and nothing else was left out
  const deliveries = await stage.app.sql(
    `SELECT log_index::int AS index FROM webhook_delivery WHERE endpoint_id = $1 AND outcome = 'DELIVERED' ORDER BY id`,
    [id],
  );
  expect(deliveries.map(({ index }) => index)).toEqual(indexes);
}, 90_000);

it('several workers send to one webhook by turns, never two at a time', async () => {
  let [now, most] = [0, 0];
  stage.receiver.reply = async () => {
    now += 1;
    most = Math.max(most, now);
    await new Promise((resolve) => setTimeout(resolve, 10));
    now -= 1;
    return {};
  };
  const { id } = await createWebhook(stage.chief, { url: stage.receiver.url, eventTypes: ['claim.created'] });
  await Promise.all([startWorker(), startWorker(), startWorker()]);
  for (let i = 0; i < 5; i += 1) {
    await Promise.all(Array.from({ length: 10 }, () => stage.app.claim(deskId)));
    await stage.app.seal();
  }
  await caughtUp(id);
  const mine = stage.receiver.received.filter(({ json }) => json.type === 'claim.created');
  expect([most, mine.length]).toEqual([1, 50]);
}, 60_000);

it('a worker that is told to stop ends what is on its way and records it; its log holds no secret', async () => {
  stage.receiver.reply = ({ json }) => (json.type === 'webhook.test' ? { status: 500 } : { delayMs: 1000 });
  const own = await Receiver.start();
  const url = `${stage.receiver.url}/a-secret-of-the-receiver`;
  const { id, secret } = await createWebhook(stage.chief, { url, description: 'Words.', eventTypes: ['desk.created'] });
  const { secret: rotated } = await ask(ROTATE, { id });
  const refusing = await createWebhook(stage.chief, { url: own.url, eventTypes: ['desk.created'] });
  await own.stop();
  const worker = await ClaimdeskProcess.start('worker', stage.app.appUrl, { ...SETTINGS, LOG_LEVEL: 'debug' });
  await stage.app.desk('last-words');
  await stage.app.seal();
  await stage.app.until('a message on its way', async () => stage.receiver.received.length > 0);
  await stage.app.until('a failure', async () => (await look(refusing.id)).deliveries.length > 0);
  expect(await worker.end('SIGTERM')).toBe(0);
  expect(await look(id)).toMatchObject({ lag: 0, lastDelivery: { outcome: 'DELIVERED' } });
  const [cursor] = await stage.app.sql('SELECT lease_token FROM webhook_cursor WHERE endpoint_id = $1', [id]);
  expect(cursor.lease_token).toBeNull();

  const delivered = worker.log({ msg: 'Webhook delivered', webhook: id });
  expect(delivered).toMatchObject([{ status: 204, ms: expect.any(Number), attempt: 1 }]);
  expect(worker.log({ msg: 'Webhook not delivered', webhook: refusing.id })[0].error).toMatch(/ECONNREFUSED/);
  const [row] = await stage.app.sql('SELECT secret, previous_secret FROM webhook_endpoint WHERE id = $1', [id]);
  const texts = [secret, rotated, 'whsec_', 'a-secret-of-the-receiver', 'v1,', 'Words.'];
  for (const bytes of [row.secret, row.previous_secret] as Buffer[]) {
    texts.push(bytes.toString('hex'), bytes.toString('base64'));
  }
  for (const text of texts) expect([text, worker.output.includes(text)]).toEqual([text, false]);
}, 60_000);
