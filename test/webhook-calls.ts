import { type Calls, onId } from './admin-calls.js';
import type { DeskApp, Person } from './desk-app.js';
import { CREATE, REDELIVER, REDELIVER_SINCE, UPDATE } from './webhook-receiver.js';

const BY_ID = 'query ($id: ID!)';
const HOOK = { url: 'https://receiver.example/', eventTypes: ['*'] };

interface Scene {
  readonly app: DeskApp;
  /** Who made the webhooks that are there. */
  readonly maker: Person;
}

/** The operations on webhooks. @param scene what there is when the calls are made */
export function webhookCalls(scene: () => Scene): Calls {
  const aWebhook = async (): Promise<{ id: string }> => {
    const made = await scene().app.sql<{ id: string }>(
      `WITH made AS (INSERT INTO webhook_endpoint (id, url, event_types, secret, created_by)
         VALUES (gen_random_uuid(), $1, '{*}', sha256('x'), $2) RETURNING id)
       INSERT INTO webhook_cursor (endpoint_id, next_index) SELECT id, 0 FROM made RETURNING endpoint_id AS id`,
      [HOOK.url, scene().maker.id],
    );
    return made[0]!;
  };
  const aDelivery = async (): Promise<{ id: string }> => {
    const made = await scene().app.sql<{ id: string }>(
      `INSERT INTO webhook_delivery (id, endpoint_id, log_index, type, outcome)
       VALUES (gen_random_uuid(), $1, 0, 'desk.created', 'PENDING') RETURNING id`,
      [(await aWebhook()).id],
    );
    return made[0]!;
  };
  return {
    webhooks: () => ['{ answer: webhooks { id url deliveries { edges { node { id } } } } }', {}],
    webhook: async () => [`${BY_ID} { answer: webhook(id: $id) { id } }`, await aWebhook()],
    webhookDelivery: async () => [`${BY_ID} { answer: webhookDelivery(id: $id) { id } }`, await aDelivery()],
    webhookEventTypes: () => ['{ answer: webhookEventTypes { type } }', {}],
    createWebhook: async () => {
      await scene().app.sql('DELETE FROM webhook_endpoint'); // there may be 50
      return [CREATE, { input: HOOK }];
    },
    updateWebhook: async () => [UPDATE, { input: { ...HOOK, ...(await aWebhook()) } }],
    rotateWebhookSecret: async () => [onId('rotateWebhookSecret'), await aWebhook()],
    disableWebhook: async () => [onId('disableWebhook'), await aWebhook()],
    enableWebhook: async () => [onId('enableWebhook'), await aWebhook()],
    deleteWebhook: async () => [onId('deleteWebhook'), await aWebhook()],
    sendTestWebhook: async () => [onId('sendTestWebhook'), await aWebhook()],
    redeliverWebhook: async () => [REDELIVER, await aDelivery()],
    redeliverWebhookSince: async () => [REDELIVER_SINCE, { ...(await aWebhook()), index: 0 }],
  };
}
