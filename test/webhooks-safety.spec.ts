import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer as createTlsServer } from 'node:https';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import path from 'node:path';
import { projectDir } from '../src/kernel/project-dir.js';
import { type Address, WebhookSender } from '../src/webhooks/send-webhook.js';
import { DeskApp, type Person } from './desk-app.js';
import { CREATE, Receiver, UPDATE } from './webhook-receiver.js';

const V4 = (address: string): Address => ({ address, family: 4 });
const V6 = (address: string): Address => ({ address, family: 6 });

let receiver: Receiver;
beforeEach(async () => {
  receiver = await Receiver.start();
});
afterEach(() => receiver.stop());

/** Sends one message, and closes. */
async function post(url: string, options: Partial<ConstructorParameters<typeof WebhookSender>[1]> = {}) {
  const sender = new WebhookSender(url, { allowPrivate: false, ...options });
  try {
    return await sender.post('{}', { 'webhook-id': 'msg_1' });
  } finally {
    sender.close();
  }
}

describe('a name', () => {
  it.each([
    ['this machine', [V4('127.0.0.1')]],
    ['this machine, by IPv6', [V6('::1')]],
    ['this machine, as IPv4-mapped', [V6('::ffff:7f00:1')]],
    ['the metadata of a cloud', [V4('169.254.169.254')]],
    ['a private network', [V4('10.1.2.3')]],
    ['a public and a private address', [V4('1.1.1.1'), V4('127.0.0.1')]],
  ])('that leads to %s is refused, and nothing is sent', async (_, addresses) => {
    const url = `https://receiver.example:${receiver.port}/`;
    const answer = await post(url, { resolve: async () => addresses });
    expect(answer).toMatchObject({ status: null, error: 'receiver.example does not lead to the public internet.' });
    expect(receiver.received).toEqual([]);
  });

  it('is looked up once for a connection, which goes to the address that was checked', async () => {
    const asked: string[] = [];
    // public at first, and this machine for whoever asks again
    const resolve = async (hostname: string) => [V4(asked.push(hostname) === 1 ? '192.0.2.1' : '127.0.0.1')];
    const first = await post(`http://receiver.example:${receiver.port}/`, {
      allowPrivate: true,
      resolve,
      timeoutMs: 300,
    });
    expect([first.status, asked, receiver.received.length]).toEqual([null, ['receiver.example'], 0]);
    const second = await post(`http://receiver.example:${receiver.port}/`, { allowPrivate: true, resolve });
    expect([second.status, receiver.received[0]!.headers.host]).toEqual([204, `receiver.example:${receiver.port}`]);
  });

  it('that leads nowhere, or whose look-up fails, is a failure', async () => {
    const url = 'https://receiver.example/';
    expect((await post(url, { resolve: async () => [] })).error).toBe('receiver.example has no address.');
    expect((await post(url, { resolve: () => Promise.reject(new Error('No answer.')) })).error).toBe('No answer.');
    const never = () => new Promise<never>(() => undefined);
    expect((await post(url, { resolve: never, timeoutMs: 200 })).error).toBe('There was no answer within 0.2 seconds.');
  });
});

describe('an address', () => {
  it.each([
    'http://127.0.0.1',
    'https://127.0.0.1',
    'https://0x7f000001',
    'https://2130706433',
    'https://[::ffff:127.0.0.1]',
    'https://localhost',
  ])('%s is refused when it is sent to, whatever it was allowed before', async (origin) => {
    const { status, error } = await post(`${origin}:${receiver.port}/`);
    expect([status, error]).toEqual([null, expect.stringMatching(/https:\/\/|public internet/)]);
    expect(receiver.received).toEqual([]);
  });
});

describe('an answer', () => {
  const here = { allowPrivate: true };
  it('that sends elsewhere is a failure, and nobody goes there', async () => {
    const other = await Receiver.start();
    for (const status of [301, 302, 303, 307, 308]) {
      receiver.reply = () => ({ status, headers: { location: other.url } });
      expect(await post(receiver.url, here)).toMatchObject({ status, error: null });
    }
    expect([receiver.received.length, other.received.length]).toEqual([5, 0]);
    await other.stop();
  });

  it('is read to 64 kB, and the first 1000 bytes of it are kept', async () => {
    receiver.reply = () => ({ status: 200, body: `${'é'.repeat(600)}${'x'.repeat(10_000_000)}` });
    const { status, response, durationMs } = await post(receiver.url, here);
    expect([status, response]).toEqual([200, 'é'.repeat(500)]);
    expect(durationMs).toBeLessThan(5000);
  });

  /** A server that speaks as it likes. */
  async function raw(speak: (socket: Socket) => void, work: (url: string) => Promise<void>): Promise<void> {
    const sockets = new Set<Socket>();
    const server: Server = createServer((socket) => {
      sockets.add(socket.on('error', () => undefined));
      socket.once('data', () => speak(socket));
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    try {
      await work(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
    } finally {
      for (const socket of sockets) socket.destroy();
      server.close();
    }
  }

  it.each([
    ['never comes', () => undefined],
    ['never ends', (socket: Socket) => socket.write('HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\n1')],
    [
      'drips',
      (socket: Socket) => {
        socket.write('HTTP/1.1 200 OK\r\ncontent-length: 1000\r\n\r\n');
        const timer = setInterval(() => socket.write('1'), 20);
        socket.on('close', () => clearInterval(timer));
      },
    ],
  ])('that %s is waited for no longer than the limit', async (_, speak) => {
    await raw(speak, async (url) => {
      const { status, error, durationMs } = await post(url, { allowPrivate: true, timeoutMs: 400 });
      expect([status, error]).toEqual([null, 'There was no answer within 0.4 seconds.']);
      expect(durationMs).toBeLessThan(2000);
    });
  });

  it.each([
    ['breaks off', 'HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\n1'],
    ['is no HTTP', 'SSH-2.0-OpenSSH_9.6\r\n'],
    ['is empty', ''],
    ['has too large a head', `HTTP/1.1 200 OK\r\nx: ${'x'.repeat(100_000)}\r\n\r\n`],
  ])('that %s is a failure', async (_, text) => {
    await raw(
      (socket) => socket.end(text),
      async (url) => {
        const { status, error } = await post(url, here);
        expect([status, error]).toEqual([null, expect.stringMatching(/\w{3}/)]);
      },
    );
  });

  it('by a server whose certificate nobody vouches for is none, whatever the environment says', async () => {
    const folder = path.join(projectDir, 'test/fixtures');
    const [key, cert] = await Promise.all(
      ['self-signed.key', 'self-signed.crt'].map((name) => readFile(path.join(folder, name))),
    );
    let requests = 0;
    const server = createTlsServer({ key, cert }, (_, response) => {
      requests += 1;
      response.end();
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    process.env['NODE_TLS_REJECT_UNAUTHORIZED'] = '0';
    try {
      const { status, error } = await post(`https://localhost:${(server.address() as AddressInfo).port}/`, here);
      expect([status, error, requests]).toEqual([null, expect.stringMatching(/self-signed certificate/), 0]);
    } finally {
      delete process.env['NODE_TLS_REJECT_UNAUTHORIZED'];
      server.close();
    }
  });
});

describe('Claimdesk with its usual settings', () => {
  let app: DeskApp;
  let chief: Person;
  beforeAll(async () => {
    app = await DeskApp.start({ worker: true });
    chief = await app.person('CHIEF_EDITOR');
  });
  afterAll(() => app.stop());

  /** All rows but the jobs, in which the worker keeps its own schedule. */
  const rows = async (): Promise<Record<string, string>> => {
    const found = await app.fingerprint();
    delete found['bullmq.job'];
    return found;
  };

  it.each([
    'http://receiver.example/',
    'https://127.0.0.1/',
    'https://0x7f.1/',
    'https://2130706433/',
    'https://[::ffff:169.254.169.254]/',
    'https://user:password@receiver.example/',
    'https://receiver.example:22/',
    'javascript:alert(1)',
  ])('takes no webhook to %s', async (url) => {
    const { answer: made } = await chief.data(CREATE, {
      input: { url: 'https://receiver.example/', eventTypes: ['desk.created'] },
    });
    const before = await rows();
    for (const [query, input] of [
      [CREATE, { url, eventTypes: ['*'] }],
      [UPDATE, { id: made.webhook.id, url }],
    ] as const) {
      const { answer } = await chief.data(query, { input });
      expect(answer).toMatchObject({ __typename: 'InvalidInputError', path: ['input', 'url'] });
    }
    expect(await rows()).toEqual(before);
  });

  it('sends nothing to one that is there all the same', async () => {
    await app.sql(
      `WITH made AS (INSERT INTO webhook_endpoint (id, url, event_types, secret, created_by)
         VALUES (gen_random_uuid(), $1, '{desk.created}', sha256('x'), $2) RETURNING id)
       INSERT INTO webhook_cursor (endpoint_id, next_index) SELECT id, 0 FROM made`,
      [receiver.url, chief.id],
    );
    await app.desk('to-nobody');
    await app.seal();
    const [delivery] = await app.until('an attempt', async () => {
      const made = await app.sql(
        `SELECT outcome, http_status, error FROM webhook_delivery d JOIN webhook_endpoint e ON e.id = d.endpoint_id WHERE e.url = $1`,
        [receiver.url],
      );
      return made.length > 0 && made;
    });
    expect(delivery).toEqual({ outcome: 'FAILED', http_status: null, error: expect.stringMatching(/https:\/\//) });
    expect(receiver.received).toEqual([]);
  });
});
