import { type Client, createClient } from 'graphql-ws';
import { WebSocket } from 'ws';
import type { GraphQLAnswer } from './desk-app.js';

export const REVIEWS = `subscription ($deskId: ID, $after: String) { reviewChanged(deskId: $deskId, after: $after) {
  cursor review { id state version priority } changes { claimId seq type action at actor { userId name } } } }`;
export const CLAIM = `subscription ($id: ID!, $after: String) { claimChanged(id: $id, after: $after) {
  cursor claim { id version verdict } changes { claimId seq type action } } }`;
export const COUNTS = `subscription ($after: String) { deskCounts(after: $after) {
  cursor desks { desk { id } counts { queued { count } inReview { count } } } } }`;

export const SEALED = `subscription ($after: String) { checkpointSealed(after: $after) {
  cursor checkpoint { size root note } } }`;

export const webSocketUrl = (url: string): string => `${url.replace('http', 'ws')}/graphql`;

/** A subscription by the stock client, which goes on from its last cursor whenever its connection was lost. */
export class Subscriber {
  readonly messages: any[] = [];
  readonly errors: any[] = [];
  /** Codes and reasons with which connections were closed. */
  readonly closed: [code: number, reason: string][] = [];
  /** When each message came, by performance.now(). */
  readonly times: number[] = [];
  readonly ended: Promise<void>;
  socket: WebSocket | undefined;
  private readonly client: Client;
  private unsubscribe: () => void = () => undefined;

  constructor(url: string, token: string | null, query: string, variables: Record<string, unknown> = {}) {
    this.client = createClient({
      url: webSocketUrl(url),
      webSocketImpl: WebSocket,
      ...(token === null ? {} : { connectionParams: { authorization: `Bearer ${token}` } }),
      retryAttempts: 1000,
      retryWait: () => new Promise((resolve) => setTimeout(resolve, 20)),
      shouldRetry: () => true,
      on: {
        opened: (socket) => (this.socket = socket as WebSocket),
        closed: (event) => {
          const { code, reason } = event as { code: number; reason: string };
          this.closed.push([code, reason]);
        },
      },
    });
    const payload = { query, variables: { ...variables } };
    this.ended = new Promise((resolve) => {
      this.unsubscribe = this.client.subscribe<Record<string, any>>(payload, {
        next: ({ data, errors }) => {
          if (errors !== undefined) this.errors.push(...errors);
          const [message] = Object.values(data ?? {});
          if (message == null) return;
          payload.variables['after'] = message.cursor;
          this.messages.push(message);
          this.times.push(performance.now());
        },
        error: (error) => {
          this.errors.push(...[error].flat());
          resolve();
        },
        complete: resolve,
      });
    });
  }

  /** @returns the changes of all messages, as `claim/seq` */
  get changes(): string[] {
    return this.messages.flatMap(({ changes }) => changes.map((c: any) => `${c.claimId}/${c.seq}`));
  }

  async until(check: () => boolean, limitMs = 10_000): Promise<void> {
    for (const end = Date.now() + limitMs; !check();) {
      if (Date.now() > end) {
        const { errors, closed, messages } = this;
        throw new Error(`Waited in vain: ${JSON.stringify({ errors, closed, messages }).slice(0, 3000)}`);
      }
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  }

  async stop(): Promise<void> {
    this.unsubscribe();
    await Promise.resolve(this.client.dispose()).catch(() => undefined); // it may never have been connected
  }
}

/** A bare WebSocket, for what a stock client never does. */
export class RawSocket {
  readonly messages: any[] = [];
  readonly closed: Promise<[code: number, reason: string]>;
  readonly opened: Promise<void>;
  readonly socket: WebSocket;

  constructor(
    url: string,
    { headers = {}, protocol = 'graphql-transport-ws' }: { headers?: Record<string, string>; protocol?: string } = {},
  ) {
    this.socket = new WebSocket(webSocketUrl(url), protocol, { headers });
    this.socket.on('message', (data: Buffer) => this.messages.push(JSON.parse(data.toString())));
    this.closed = new Promise((resolve) => {
      this.socket.on('close', (code, reason) => resolve([code, reason.toString()]));
    });
    this.opened = new Promise((resolve, reject) => {
      this.socket.on('open', () => resolve());
      this.socket.on('error', reject);
    });
    this.opened.catch(() => undefined);
  }

  send(message: unknown): void {
    this.socket.send(typeof message === 'string' ? message : JSON.stringify(message));
  }

  async init(token?: string): Promise<void> {
    await this.opened;
    const payload = token === undefined ? undefined : { authorization: `Bearer ${token}` };
    this.send({ type: 'connection_init', payload });
  }

  subscribe(id: string, query: string, variables: Record<string, unknown> = {}): void {
    this.send({ type: 'subscribe', id, payload: { query, variables } });
  }

  /** @returns the next message of the kind. @throws Error after 5 s */
  async next(type: string, id?: string): Promise<any> {
    for (const end = Date.now() + 5000; Date.now() < end;) {
      const at = this.messages.findIndex((message) => message.type === type && (id === undefined || message.id === id));
      if (at >= 0) return this.messages.splice(at, 1)[0];
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    throw new Error(`No ${type} came, but ${JSON.stringify(this.messages)}.`);
  }
}

/** @returns what a subscription is answered with first; a connection that is refused as HTTP would say it */
export async function firstMessage(
  url: string,
  token: string,
  query: string,
  variables: Record<string, unknown>,
): Promise<GraphQLAnswer> {
  const socket = new RawSocket(url);
  await socket.init(token);
  const acknowledged = socket.next('connection_ack');
  acknowledged.catch(() => undefined);
  await Promise.race([acknowledged, socket.closed]);
  if (socket.socket.readyState === socket.socket.OPEN) socket.subscribe('1', query, variables);
  const refused = socket.closed.then(([code, message]): GraphQLAnswer => {
    const extensions = { code: code === 4401 ? 'UNAUTHENTICATED' : String(code) };
    return { status: code - 4000, data: undefined, errors: [{ message, extensions }] };
  });
  const failed = socket
    .next('error', '1')
    .then(({ payload }): GraphQLAnswer => ({ status: 200, data: null, errors: payload }));
  const answered = socket
    .next('next', '1')
    .then(({ payload: { data, errors } }): GraphQLAnswer => ({ status: 200, data, errors }));
  failed.catch(() => undefined);
  answered.catch(() => undefined);
  const answer = await Promise.race([refused, failed, answered]);
  socket.socket.terminate();
  return answer;
}
