import { Agent, request } from 'node:http';
import { connect } from 'node:net';

/** What a server answered. */
export interface Answer {
  /** 0 where the connection was closed without an answer. */
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
  readonly ms: number;
}

export interface Message {
  readonly method?: string;
  readonly path?: string;
  readonly headers?: Readonly<Record<string, string | string[]>>;
  readonly body?: string | Uint8Array;
}

/** After which a request counts as one that is never answered. */
const PATIENCE_MS = 20_000;
const agent = new Agent({ keepAlive: true, maxSockets: 4 });

/** Sends a request that node can express, exactly as it is: nothing is added but `host` and the length. */
export function send(
  url: string,
  { method = 'POST', path = '/graphql', headers = {}, body }: Message,
): Promise<Answer> {
  const started = performance.now();
  return new Promise((resolve, reject) => {
    const length = body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) };
    const { hostname, port } = new URL(url);
    const sent = request({ hostname, port, path, method, agent, headers: { ...length, ...headers } }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () =>
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          text: Buffer.concat(chunks).toString('utf8'),
          ms: performance.now() - started,
        }),
      );
    });
    sent.setTimeout(PATIENCE_MS, () => sent.destroy(new Error(`No answer within ${PATIENCE_MS} ms.`)));
    // a body that is refused before it was read whole may end the connection
    sent.on('error', (error: NodeJS.ErrnoException) =>
      ['ECONNRESET', 'EPIPE'].includes(error.code ?? '')
        ? resolve({ status: 0, headers: {}, text: '', ms: performance.now() - started })
        : reject(error),
    );
    sent.end(body);
  });
}

/** Sends bytes, whatever they are, ends the sending side, and reads what comes until the server closes. */
export function sendBytes(url: string, bytes: Uint8Array): Promise<Answer> {
  const started = performance.now();
  return new Promise((resolve, reject) => {
    const { hostname, port } = new URL(url);
    const chunks: Buffer[] = [];
    const socket = connect({ host: hostname, port: Number(port), allowHalfOpen: true }, () => socket.end(bytes));
    socket.setTimeout(PATIENCE_MS, () => socket.destroy(new Error(`No answer within ${PATIENCE_MS} ms.`)));
    socket.on('data', (chunk) => chunks.push(chunk));
    socket.on('error', (error: NodeJS.ErrnoException) =>
      ['ECONNRESET', 'EPIPE'].includes(error.code ?? '') ? done() : reject(error),
    );
    const done = () => resolve({ ...parse(Buffer.concat(chunks).toString('utf8')), ms: performance.now() - started });
    socket.on('close', done);
  });
}

/** One that only says that more will come (RFC 9110, 15.2), such as 100 Continue. */
const INTERIM = /^(?:HTTP\/1\.1 1\d\d .*\r\n\r\n)+/;

/** The first final answer of what may be several, on a connection of which no more is known. */
function parse(everything: string): Omit<Answer, 'ms'> {
  const received = everything.replace(INTERIM, '');
  const [head = '', ...rest] = received.split('\r\n\r\n');
  const [line = '', ...fields] = head.split('\r\n');
  const headers = Object.fromEntries(
    fields.map((field) => [
      field.slice(0, field.indexOf(':')).toLowerCase(),
      field.slice(field.indexOf(':') + 1).trim(),
    ]),
  );
  return { status: Number(/^HTTP\/1\.1 (\d{3})/.exec(line)?.[1] ?? 0), headers, text: rest.join('\r\n\r\n') };
}

/** Closes the connections that were kept, so that the server can stop. */
export const closeConnections = (): void => agent.destroy();
