import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { DeskApp, type Person } from './desk-app.js';
import {
  caughtUp,
  createWebhook,
  ENABLE,
  logSize,
  look,
  oneEvent,
  Receiver,
  recorded,
  REDELIVER,
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
const onDesks = () => createWebhook(chief, { url: receiver.url, eventTypes: ['desk.created'] });
/** Lets time go by for the message at hand: its attempts were made so much earlier. */
const letPass = (id: string, seconds: number) =>
  app.sql(
    `UPDATE webhook_cursor SET first_attempt_at = first_attempt_at - make_interval(secs => $2),
       next_attempt_at = next_attempt_at - make_interval(secs => $2) WHERE endpoint_id = $1`,
    [id, seconds],
  );

describe('the sealed log', () => {
  it('comes as it is, in its order, signed', async () => {
    const from = await logSize(app);
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
    const from = await logSize(app);
    const wants = { url: receiver.url, eventTypes: ['claim.created', 'desk.created'], deskId: other };
    const { id } = await createWebhook(chief, wants);
    const claims = [await app.claim(deskId), await app.claim(other), await app.claim(deskId)];
    await app.desk('a-third');
    await app.sql(`UPDATE desk SET name = 'Renamed' WHERE id = $1`, [other]);
    await app.seal();
    await caughtUp(app, id);
    expect(receiver.received.map(({ json }) => [json.type, json.data.stream])).toEqual([['claim.created', claims[1]]]);
    const { nextIndex, lag } = await look(chief, id);
    expect([nextIndex, lag]).toEqual([await logSize(app), 0]);
    expect((await sealed(from)).length).toBeGreaterThan(5);
  });

  it('goes on, over more than is read at a time, without a gap', async () => {
    const from = await logSize(app);
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
    await oneEvent(app);
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
    const index = await oneEvent(app);
    let webhook = await recorded(app, chief, id, 1);
    if (attempt > 1) {
      // as if it had failed so often already
      await app.sql(
        `UPDATE webhook_cursor SET attempt = $2, next_attempt_at = now(), first_attempt_at = now() - interval '1 hour'
         WHERE endpoint_id = $1`,
        [id, attempt - 1],
      );
      webhook = await recorded(app, chief, id, 2);
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
    const indexes = [await oneEvent(app), await oneEvent(app)];
    const down = await recorded(app, chief, id, 1);
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
    await oneEvent(app);
    const { nextAttemptAt, deliveries } = await recorded(app, chief, id, 1);
    const pause = (Date.parse(nextAttemptAt) - Date.parse(deliveries[0].startedAt)) / 1000;
    expect(pause).toBeGreaterThan(seconds * 0.9 - 1.1); // an HTTP date has whole seconds
    expect(pause).toBeLessThan(seconds * 1.1 + 2);
  });

  it('for a day is given up, and the next one has its turn', async () => {
    receiver.reply = ({ json }) => ({ status: json.data.index === first ? 500 : 200 });
    let first = -1;
    const { id } = await onDesks();
    await app.sql(`UPDATE webhook_cursor SET next_attempt_at = now() + interval '1 hour' WHERE endpoint_id = $1`, [id]);
    first = await oneEvent(app);
    const second = await oneEvent(app);
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
    await receiver.arrived(3);
    expect(receiver.taken).toEqual([second, dead.index]);
  });

  it('after five days of nothing else disables the webhook, with an event', async () => {
    receiver.reply = () => ({ status: 500 });
    const { id } = await onDesks();
    await oneEvent(app);
    await recorded(app, chief, id, 1);
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
    await oneEvent(app);
    await new Promise((resolve) => setTimeout(resolve, 1500));
    expect(receiver.received).toHaveLength(count);
    await chief.data(ENABLE, { id });
    await caughtUp(app, id);
    expect(receiver.received).toHaveLength(count + 1);
  });

  it('with 410 Gone disables the webhook at once; enabled, it begins with that message', async () => {
    receiver.reply = () => ({ status: 410 });
    const { id } = await onDesks();
    const index = await oneEvent(app);
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
