import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Webhook } from 'standardwebhooks';
import type { DeskApp, Person } from './desk-app.js';

/** A message as it came in. */
export interface Received {
  readonly id: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
  readonly json: any;
  readonly at: number;
}

export interface Reply {
  readonly status?: number;
  readonly headers?: Record<string, string>;
  readonly body?: string;
  readonly delayMs?: number;
}

/** Somebody's HTTP server to which webhooks are sent. */
export class Receiver {
  readonly received: Received[] = [];
  /** What it answers to which message; 204 where it says nothing. */
  reply: (message: Received) => Reply | Promise<Reply> = () => ({});

  private constructor(private readonly server: Server) {}

  static async start(): Promise<Receiver> {
    const server = createServer((request, response) => void receiver.take(request, response));
    const receiver = new Receiver(server);
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return receiver;
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}/hook`;
  }

  /** Numbers in the log of what it answered with 2xx, in the order in which it did. */
  readonly taken: number[] = [];

  /** Waits until so many messages came. */
  async arrived(count: number): Promise<Received[]> {
    for (const end = Date.now() + 30_000; this.received.length < count;) {
      if (Date.now() > end) throw new Error(`Of ${count} messages there came ${this.received.length}.`);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    return this.received;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, 'close');
  }

  private async take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
    const body = Buffer.concat(chunks).toString('utf8');
    const { headers } = request;
    const message = { id: String(headers['webhook-id']), headers, body, json: JSON.parse(body), at: Date.now() };
    this.received.push(message);
    const { status = 204, headers: more = {}, body: answer, delayMs = 0 } = await this.reply(message);
    if (delayMs > 0) await new Promise((resolve) => setTimeout(resolve, delayMs));
    if (status < 300 && message.json.data?.index !== undefined) this.taken.push(message.json.data.index);
    response.writeHead(status, more).end(answer);
  }
}

const WEBHOOK = `id url description eventTypes desk { slug } createdBy { id } createdAt secretRotatedAt previousSecretUntil
  disabledAt disabledReason movedAt movedFrom movedTo nextIndex lag failedAttempts nextAttemptAt failingSince
  lastDelivery { id index outcome httpStatus }`;
const DELIVERY = `id index type messageId attempt outcome startedAt durationMs httpStatus error response requestedBy { id }`;
const FAILURE = '__typename ... on UserError { code message path }';

export const CREATE = `mutation ($input: CreateWebhookInput!) { answer: createWebhook(input: $input) {
  ${FAILURE} ... on WebhookSecretSuccess { secret webhook { ${WEBHOOK} } } } }`;
export const UPDATE = `mutation ($input: UpdateWebhookInput!) { answer: updateWebhook(input: $input) {
  ${FAILURE} ... on WebhookSuccess { webhook { ${WEBHOOK} } } } }`;
export const ROTATE = `mutation ($id: ID!) { answer: rotateWebhookSecret(id: $id) {
  ${FAILURE} ... on WebhookSecretSuccess { secret webhook { ${WEBHOOK} } } } }`;
const byId = (name: string) => `mutation ($id: ID!) { answer: ${name}(id: $id) {
  ${FAILURE} ... on WebhookSuccess { webhook { ${WEBHOOK} } } } }`;
export const DISABLE = byId('disableWebhook');
export const ENABLE = byId('enableWebhook');
export const DELETE = `mutation ($id: ID!) { answer: deleteWebhook(id: $id) {
  ${FAILURE} ... on DeleteWebhookSuccess { id } } }`;
export const TEST = `mutation ($id: ID!) { answer: sendTestWebhook(id: $id) {
  ${FAILURE} ... on WebhookDeliverySuccess { delivery { ${DELIVERY} } } } }`;
export const REDELIVER = `mutation ($id: ID!) { answer: redeliverWebhook(deliveryId: $id) {
  ${FAILURE} ... on WebhookDeliverySuccess { delivery { ${DELIVERY} } } } }`;
export const REDELIVER_SINCE = `mutation ($id: ID!, $index: Int!) { answer: redeliverWebhookSince(id: $id, index: $index) {
  ${FAILURE} ... on WebhookSuccess { webhook { ${WEBHOOK} } } } }`;
export const DELIVERY_BY_ID = `query ($id: ID!) { answer: webhookDelivery(id: $id) { ${DELIVERY} } }`;
export const EVENT_TYPES = '{ answer: webhookEventTypes { type subject about } }';
export const WEBHOOKS = `{ answer: webhooks { ${WEBHOOK} } }`;
export const ONE = `query ($id: ID!, $first: Int = 100, $after: String, $outcomes: [WebhookOutcome!]) {
  answer: webhook(id: $id) { ${WEBHOOK} deliveries(first: $first, after: $after, outcomes: $outcomes) {
    edges { node { ${DELIVERY} } } pageInfo { hasNextPage endCursor } } } }`;

/** A webhook as its owner knows it. */
export interface Made {
  readonly id: string;
  readonly secret: string;
}

export async function createWebhook(chief: Person, input: Record<string, unknown>): Promise<Made> {
  const { answer } = await chief.data(CREATE, { input: { eventTypes: ['*'], ...input } });
  if (answer.__typename !== 'WebhookSecretSuccess') throw new Error(JSON.stringify(answer));
  return { id: answer.webhook.id, secret: answer.secret };
}

/** What somebody sees of it, with its deliveries as a list. */
export async function look(chief: Person, id: string, more: Record<string, unknown> = {}): Promise<any> {
  const { answer } = await chief.data(ONE, { id, ...more });
  return answer && { ...answer, deliveries: answer.deliveries.edges.map(({ node }: any) => node) };
}

/** Waits until it has dealt with all that is sealed. */
export const caughtUp = (app: DeskApp, id: string, limitMs?: number): Promise<unknown> =>
  app.until(
    'the webhook to have caught up',
    async () => {
      const [row] = await app.sql(
        `SELECT next_index >= (SELECT max(size) FROM audit.checkpoint) AND lease_token IS NULL AS done
       FROM webhook_cursor WHERE endpoint_id = $1`,
        [id],
      );
      return row.done;
    },
    limitMs,
  );

export const logSize = async (app: DeskApp): Promise<number> =>
  (await app.sql('SELECT max(size)::int AS n FROM audit.checkpoint'))[0].n;

/** Seals one message for those who ask for desk.created. @returns its number in the log */
export async function oneEvent(app: DeskApp): Promise<number> {
  await app.desk(`desk-${Math.random().toString(36).slice(2)}`);
  await app.seal();
  return (await app.sql(`SELECT max(idx)::int AS n FROM audit.leaf WHERE type = 'desk.created'`))[0].n;
}

/** Waits until its record has so many deliveries. */
export async function recorded(app: DeskApp, chief: Person, id: string, count: number): Promise<any> {
  await app.until(`${count} deliveries`, async () => (await look(chief, id)).deliveries.length >= count);
  return look(chief, id); // where it stands is read before its deliveries, so the first look may have seen it from before
}

/** @returns the payload. @throws Error where the signature is not by the secret, as libraries of receivers see it */
export const verified = (secret: string, { body, headers }: Received): any =>
  new Webhook(secret).verify(body, headers as Record<string, string>);
