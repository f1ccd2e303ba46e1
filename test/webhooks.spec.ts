import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { systemActor } from '../src/kernel/actor.js';
import { newId } from '../src/kernel/ids.js';
import { KEEP_DELIVERIES, PurgeDeliveries } from '../src/webhooks/purge-deliveries.js';
import { DeskApp, type Person } from './desk-app.js';
import {
  CREATE,
  createWebhook,
  DELETE,
  DISABLE,
  ENABLE,
  look,
  REDELIVER,
  REDELIVER_SINCE,
  ROTATE,
  TEST,
  UPDATE,
  WEBHOOKS,
} from './webhook-receiver.js';

// What chief editors do to webhooks; nothing is sent, because no worker runs.
let app: DeskApp;
let chief: Person;
let deskId: string;
beforeAll(async () => {
  app = await DeskApp.start();
  chief = await app.person('CHIEF_EDITOR');
  deskId = await app.desk('hooks');
  await app.seal();
});
afterEach(() => app.sql('DELETE FROM webhook_endpoint'));
afterAll(() => app.stop());

const ADDRESS = 'https://receiver.example/hook?key=of-the-receiver';
const make = (changes: Record<string, unknown> = {}) => createWebhook(chief, { url: ADDRESS, ...changes });
const size = async (): Promise<number> => (await app.sql('SELECT max(size)::int AS n FROM audit.checkpoint'))[0].n;
const eventsOf = (id: string) =>
  app.sql<{ leaf: string; body: string; doc: any }>(
    'SELECT leaf, body, leaf::jsonb AS doc FROM audit.event WHERE stream = $1 ORDER BY seq',
    [id],
  );
/** Adds deliveries as a worker writes them down. */
const delivered = (endpointId: string, count: number, outcome = 'DELIVERED', ageDays = 0) =>
  app.sql(
    `INSERT INTO webhook_delivery (id, endpoint_id, log_index, type, outcome, started_at, duration_ms, http_status, created_at)
     SELECT u, $1, n, 'desk.created', $3, now(), 5, 204, now() - make_interval(days => $4)
     FROM unnest($2::uuid[]) WITH ORDINALITY AS t (u, n)`,
    [endpointId, Array.from({ length: count }, () => newId()), outcome, ageDays],
  );
/** @returns the refusal. Nothing may have changed. */
async function refused(query: string, variables: Record<string, unknown>): Promise<any> {
  const before = await app.fingerprint();
  const { answer } = await chief.data(query, variables);
  expect(await app.fingerprint()).toEqual(before);
  return answer;
}

describe('createWebhook', () => {
  it('makes one that begins at the end of the log, and shows its secret once', async () => {
    const input = {
      url: ADDRESS,
      description: 'For the archive.',
      eventTypes: ['decision.created', 'decision.created'],
      deskId,
    };
    const { answer } = await chief.data(CREATE, { input });
    expect(answer.secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
    expect(answer.webhook).toMatchObject({
      url: ADDRESS,
      description: 'For the archive.',
      eventTypes: ['decision.created'],
      desk: { slug: 'hooks' },
      createdBy: { id: chief.id },
      disabledAt: null,
      nextIndex: await size(),
      lag: 0,
      lastDelivery: null,
      previousSecretUntil: null,
    });
    const all = await chief.data(WEBHOOKS);
    expect(all.answer).toEqual([answer.webhook]);
    expect(JSON.stringify(all)).not.toContain('whsec_');
  });

  it('leaves an event without the secret, and without the address but in its private part', async () => {
    const { id, secret } = await make({ description: 'Words.' });
    const [event, ...others] = await eventsOf(id);
    expect(others).toEqual([]);
    expect(event!.doc).toMatchObject({ op: 'INSERT', table: 'webhook_endpoint', action: 'createWebhook' });
    expect(event!.doc.row).toEqual({
      id,
      event_types: ['*'],
      created_by: chief.id,
      created_at: expect.any(String),
    });
    expect(JSON.parse(event!.body)).toEqual({ url: ADDRESS, description: 'Words.' });
    const raw = Buffer.from(secret.slice(6), 'base64');
    for (const text of [secret, raw.toString('hex'), raw.toString('base64')])
      expect([event!.leaf + event!.body].join()).not.toContain(text);
  });

  it.each([
    [{ url: 'receiver.example' }, 'url'],
    [{ eventTypes: ['claim.decided'] }, 'eventTypes'],
    [{ eventTypes: ['claim.*'] }, 'eventTypes'],
    [{ eventTypes: ['webhook.test'] }, 'eventTypes'],
    [{ deskId: newId() }, 'deskId'],
  ])('refuses %j', async (changes, field) => {
    const answer = await refused(CREATE, { input: { url: ADDRESS, eventTypes: ['*'], ...changes } });
    expect(answer).toMatchObject({ __typename: 'InvalidInputError', path: ['input', field] });
  });

  it.each([
    [{ url: `https://receiver.example/${'x'.repeat(2000)}` }, /url/],
    [{ description: 'x'.repeat(501) }, /description/],
    [{ eventTypes: [] }, /eventTypes/],
    [{ eventTypes: Array.from({ length: 51 }, () => '*') }, /eventTypes/],
    [{ deskId: 'no-id' }, /deskId/],
  ])('refuses what is too long, too many or no id (%#)', async (changes, message) => {
    const before = await app.fingerprint();
    const { errors } = await chief.ask(CREATE, { input: { url: ADDRESS, eventTypes: ['*'], ...changes } });
    expect(errors).toMatchObject([{ message: expect.stringMatching(message), extensions: { code: 'BAD_USER_INPUT' } }]);
    expect(await app.fingerprint()).toEqual(before);
  });

  it('makes 50, also where many come at once', async () => {
    const answers = await Promise.all(
      Array.from({ length: 60 }, () => chief.data(CREATE, { input: { url: ADDRESS, eventTypes: ['*'] } })),
    );
    const kinds = answers.map(({ answer }) => answer.__typename);
    expect(kinds.filter((kind) => kind === 'WebhookSecretSuccess')).toHaveLength(50);
    expect(answers.find(({ answer }) => answer.code)!.answer.message).toBe(
      'There may be 50 webhooks. Delete one first.',
    );
    expect(await app.sql('SELECT FROM webhook_endpoint')).toHaveLength(50);
  });
});

describe('updateWebhook', () => {
  it('changes what is named, and leaves the rest', async () => {
    const { id } = await make({ description: 'Words.', deskId, eventTypes: ['claim.created'] });
    const { webhook } = (await chief.data(UPDATE, { input: { id, eventTypes: ['claim.updated', '*'], url: null } }))
      .answer;
    expect(webhook).toMatchObject({ url: ADDRESS, description: 'Words.', eventTypes: ['*'], desk: { slug: 'hooks' } });
    const input = { id, deskId: null, description: '', url: 'https://other.example' };
    expect((await chief.data(UPDATE, { input })).answer.webhook).toMatchObject({
      url: 'https://other.example/',
      description: '',
      eventTypes: ['*'],
      desk: null,
    });
    expect((await eventsOf(id)).map(({ doc }) => doc.action)).toEqual([
      'createWebhook',
      'updateWebhook',
      'updateWebhook',
    ]);
    expect(await refused(UPDATE, { input: { id } })).toMatchObject({ __typename: 'WebhookSuccess' });
  });

  it('ends the back-off: the attempts that failed were made where it was', async () => {
    const { id } = await make();
    await app.sql(
      `UPDATE webhook_cursor SET attempt = 3, first_attempt_at = now(), next_attempt_at = now() + interval '1 hour',
         lease_token = gen_random_uuid(), leased_until = now() + interval '30 s'`,
    );
    await chief.data(UPDATE, { input: { id, url: 'https://other.example/' } });
    expect(
      await app.sql(
        'SELECT attempt, first_attempt_at, lease_token, next_attempt_at <= clock_timestamp() AS due FROM webhook_cursor',
      ),
    ).toEqual([{ attempt: 0, first_attempt_at: null, lease_token: null, due: true }]);
  });

  it.each([
    [{ eventTypes: ['x.created'] }, 'eventTypes'],
    [{ deskId: newId() }, 'deskId'],
  ])('refuses %j', async (change, field) => {
    const { id } = await make();
    const answer = await refused(UPDATE, { input: { id, ...change } });
    expect(answer).toMatchObject({ __typename: 'InvalidInputError', path: ['input', field] });
  });
});

describe('rotateWebhookSecret', () => {
  it('keeps the secret before for a day, and leaves an event without either', async () => {
    const { id, secret } = await make();
    const first = (await chief.data(ROTATE, { id })).answer;
    const until = Date.parse(first.webhook.previousSecretUntil) - Date.now();
    expect(Math.abs(until - 86_400_000)).toBeLessThan(60_000);
    const second = (await chief.data(ROTATE, { id })).answer;
    expect(new Set([secret, first.secret, second.secret]).size).toBe(3);
    const [row] = await app.sql('SELECT secret, previous_secret AS previous FROM webhook_endpoint');
    expect([row.secret, row.previous].map((bytes: Buffer) => `whsec_${bytes.toString('base64')}`)).toEqual([
      second.secret,
      first.secret,
    ]);
    const events = await eventsOf(id);
    expect(events.map(({ doc }) => doc.action)).toEqual([
      'createWebhook',
      'rotateWebhookSecret',
      'rotateWebhookSecret',
    ]);
    for (const { doc } of events) expect(Object.keys(doc.row).filter((name) => name.endsWith('secret'))).toEqual([]);
    await app.sql(`UPDATE webhook_endpoint SET secret_rotated_at = now() - interval '1 day'`);
    expect((await look(chief, id)).previousSecretUntil).toBeNull();
  });
});

describe('disableWebhook and enableWebhook', () => {
  it('stop and go on where it stopped; a repeat changes nothing', async () => {
    const { id } = await make();
    const { webhook } = (await chief.data(DISABLE, { id })).answer;
    expect(webhook).toMatchObject({ disabledAt: expect.any(String), disabledReason: 'BY_HAND' });
    expect(await refused(DISABLE, { id })).toMatchObject({ webhook: { disabledAt: webhook.disabledAt } });
    await app.sql(`UPDATE webhook_cursor SET failing_since = now() - interval '6 days'`);
    const enabled = (await chief.data(ENABLE, { id })).answer.webhook;
    expect(enabled).toMatchObject({
      disabledAt: null,
      disabledReason: null,
      failingSince: null,
      nextIndex: webhook.nextIndex,
    });
    await refused(ENABLE, { id });
    expect((await eventsOf(id)).map(({ doc }) => doc.action)).toEqual([
      'createWebhook',
      'disableWebhook',
      'enableWebhook',
    ]);
  });
});

describe('deleteWebhook', () => {
  it('takes it away with all that was only its own; the log keeps that it was there', async () => {
    const { id } = await make();
    await delivered(id, 3);
    expect((await chief.data(DELETE, { id })).answer).toEqual({ __typename: 'DeleteWebhookSuccess', id });
    expect(await look(chief, id)).toBeNull();
    for (const table of ['webhook_endpoint', 'webhook_cursor', 'webhook_delivery'])
      expect([table, await app.sql(`SELECT FROM ${table}`)]).toEqual([table, []]);
    expect((await eventsOf(id)).map(({ doc }) => doc.op)).toEqual(['INSERT', 'DELETE']);
  });
});

describe('deliveries', () => {
  it('are listed the last first, page by page, and by how they ended', async () => {
    const { id } = await make();
    await delivered(id, 5);
    await delivered(id, 2, 'DEAD');
    const pages: number[][] = [];
    let after: string | null = null;
    do {
      const { answer }: any = await chief.data(
        `query ($id: ID!, $after: String) { answer: webhook(id: $id) { deliveries(first: 3, after: $after) {
           edges { node { index outcome messageId } } pageInfo { hasNextPage endCursor } } } }`,
        { id, after },
      );
      const { edges, pageInfo } = answer.deliveries;
      pages.push(edges.map(({ node }: any) => node.index));
      expect(edges[0].node.messageId).toBe(`msg_${id.replaceAll('-', '')}_${edges[0].node.index}`);
      after = pageInfo.hasNextPage ? pageInfo.endCursor : null;
    } while (after !== null);
    expect(pages).toEqual([[2, 1, 5], [4, 3, 2], [1]]);
    const dead = await look(chief, id, { outcomes: ['DEAD'] });
    expect(dead.deliveries.map(({ index, outcome }: any) => [index, outcome])).toEqual([
      [2, 'DEAD'],
      [1, 'DEAD'],
    ]);
    expect(dead.lastDelivery).toMatchObject({ index: 2, outcome: 'DEAD' });
    const { errors } = await chief.ask(
      `query ($id: ID!) { webhook(id: $id) { deliveries(after: "x") { edges { cursor } } } }`,
      { id },
    );
    expect(errors).toMatchObject([{ extensions: { code: 'INVALID_INPUT' } }]);
  });

  it('are kept for 30 days, and the last 10,000 of each webhook', async () => {
    const [busy, quiet] = [await make(), await make()];
    await delivered(busy.id, KEEP_DELIVERIES + 3);
    await delivered(quiet.id, 2, 'FAILED', 31);
    await delivered(quiet.id, 2, 'FAILED', 29);
    const newest = await app.sql(
      'SELECT id FROM webhook_delivery WHERE endpoint_id = $1 ORDER BY id DESC LIMIT 10000',
      [busy.id],
    );
    const actor = systemActor('purge-webhook-deliveries');
    await app.app.get(PurgeDeliveries).handle({ actor, requestId: 'job:purge' });
    const kept = await app.sql('SELECT id FROM webhook_delivery WHERE endpoint_id = $1 ORDER BY id DESC', [busy.id]);
    expect(kept).toEqual(newest);
    expect(await app.sql('SELECT FROM webhook_delivery WHERE endpoint_id = $1', [quiet.id])).toHaveLength(2);
  });
});

describe('a move to another place in the log', () => {
  it('is in the audit log: by whom, from where, to where, also where nothing moves', async () => {
    const { id } = await make();
    const from = await size();
    const { webhook } = (await chief.data(REDELIVER_SINCE, { id, index: 1 })).answer;
    expect(webhook).toMatchObject({ nextIndex: 1, movedFrom: from, movedTo: 1, movedAt: expect.any(String) });
    await chief.data(REDELIVER_SINCE, { id, index: 1 });
    const moves = (await eventsOf(id)).slice(1).map(({ doc }) => doc);
    expect(moves).toMatchObject([
      {
        op: 'UPDATE',
        action: 'redeliverWebhookSince',
        actor: `user:${chief.id}`,
        row: { moved_from: from, moved_to: 1 },
      },
      { op: 'UPDATE', action: 'redeliverWebhookSince', actor: `user:${chief.id}`, row: { moved_from: 1, moved_to: 1 } },
    ]);
    expect(Date.parse(moves[1].row.moved_at)).toBeGreaterThan(Date.parse(moves[0].row.moved_at) - 1);
  });

  it('that is refused leaves none', async () => {
    const { id } = await make();
    await refused(REDELIVER_SINCE, { id, index: (await size()) + 1 });
    expect(await eventsOf(id)).toHaveLength(1);
  });
});

describe('sending again', () => {
  it('is refused for tests, for disabled webhooks, beyond the log, and where too many wait', async () => {
    const { id } = await make();
    await delivered(id, 1);
    const [{ id: deliveryId }] = await app.sql('SELECT id FROM webhook_delivery');
    const { delivery: test } = (await chief.data(TEST, { id })).answer;
    expect(await refused(REDELIVER, { id: test.id })).toMatchObject({
      code: 'INVALID_INPUT',
      message: expect.stringMatching(/test/),
    });
    for (const index of [(await size()) + 1, 2_147_483_647]) {
      expect(await refused(REDELIVER_SINCE, { id, index })).toMatchObject({ code: 'INVALID_INPUT', path: ['index'] });
    }
    expect((await chief.data(REDELIVER_SINCE, { id, index: await size() })).answer.webhook.lag).toBe(0);
    expect((await chief.data(REDELIVER_SINCE, { id, index: 0 })).answer.webhook.lag).toBe(await size());
    for (let i = 1; i < 100; i += 1) await chief.data(REDELIVER, { id: deliveryId });
    expect(await refused(REDELIVER, { id: deliveryId })).toMatchObject({
      message: expect.stringMatching(/100 deliveries wait/),
    });
    expect(await refused(TEST, { id })).toMatchObject({ code: 'INVALID_INPUT' });
    await app.sql(`DELETE FROM webhook_delivery WHERE outcome = 'PENDING'`);
    await chief.data(DISABLE, { id });
    expect(await refused(REDELIVER, { id: deliveryId })).toMatchObject({ message: expect.stringMatching(/disabled/) });
  });
});

it('what there is not is not found, and changes nothing', async () => {
  const id = newId();
  for (const query of [ROTATE, DISABLE, ENABLE, DELETE, TEST, REDELIVER])
    expect(await refused(query, { id })).toMatchObject({ __typename: 'NotFoundError' });
  expect(await refused(UPDATE, { input: { id } })).toMatchObject({ code: 'NOT_FOUND', path: ['input', 'id'] });
  expect(await refused(REDELIVER_SINCE, { id, index: 0 })).toMatchObject({ code: 'NOT_FOUND' });
  expect(await look(chief, id)).toBeNull();
});
