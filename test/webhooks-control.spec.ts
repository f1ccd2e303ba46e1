import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { DeskApp, type Person } from './desk-app.js';
import { parseMetrics } from './fixtures/claimdesk-process.js';
import {
  caughtUp,
  createWebhook,
  DISABLE,
  logSize,
  look,
  oneEvent,
  Receiver,
  recorded,
  REDELIVER,
  REDELIVER_SINCE,
  ROTATE,
  TEST,
  UPDATE,
  verified,
} from './webhook-receiver.js';

let app: DeskApp;
let chief: Person;
let receiver: Receiver;
beforeAll(async () => {
  app = await DeskApp.start({ worker: true, webhookAllowPrivate: true });
  chief = await app.person('CHIEF_EDITOR');
  await app.seal();
}, 60_000);
afterAll(() => app.stop());
beforeEach(async () => {
  receiver = await Receiver.start();
});
afterEach(async () => {
  await app.sql('DELETE FROM webhook_endpoint');
  await receiver.stop();
});

const onDesks = () => createWebhook(chief, { url: receiver.url, eventTypes: ['desk.created'] });
describe('a webhook', () => {
  it('that is slow delays no other one', async () => {
    const slow = await Receiver.start();
    try {
      slow.reply = () => ({ delayMs: 4000 });
      const { id: slowId } = await createWebhook(chief, { url: slow.url, eventTypes: ['desk.created'] });
      const { id } = await onDesks();
      const started = Date.now();
      const indexes = [await oneEvent(app), await oneEvent(app), await oneEvent(app)];
      await caughtUp(app, id);
      expect(Date.now() - started).toBeLessThan(3900);
      expect(receiver.taken).toEqual(indexes);
      expect(slow.taken).toEqual([]);
      await caughtUp(app, slowId);
      expect(slow.taken).toEqual(indexes);
    } finally {
      await slow.stop();
    }
  }, 40_000);

  it('whose secret was rotated is signed with both for a day, and then with the new one', async () => {
    const { id, secret } = await onDesks();
    const { secret: rotated } = (await chief.data(ROTATE, { id })).answer;
    expect(rotated).not.toBe(secret);
    await oneEvent(app);
    const [both] = await receiver.arrived(1);
    expect(String(both!.headers['webhook-signature']).split(' ')).toHaveLength(2);
    expect(verified(secret, both!)).toEqual(verified(rotated, both!));
    await caughtUp(app, id);
    await app.sql(
      `UPDATE webhook_endpoint SET secret_rotated_at = now() - interval '24 hours 1 second' WHERE id = $1`,
      [id],
    );
    await oneEvent(app);
    const [, one] = await receiver.arrived(2);
    expect(verified(rotated, one!).type).toBe('desk.created');
    expect(() => verified(secret, one!)).toThrow('No matching signature');
  });

  it('can be tested, in back-off and disabled as well', async () => {
    receiver.reply = ({ json }) => ({ status: json.type === 'webhook.test' ? 200 : 500, body: 'Well received.' });
    const { id, secret } = await onDesks();
    await oneEvent(app);
    await recorded(app, chief, id, 1);
    const { delivery } = (await chief.data(TEST, { id })).answer;
    expect(delivery).toMatchObject({
      index: null,
      type: 'webhook.test',
      outcome: 'PENDING',
      requestedBy: { id: chief.id },
    });
    const [, test] = await receiver.arrived(2);
    expect(verified(secret, test!)).toEqual({
      type: 'webhook.test',
      timestamp: expect.any(String),
      data: { webhookId: id },
    });
    expect(test!.id).toBe(delivery.messageId);
    const done = await app.until('the test', async () =>
      (await look(chief, id)).deliveries.find((each: any) => each.id === delivery.id && each.outcome === 'DELIVERED'),
    );
    expect(done).toMatchObject({ httpStatus: 200, response: 'Well received.', durationMs: expect.any(Number) });
    expect((await look(chief, id)).failedAttempts).toBe(1); // which is the log's own matter
    await chief.data(DISABLE, { id });
    await chief.data(TEST, { id });
    await receiver.arrived(3);
  });

  it('gets one message again, beside the log and with the id that it had', async () => {
    const { id } = await onDesks();
    await oneEvent(app);
    await oneEvent(app);
    await caughtUp(app, id);
    const [, first] = (await look(chief, id)).deliveries;
    const { nextIndex } = await look(chief, id);
    const { delivery } = (await chief.data(REDELIVER, { id: first.id })).answer;
    expect(delivery).toMatchObject({ index: first.index, messageId: first.messageId, outcome: 'PENDING' });
    const [original, , again] = await receiver.arrived(3);
    expect([again!.id, again!.body]).toEqual([original!.id, original!.body]);
    expect((await look(chief, id)).nextIndex).toBe(nextIndex);
  });

  it('gets all messages again from a number on, in order', async () => {
    const from = await logSize(app);
    const { id } = await onDesks();
    const indexes = [await oneEvent(app), await oneEvent(app), await oneEvent(app)];
    await caughtUp(app, id);
    expect((await chief.data(REDELIVER_SINCE, { id, index: from })).answer.__typename).toBe('WebhookSuccess');
    await receiver.arrived(6);
    await caughtUp(app, id);
    expect(receiver.taken).toEqual([...indexes, ...indexes]);
  });

  it('that is put back while a message is on its way begins there', async () => {
    const { id } = await onDesks();
    const first = await oneEvent(app);
    await caughtUp(app, id);
    receiver.reply = () => ({ delayMs: 700 });
    const second = await oneEvent(app);
    await receiver.arrived(2);
    await chief.data(REDELIVER_SINCE, { id, index: first });
    // nobody begins before the one on its way has arrived
    await app.sql(`UPDATE webhook_cursor SET next_attempt_at = now() + interval '1 hour' WHERE endpoint_id = $1`, [id]);
    await app.until('the one on its way', async () => receiver.taken.length === 2);
    await new Promise((resolve) => setTimeout(resolve, 500));
    const { nextIndex, deliveries } = await look(chief, id);
    expect([nextIndex, deliveries.length]).toEqual([first, 1]); // it counts for nothing
    await app.sql('UPDATE webhook_cursor SET next_attempt_at = now() WHERE endpoint_id = $1', [id]);
    await caughtUp(app, id);
    expect(receiver.taken).toEqual([first, second, first, second]);
  });

  it('that is moved sends no more to where it was, but what is on its way', async () => {
    const next = await Receiver.start();
    try {
      receiver.reply = () => ({ delayMs: 500 });
      const { id } = await onDesks();
      const indexes = [await oneEvent(app), await oneEvent(app)];
      await receiver.arrived(1);
      await chief.data(UPDATE, { input: { id, url: next.url } });
      await caughtUp(app, id);
      expect([receiver.received.length, next.taken]).toEqual([1, indexes]);
    } finally {
      await next.stop();
    }
  });

  it('is measured: how its deliveries end, and how far it is behind', async () => {
    const metrics = async () => {
      const headers = { authorization: `Bearer ${chief.token}` };
      return parseMetrics(await (await fetch(`${app.url}/metrics`, { headers })).text());
    };
    const name = (outcome: string): string => `claimdesk_webhook_deliveries_total{outcome="${outcome}"}`;
    const before = await metrics();
    const { id } = await onDesks();
    await oneEvent(app);
    await caughtUp(app, id);
    receiver.reply = () => ({ status: 500 });
    await oneEvent(app);
    await recorded(app, chief, id, 2);
    const after = await app.until(
      'metrics that are newer than 5 s',
      async () => {
        const found = await metrics();
        return (found.get(`claimdesk_webhook_lag_events{webhook="${id}"}`) ?? 0) > 0 && found;
      },
      15_000,
    );
    for (const outcome of ['delivered', 'failed'])
      expect([outcome, after.get(name(outcome))! - (before.get(name(outcome)) ?? 0)]).toEqual([outcome, 1]);
  });
});
