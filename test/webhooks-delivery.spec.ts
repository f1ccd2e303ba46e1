import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { DeskApp, type Person } from './desk-app.js';
import {
  caughtUp,
  createWebhook,
  DISABLE,
  ENABLE,
  look,
  Receiver,
  REDELIVER,
  REDELIVER_SINCE,
  ROTATE,
  TEST,
  UPDATE,
  verified,
} from './webhook-receiver.js';

let app: DeskApp;
let chief: Person;
let deskId: string;
let receiver: Receiver;
beforeAll(async () => {
  app = await DeskApp.start({ worker: true, webhookAllowPrivate: true });
  chief = await app.person('CHIEF_EDITOR');
  deskId = await app.desk('webhooks');
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

/** What is in the log from a number on. */
const sealed = (from: number) =>
  app.sql<{ index: number; type: string; leaf: any }>(
    `SELECT l.idx::int AS index, l.type, e.leaf::jsonb AS leaf FROM audit.leaf l JOIN audit.event e ON e.id = l.event_id
     WHERE l.idx >= $1 ORDER BY l.idx`,
    [from],
  );
const logSize = async (): Promise<number> => (await app.sql('SELECT max(size)::int AS n FROM audit.checkpoint'))[0].n;
/** One message in the log for those who ask for this type. @returns its number */
async function oneEvent(): Promise<number> {
  await app.desk(`desk-${Math.random().toString(36).slice(2)}`);
  await app.seal();
  const rows = await app.sql(`SELECT max(idx)::int AS n FROM audit.leaf WHERE type = 'desk.created'`);
  return rows[0].n;
}
const onDesks = () => createWebhook(chief, { url: receiver.url, eventTypes: ['desk.created'] });
const arrived = (count: number) =>
  app.until(`${count} messages`, async () => receiver.received.length >= count && receiver.received);
const recorded = (id: string, count: number) =>
  app.until(`${count} deliveries`, async () => {
    const webhook = await look(chief, id);
    return webhook.deliveries.length >= count && webhook;
  });
/** Lets time go by for the message at hand: its attempts were made so much earlier. */
const letPass = (id: string, seconds: number) =>
  app.sql(
    `UPDATE webhook_cursor SET first_attempt_at = first_attempt_at - make_interval(secs => $2),
       next_attempt_at = next_attempt_at - make_interval(secs => $2) WHERE endpoint_id = $1`,
    [id, seconds],
  );

describe('the sealed log', () => {
  it('comes as it is, in its order, signed', async () => {
    const from = await logSize();
    const { id, secret } = await createWebhook(chief, { url: receiver.url });
    const { claimId } = await app.review(deskId);
    await app.until('the event of the webhook itself', async () => (await app.events(id)).length === 1);
    await app.seal();
    await caughtUp(app, id);
    const events = await sealed(from);
    expect(receiver.received.map((message) => verified(secret, message))).toEqual(
      events.map(({ index, type, leaf: { at, stream, seq, actor, action, table, row } }) => ({
        type,
        timestamp: at,
        data: { index, stream, seq, at, actor, action, table, row },
      })),
    );
    const [first] = receiver.received;
    expect(first!.headers).toMatchObject({ 'content-type': 'application/json', 'user-agent': 'Claimdesk' });
    expect(Math.abs(Number(first!.headers['webhook-timestamp']) - Date.now() / 1000)).toBeLessThan(30);
    expect(new Set(receiver.received.map((message) => message.id)).size).toBe(events.length);
    const claim = receiver.received.find(({ json }) => json.type === 'claim.created')!;
    expect(claim.json.data.stream).toBe(claimId);
    // the statement and who says it are private
    expect(Object.keys(claim.json.data.row)).not.toEqual(expect.arrayContaining(['statement']));
    expect(receiver.received.map(({ body }) => body).join()).not.toMatch(/Statement number|A claimant|whsec_/);
    expect(await look(chief, id)).toMatchObject({ lag: 0, failedAttempts: 0, lastDelivery: { httpStatus: 204 } });
  });

  it('comes by type and by desk, and the cursor moves on over the rest', async () => {
    const other = await app.desk('another');
    await app.seal();
    const from = await logSize();
    const wants = { url: receiver.url, eventTypes: ['claim.created', 'desk.created'], deskId: other };
    const { id } = await createWebhook(chief, wants);
    const claims = [await app.claim(deskId), await app.claim(other), await app.claim(deskId)];
    await app.desk('a-third');
    await app.sql(`UPDATE desk SET name = 'Renamed' WHERE id = $1`, [other]);
    await app.seal();
    await caughtUp(app, id);
    expect(receiver.received.map(({ json }) => [json.type, json.data.stream])).toEqual([['claim.created', claims[1]]]);
    const { nextIndex, lag } = await look(chief, id);
    expect([nextIndex, lag]).toEqual([await logSize(), 0]);
    expect((await sealed(from)).length).toBeGreaterThan(5);
  });

  it('goes on, over more than is read at a time, without a gap', async () => {
    const from = await logSize();
    const { id } = await createWebhook(chief, { url: receiver.url, eventTypes: ['article.created'] });
    await Promise.all(Array.from({ length: 130 }, () => app.claim(deskId)));
    await app.seal();
    await caughtUp(app, id);
    const events = (await sealed(from)).filter(({ type }) => type === 'article.created');
    expect(events).toHaveLength(130);
    expect(receiver.taken).toEqual(events.map(({ index }) => index));
  });

  it('is sent without a transaction that stays open', async () => {
    const open: unknown[] = [];
    receiver.reply = async () => {
      open.push(
        ...(await app.sql(`SELECT query FROM pg_stat_activity
        WHERE datname = current_database() AND usename = 'claimdesk_app' AND xact_start IS NOT NULL
          AND query LIKE '%webhook%'`)),
      );
      return {};
    };
    const { id } = await onDesks();
    await oneEvent();
    await caughtUp(app, id);
    expect([receiver.received.length, open]).toEqual([1, []]);
  });
});

describe('a message that fails', () => {
  it.each([
    [1, 5],
    [2, 30],
    [4, 600],
    [9, 28_800],
  ])('for the time number %i is tried again %i seconds later, the same and newly signed', async (attempt, seconds) => {
    receiver.reply = () => ({ status: 500, body: 'Out of order.\0' });
    const { id, secret } = await onDesks();
    const index = await oneEvent();
    let webhook = await recorded(id, 1);
    if (attempt > 1) {
      // as if it had failed so often already
      await app.sql(
        `UPDATE webhook_cursor SET attempt = $2, next_attempt_at = now(), first_attempt_at = now() - interval '1 hour'
         WHERE endpoint_id = $1`,
        [id, attempt - 1],
      );
      webhook = await recorded(id, 2);
    }
    expect(webhook.failedAttempts).toBe(attempt);
    const pause = (Date.parse(webhook.nextAttemptAt) - Date.parse(webhook.deliveries[0].startedAt)) / 1000;
    expect(pause).toBeGreaterThan(seconds * 0.9 - 0.1);
    expect(pause).toBeLessThan(seconds * 1.1 + 2);
    const [first] = receiver.received;
    const last = receiver.received.at(-1)!;
    expect([receiver.received.length, last.id, last.body]).toEqual([Math.min(attempt, 2), first!.id, first!.body]);
    expect(verified(secret, last).data.index).toBe(index);
    expect(webhook.deliveries[0]).toMatchObject({
      index,
      attempt,
      outcome: 'FAILED',
      httpStatus: 500,
      error: null,
      response: 'Out of order.\uFFFD',
      requestedBy: null,
    });
  });

  it('holds up the next one until it is delivered, and counts anew then', async () => {
    let isDown = true;
    receiver.reply = () => ({ status: isDown ? 503 : 200 });
    const { id } = await onDesks();
    const indexes = [await oneEvent(), await oneEvent()];
    const down = await recorded(id, 1);
    expect(down).toMatchObject({
      nextIndex: expect.any(Number),
      failedAttempts: 1,
      lastDelivery: { outcome: 'FAILED' },
    });
    expect(down.failingSince).not.toBeNull();
    await new Promise((resolve) => setTimeout(resolve, 1500)); // longer than it takes to look again
    expect(receiver.received).toHaveLength(1);
    isDown = false;
    await letPass(id, 6);
    await caughtUp(app, id);
    expect(receiver.received.map(({ json }) => json.data.index)).toEqual([indexes[0], ...indexes]);
    expect(await look(chief, id)).toMatchObject({ failedAttempts: 0, failingSince: null, nextAttemptAt: null });
  });

  it.each([
    ['7200', 7200],
    [() => new Date(Date.now() + 3_600_000).toUTCString(), 3600],
    ['1', 5],
  ])('is tried again when the receiver asks for it: Retry-After %s', async (header, seconds) => {
    receiver.reply = () => ({
      status: 429,
      headers: { 'retry-after': typeof header === 'string' ? header : header() },
    });
    const { id } = await onDesks();
    await oneEvent();
    const { nextAttemptAt } = await recorded(id, 1);
    const pause = (Date.parse(nextAttemptAt) - Date.now()) / 1000;
    expect(pause).toBeGreaterThan(seconds * 0.9 - 4);
    expect(pause).toBeLessThan(seconds * 1.1);
  });

  it('for a day is given up, and the next one has its turn', async () => {
    receiver.reply = ({ json }) => ({ status: json.data.index === first ? 500 : 200 });
    let first = -1;
    const { id } = await onDesks();
    await app.sql(`UPDATE webhook_cursor SET next_attempt_at = now() + interval '1 hour' WHERE endpoint_id = $1`, [id]);
    first = await oneEvent();
    const second = await oneEvent();
    await app.sql(
      `UPDATE webhook_cursor SET attempt = 10, first_attempt_at = now() - interval '24 hours', next_attempt_at = now()
       WHERE endpoint_id = $1`,
      [id],
    );
    await caughtUp(app, id);
    const webhook = await look(chief, id);
    expect(webhook.deliveries).toMatchObject([
      { index: second, attempt: 1, outcome: 'DELIVERED', httpStatus: 200 },
      { index: first, attempt: 11, outcome: 'DEAD', httpStatus: 500 },
    ]);
    expect(webhook.disabledAt).toBeNull();
    const [dead] = (await look(chief, id, { outcomes: ['DEAD'] })).deliveries;
    first = -1; // mended
    await chief.data(REDELIVER, { id: dead.id });
    await arrived(3);
    expect(receiver.taken).toEqual([second, dead.index]);
  });

  it('after five days of nothing else disables the webhook, with an event', async () => {
    receiver.reply = () => ({ status: 500 });
    const { id } = await onDesks();
    await oneEvent();
    await recorded(id, 1);
    await app.sql(
      `UPDATE webhook_cursor SET failing_since = now() - interval '5 days', first_attempt_at = now() - interval '1 day',
         next_attempt_at = now() WHERE endpoint_id = $1`,
      [id],
    );
    const disabled = await app.until('it to be disabled', async () => {
      const webhook = await look(chief, id);
      return webhook.disabledAt && webhook;
    });
    expect(disabled).toMatchObject({ disabledReason: 'FAILING', lastDelivery: { outcome: 'DEAD' } });
    expect((await app.events(id)).at(-1)).toMatchObject({
      table: 'webhook_endpoint',
      op: 'UPDATE',
      actor: 'system:webhooks',
      action: 'disableWebhook',
    });
    receiver.reply = () => ({});
    const count = receiver.received.length;
    await oneEvent();
    await new Promise((resolve) => setTimeout(resolve, 1500));
    expect(receiver.received).toHaveLength(count);
    await chief.data(ENABLE, { id });
    await caughtUp(app, id);
    expect(receiver.received).toHaveLength(count + 1);
  });

  it('with 410 Gone disables the webhook at once; enabled, it begins with that message', async () => {
    receiver.reply = () => ({ status: 410 });
    const { id } = await onDesks();
    const index = await oneEvent();
    const gone = await app.until('it to be disabled', async () => {
      const webhook = await look(chief, id);
      return webhook.disabledAt && webhook;
    });
    expect([gone.disabledReason, receiver.received.length]).toEqual(['GONE', 1]);
    receiver.reply = () => ({});
    await chief.data(ENABLE, { id });
    await caughtUp(app, id);
    expect(receiver.taken).toEqual([index]);
  });
});

describe('a webhook', () => {
  it('that is slow delays no other one', async () => {
    const slow = await Receiver.start();
    try {
      slow.reply = () => ({ delayMs: 4000 });
      const { id: slowId } = await createWebhook(chief, { url: slow.url, eventTypes: ['desk.created'] });
      const { id } = await onDesks();
      const started = Date.now();
      const indexes = [await oneEvent(), await oneEvent(), await oneEvent()];
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
    await oneEvent();
    const [both] = await arrived(1);
    expect(String(both!.headers['webhook-signature']).split(' ')).toHaveLength(2);
    expect(verified(secret, both!)).toEqual(verified(rotated, both!));
    await caughtUp(app, id);
    await app.sql(
      `UPDATE webhook_endpoint SET secret_rotated_at = now() - interval '24 hours 1 second' WHERE id = $1`,
      [id],
    );
    await oneEvent();
    const [, one] = await arrived(2);
    expect(verified(rotated, one!).type).toBe('desk.created');
    expect(() => verified(secret, one!)).toThrow('No matching signature');
  });

  it('can be tested, in back-off and disabled as well', async () => {
    receiver.reply = ({ json }) => ({ status: json.type === 'webhook.test' ? 200 : 500, body: 'Well received.' });
    const { id, secret } = await onDesks();
    await oneEvent();
    await recorded(id, 1);
    const { delivery } = (await chief.data(TEST, { id })).answer;
    expect(delivery).toMatchObject({
      index: null,
      type: 'webhook.test',
      outcome: 'PENDING',
      requestedBy: { id: chief.id },
    });
    const [, test] = await arrived(2);
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
    await arrived(3);
  });

  it('gets one message again, beside the log and with the id that it had', async () => {
    const { id } = await onDesks();
    await oneEvent();
    await oneEvent();
    await caughtUp(app, id);
    const [, first] = (await look(chief, id)).deliveries;
    const { nextIndex } = await look(chief, id);
    const { delivery } = (await chief.data(REDELIVER, { id: first.id })).answer;
    expect(delivery).toMatchObject({ index: first.index, messageId: first.messageId, outcome: 'PENDING' });
    const [original, , again] = await arrived(3);
    expect([again!.id, again!.body]).toEqual([original!.id, original!.body]);
    expect((await look(chief, id)).nextIndex).toBe(nextIndex);
  });

  it('gets all messages again from a number on, in order', async () => {
    const from = await logSize();
    const { id } = await onDesks();
    const indexes = [await oneEvent(), await oneEvent(), await oneEvent()];
    await caughtUp(app, id);
    expect((await chief.data(REDELIVER_SINCE, { id, index: from })).answer.__typename).toBe('WebhookSuccess');
    await arrived(6);
    await caughtUp(app, id);
    expect(receiver.taken).toEqual([...indexes, ...indexes]);
  });

  it('that is put back while a message is on its way begins there', async () => {
    const { id } = await onDesks();
    const first = await oneEvent();
    await caughtUp(app, id);
    receiver.reply = () => ({ delayMs: 700 });
    const second = await oneEvent();
    await arrived(2);
    await chief.data(REDELIVER_SINCE, { id, index: first });
    await app.until('all of them', async () => receiver.taken.length >= 4);
    await caughtUp(app, id);
    // the one on its way counts for nothing
    expect(receiver.taken).toEqual([first, second, first, second]);
  });

  it('that is moved sends no more to where it was, but what is on its way', async () => {
    const next = await Receiver.start();
    try {
      receiver.reply = () => ({ delayMs: 500 });
      const { id } = await onDesks();
      const indexes = [await oneEvent(), await oneEvent()];
      await arrived(1);
      await chief.data(UPDATE, { input: { id, url: next.url } });
      await caughtUp(app, id);
      expect([receiver.received.length, next.taken]).toEqual([1, indexes]);
    } finally {
      await next.stop();
    }
  });
});
