import { beforeAll, describe, expect, it } from '@jest/globals';
import { createWebhook, ENABLE, logSize, REDELIVER, verified } from './webhook-receiver.js';
import { setWebhookStage } from './webhook-stage.js';

const stage = setWebhookStage();
const { onDesks, oneEvent, caughtUp, look, recorded, ask } = stage;
let deskId: string;
beforeAll(async () => {
  deskId = await stage.app.desk('webhooks');
});

/** What is in the log from a number on. */
const sealed = (from: number) =>
  stage.app.sql<{ index: number; type: string; leaf: any }>(
    `SELECT l.idx::int AS index, l.type, e.leaf::jsonb AS leaf FROM audit.leaf l JOIN audit.event e ON e.id = l.event_id
     WHERE l.idx >= $1 ORDER BY l.idx`,
    [from],
  );
/** Lets time go by for the message at hand: its attempts were made so much earlier. */
const letPass = (id: string, seconds: number) =>
  stage.app.sql(
    `UPDATE webhook_cursor SET first_attempt_at = first_attempt_at - make_interval(secs => $2),
       next_attempt_at = next_attempt_at - make_interval(secs => $2) WHERE endpoint_id = $1`,
    [id, seconds],
  );

describe('the sealed log', () => {
  it('comes as it is, in its order, signed', async () => {
    const from = await logSize(stage.app);
    const { id, secret } = await createWebhook(stage.chief, { url: stage.receiver.url });
    const { claimId } = await stage.app.review(deskId);
    await stage.app.until('the event of the webhook itself', async () => (await stage.app.events(id)).length === 1);
    await stage.app.seal();
    await caughtUp(id);
    const events = await sealed(from);
    expect(stage.receiver.received.map((message) => verified(secret, message))).toEqual(
      events.map(({ index, type, leaf: { at, stream, seq, actor, action, table, row } }) => ({
        type,
        timestamp: at,
        data: { index, stream, seq, at, actor, action, table, row },
      })),
    );
    const [first] = stage.receiver.received;
    expect(first!.headers).toMatchObject({ 'content-type': 'application/json', 'user-agent': 'Claimdesk' });
    expect(Math.abs(Number(first!.headers['webhook-timestamp']) - Date.now() / 1000)).toBeLessThan(30);
    expect(new Set(stage.receiver.received.map((message) => message.id)).size).toBe(events.length);
    const claim = stage.receiver.received.find(({ json }) => json.type === 'claim.created')!;
    expect(claim.json.data.stream).toBe(claimId);
    // the statement and who says it are private
    expect(Object.keys(claim.json.data.row)).not.toEqual(expect.arrayContaining(['statement']));
    expect(stage.receiver.received.map(({ body }) => body).join()).not.toMatch(/Statement number|A claimant|whsec_/);
    expect(await look(id)).toMatchObject({ lag: 0, failedAttempts: 0, lastDelivery: { httpStatus: 204 } });
  });

  it('comes by type and by desk, and the cursor moves on over the rest', async () => {
    const other = await stage.app.desk('another');
    await stage.app.seal();
    const from = await logSize(stage.app);
    const wants = { url: stage.receiver.url, eventTypes: ['claim.created', 'desk.created'], deskId: other };
    const { id } = await createWebhook(stage.chief, wants);
    const claims = [await stage.app.claim(deskId), await stage.app.claim(other), await stage.app.claim(deskId)];
    await stage.app.desk('a-third');
    await stage.app.sql(`UPDATE desk SET name = 'Renamed' WHERE id = $1`, [other]);
    await stage.app.seal();
    await caughtUp(id);
    expect(stage.receiver.received.map(({ json }) => [json.type, json.data.stream])).toEqual([
      ['claim.created', claims[1]],
    ]);
    const { nextIndex, lag } = await look(id);
    expect([nextIndex, lag]).toEqual([await logSize(stage.app), 0]);
    expect((await sealed(from)).length).toBeGreaterThan(5);
  });

  it('goes on, over more than is read at a time, without a gap', async () => {
    const from = await logSize(stage.app);
    const { id } = await createWebhook(stage.chief, { url: stage.receiver.url, eventTypes: ['article.created'] });
    await Promise.all(Array.from({ length: 130 }, () => stage.app.claim(deskId)));
    await stage.app.seal();
    await caughtUp(id);
    const events = (await sealed(from)).filter(({ type }) => type === 'article.created');
    expect(events).toHaveLength(130);
    expect(stage.receiver.taken).toEqual(events.map(({ index }) => index));
  });

  it('is sent without a transaction that stays open', async () => {
    const open: unknown[] = [];
    stage.receiver.reply = async () => {
      open.push(
        ...(await stage.app.sql(`SELECT query FROM pg_stat_activity
        WHERE datname = current_database() AND usename = 'claimdesk_app' AND xact_start IS NOT NULL
          AND query LIKE '%webhook%'`)),
      );
      return {};
    };
    const { id } = await onDesks();
    await oneEvent();
    await caughtUp(id);
    expect([stage.receiver.received.length, open]).toEqual([1, []]);
  });
});

describe('a message that fails', () => {
  it.each([
    [1, 5],
    [2, 30],
    [4, 600],
    [9, 28_800],
  ])('for the time number %i is tried again %i seconds later, the same and newly signed', async (attempt, seconds) => {
    stage.receiver.reply = () => ({ status: 500, body: 'Out of order.\0' });
    const { id, secret } = await onDesks();
    const index = await oneEvent();
    let webhook = await recorded(id, 1);
    if (attempt > 1) {
      // as if it had failed so often already
      await stage.app.sql(
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
    const [first] = stage.receiver.received;
    const last = stage.receiver.received.at(-1)!;
    expect([stage.receiver.received.length, last.id, last.body]).toEqual([
      Math.min(attempt, 2),
      first!.id,
      first!.body,
    ]);
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
    stage.receiver.reply = () => ({ status: isDown ? 503 : 200 });
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
    expect(stage.receiver.received).toHaveLength(1);
    isDown = false;
    await letPass(id, 6);
    await caughtUp(id);
    expect(stage.receiver.received.map(({ json }) => json.data.index)).toEqual([indexes[0], ...indexes]);
    expect(await look(id)).toMatchObject({ failedAttempts: 0, failingSince: null, nextAttemptAt: null });
  });

  it.each([
    ['7200', 7200],
    [() => new Date(Date.now() + 3_600_000).toUTCString(), 3600],
    ['1', 5],
  ])('is tried again when the receiver asks for it: Retry-After %s', async (header, seconds) => {
    stage.receiver.reply = () => ({
      status: 429,
      headers: { 'retry-after': typeof header === 'string' ? header : header() },
    });
    const { id } = await onDesks();
    await oneEvent();
    const { nextAttemptAt, deliveries } = await recorded(id, 1);
    const pause = (Date.parse(nextAttemptAt) - Date.parse(deliveries[0].startedAt)) / 1000;
    expect(pause).toBeGreaterThan(seconds * 0.9 - 1.1); // an HTTP date has whole seconds
    expect(pause).toBeLessThan(seconds * 1.1 + 2);
  });

  it('for a day is given up, and the next one has its turn', async () => {
    stage.receiver.reply = ({ json }) => ({ status: json.data.index === first ? 500 : 200 });
    let first = -1;
    const { id } = await onDesks();
    await stage.app.sql(
      `UPDATE webhook_cursor SET next_attempt_at = now() + interval '1 hour' WHERE endpoint_id = $1`,
      [id],
    );
    first = await oneEvent();
    const second = await oneEvent();
    await stage.app.sql(
      `UPDATE webhook_cursor SET attempt = 10, first_attempt_at = now() - interval '24 hours', next_attempt_at = now()
       WHERE endpoint_id = $1`,
      [id],
    );
    await caughtUp(id);
    const webhook = await look(id);
    expect(webhook.deliveries).toMatchObject([
      { index: second, attempt: 1, outcome: 'DELIVERED', httpStatus: 200 },
      { index: first, attempt: 11, outcome: 'DEAD', httpStatus: 500 },
    ]);
    expect(webhook.disabledAt).toBeNull();
    const [dead] = (await look(id, { outcomes: ['DEAD'] })).deliveries;
    first = -1; // mended
    await ask(REDELIVER, { id: dead.id });
    await stage.receiver.arrived(3);
    expect(stage.receiver.taken).toEqual([second, dead.index]);
  });

  it('after five days of nothing else disables the webhook, with an event', async () => {
    stage.receiver.reply = () => ({ status: 500 });
    const { id } = await onDesks();
    await oneEvent();
    await recorded(id, 1);
    await stage.app.sql(
      `UPDATE webhook_cursor SET failing_since = now() - interval '5 days', first_attempt_at = now() - interval '1 day',
         next_attempt_at = now() WHERE endpoint_id = $1`,
      [id],
    );
    const disabled = await stage.app.until('it to be disabled', async () => {
      const webhook = await look(id);
      return webhook.disabledAt && webhook;
    });
    expect(disabled).toMatchObject({ disabledReason: 'FAILING', lastDelivery: { outcome: 'DEAD' } });
    expect((await stage.app.events(id)).at(-1)).toMatchObject({
      table: 'webhook_endpoint',
      op: 'UPDATE',
      actor: 'system:webhooks',
      action: 'disableWebhook',
    });
    stage.receiver.reply = () => ({});
    const count = stage.receiver.received.length;
    await oneEvent();
    await new Promise((resolve) => setTimeout(resolve, 1500));
    expect(stage.receiver.received).toHaveLength(count);
    await ask(ENABLE, { id });
    await caughtUp(id);
    expect(stage.receiver.received).toHaveLength(count + 1);
  });

  it('with 410 Gone disables the webhook at once; enabled, it begins with that message', async () => {
    stage.receiver.reply = () => ({ status: 410 });
    const { id } = await onDesks();
    const index = await oneEvent();
    const gone = await stage.app.until('it to be disabled', async () => {
      const webhook = await look(id);
      return webhook.disabledAt && webhook;
    });
    expect([gone.disabledReason, stage.receiver.received.length]).toEqual(['GONE', 1]);
    stage.receiver.reply = () => ({});
    await ask(ENABLE, { id });
    await caughtUp(id);
    expect(stage.receiver.taken).toEqual([index]);
  });
});
