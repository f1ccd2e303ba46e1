import { describe, expect, it } from '@jest/globals';
import { parseMetrics } from './fixtures/claimdesk-process.js';
import {
  createWebhook,
  DELIVERY_BY_ID,
  DISABLE,
  logSize,
  Receiver,
  REDELIVER,
  REDELIVER_SINCE,
  ROTATE,
  TEST,
  UPDATE,
  verified,
} from './webhook-receiver.js';
import { setWebhookStage } from './webhook-stage.js';

const stage = setWebhookStage();
const { onDesks, oneEvent, caughtUp, look, recorded, ask } = stage;

describe('a webhook', () => {
  it('that is slow delays no other one', async () => {
    const slow = await Receiver.start();
    try {
      slow.reply = () => ({ delayMs: 4000 });
      const { id: slowId } = await createWebhook(stage.chief, { url: slow.url, eventTypes: ['desk.created'] });
      const { id } = await onDesks();
      const started = Date.now();
      const indexes = [await oneEvent(), await oneEvent(), await oneEvent()];
      await caughtUp(id);
      expect(Date.now() - started).toBeLessThan(3900);
      expect(stage.receiver.taken).toEqual(indexes);
      expect(slow.taken).toEqual([]);
      await caughtUp(slowId);
      expect(slow.taken).toEqual(indexes);
    } finally {
      await slow.stop();
    }
  }, 40_000);

  it('whose secret was rotated is signed with both for a day, and then with the new one', async () => {
    const { id, secret } = await onDesks();
    const { secret: rotated } = await ask(ROTATE, { id });
    expect(rotated).not.toBe(secret);
    await oneEvent();
    const [both] = await stage.receiver.arrived(1);
    expect(String(both!.headers['webhook-signature']).split(' ')).toHaveLength(2);
    expect(verified(secret, both!)).toEqual(verified(rotated, both!));
    await caughtUp(id);
    await stage.app.sql(
      `UPDATE webhook_endpoint SET secret_rotated_at = now() - interval '24 hours 1 second' WHERE id = $1`,
      [id],
    );
    await oneEvent();
    const [, one] = await stage.receiver.arrived(2);
    expect(verified(rotated, one!).type).toBe('desk.created');
    expect(() => verified(secret, one!)).toThrow('No matching signature');
  });

  it('can be tested, in back-off and disabled as well', async () => {
    stage.receiver.reply = ({ json }) => ({ status: json.type === 'webhook.test' ? 200 : 500, body: 'Well received.' });
    const { id, secret } = await onDesks();
    await oneEvent();
    await recorded(id, 1);
    const { delivery } = await ask(TEST, { id });
    expect(delivery).toMatchObject({
      index: null,
      type: 'webhook.test',
      outcome: 'PENDING',
      requestedBy: { id: stage.chief.id },
    });
    const [, test] = await stage.receiver.arrived(2);
    expect(verified(secret, test!)).toEqual({
      type: 'webhook.test',
      timestamp: expect.any(String),
      data: { webhookId: id },
    });
    expect(test!.id).toBe(delivery.messageId);
    const done = await stage.app.until('the test', async () =>
      (await look(id)).deliveries.find((each: any) => each.id === delivery.id && each.outcome === 'DELIVERED'),
    );
    expect(await ask(DELIVERY_BY_ID, { id: delivery.id })).toEqual(done);
    expect(done).toMatchObject({ httpStatus: 200, response: 'Well received.', durationMs: expect.any(Number) });
    expect((await look(id)).failedAttempts).toBe(1); // which is the log's own matter
    await ask(DISABLE, { id });
    await ask(TEST, { id });
    await stage.receiver.arrived(3);
  });

  it('gets one message again, beside the log and with the id that it had', async () => {
    const { id } = await onDesks();
    await oneEvent();
    await oneEvent();
    await caughtUp(id);
    const [, first] = (await look(id)).deliveries;
    const { nextIndex } = await look(id);
    const { delivery } = await ask(REDELIVER, { id: first.id });
    expect(delivery).toMatchObject({ index: first.index, messageId: first.messageId, outcome: 'PENDING' });
    const [original, , again] = await stage.receiver.arrived(3);
    expect([again!.id, again!.body]).toEqual([original!.id, original!.body]);
    expect((await look(id)).nextIndex).toBe(nextIndex);
  });

  it('gets all messages again from a number on, in order', async () => {
    const from = await logSize(stage.app);
    const { id } = await onDesks();
    const indexes = [await oneEvent(), await oneEvent(), await oneEvent()];
    await caughtUp(id);
    const { nextIndex } = await look(id);
    expect(await stage.app.events(id)).toHaveLength(1); // that the worker moves it is no event
    expect((await ask(REDELIVER_SINCE, { id, index: from })).__typename).toBe('WebhookSuccess');
    await stage.receiver.arrived(6);
    await caughtUp(id);
    expect(stage.receiver.taken).toEqual([...indexes, ...indexes]);
    expect((await stage.app.events(id)).map(({ actor, action }) => [actor, action])).toEqual([
      [`user:${stage.chief.id}`, 'createWebhook'],
      [`user:${stage.chief.id}`, 'redeliverWebhookSince'],
    ]);
    expect(await look(id)).toMatchObject({ movedFrom: nextIndex, movedTo: from, nextIndex });
  });

  it('that is put back while a message is on its way begins there', async () => {
    const { id } = await onDesks();
    const first = await oneEvent();
    await caughtUp(id);
    stage.receiver.reply = () => ({ delayMs: 700 });
    const second = await oneEvent();
    await stage.receiver.arrived(2);
    await ask(REDELIVER_SINCE, { id, index: first });
    // nobody begins before the one on its way has arrived
    await stage.app.sql(
      `UPDATE webhook_cursor SET next_attempt_at = now() + interval '1 hour' WHERE endpoint_id = $1`,
      [id],
    );
    await stage.app.until('the one on its way', async () => stage.receiver.taken.length === 2);
    await new Promise((resolve) => setTimeout(resolve, 500));
    const { nextIndex, deliveries } = await look(id);
    expect([nextIndex, deliveries.length]).toEqual([first, 1]); // it counts for nothing
    await stage.app.sql('UPDATE webhook_cursor SET next_attempt_at = now() WHERE endpoint_id = $1', [id]);
    await caughtUp(id);
    expect(stage.receiver.taken).toEqual([first, second, first, second]);
  });

  it('that is moved sends no more to where it was, but what is on its way', async () => {
    const next = await Receiver.start();
    try {
      stage.receiver.reply = () => ({ delayMs: 500 });
      const { id } = await onDesks();
      const indexes = [await oneEvent(), await oneEvent()];
      await stage.receiver.arrived(1);
      await ask(UPDATE, { input: { id, url: next.url } });
      await caughtUp(id);
      expect([stage.receiver.received.length, next.taken]).toEqual([1, indexes]);
    } finally {
      await next.stop();
    }
  });

  it('is measured: how its deliveries end, and how far it is behind', async () => {
    const metrics = async () => {
      const headers = { authorization: `Bearer ${stage.chief.token}` };
      return parseMetrics(await (await fetch(`${stage.app.url}/metrics`, { headers })).text());
    };
    const name = (outcome: string): string => `claimdesk_webhook_deliveries_total{outcome="${outcome}"}`;
    const before = await metrics();
    const { id } = await onDesks();
    await oneEvent();
    await caughtUp(id);
    stage.receiver.reply = () => ({ status: 500 });
    await oneEvent();
    await recorded(id, 2);
    const after = await stage.app.until(
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
