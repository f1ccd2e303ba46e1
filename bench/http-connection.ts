import { once } from 'node:events';
import net from 'node:net';

const END_OF_HEAD = '\r\n\r\n';

/**
 * A keep-alive connection that posts JSON, one request at a time. Written by hand because node's fetch took about as
 * much of the machine as the server that it was to measure; what this one takes is measured in every run.
 *
 * It reads answers with a Content-Length only, which all of ours have.
 */
export class HttpConnection {
  private received: Buffer = Buffer.alloc(0);
  private waiting: { resolve: (body: string) => void; reject: (error: Error) => void } | undefined;

  private constructor(
    private readonly socket: net.Socket,
    private readonly head: string,
  ) {
    socket.setNoDelay(true);
    socket.on('data', (chunk: Buffer) => this.onData(chunk));
    const fail = (error?: Error): void => this.waiting?.reject(error ?? new Error('The server closed the connection.'));
    socket.on('error', fail);
    socket.on('close', () => fail());
  }

  /** @param url with the path to post to. @param token sent as bearer token */
  static async open(url: string, token: string): Promise<HttpConnection> {
    const { hostname, port, pathname } = new URL(url);
    const socket = net.connect({ host: hostname, port: Number(port) });
    await once(socket, 'connect');
    const head =
      `POST ${pathname} HTTP/1.1\r\nhost: ${hostname}:${port}\r\ncontent-type: application/json\r\n` +
      `authorization: Bearer ${token}\r\ncontent-length: `;
    return new HttpConnection(socket, head);
  }

  /** @returns the body. @throws Error for any other status than 200 */
  post(body: string): Promise<string> {
    return new Promise((resolve, reject) => {
      this.waiting = { resolve, reject };
      this.socket.write(`${this.head}${Buffer.byteLength(body)}${END_OF_HEAD}${body}`);
    });
  }

  close(): void {
    this.waiting = undefined;
    this.socket.destroy();
  }

  private onData(chunk: Buffer): void {
    this.received = this.received.length === 0 ? chunk : Buffer.concat([this.received, chunk]);
    const headEnd = this.received.indexOf(END_OF_HEAD);
    if (headEnd < 0) return;
    const head = this.received.toString('latin1', 0, headEnd);
    const length = Number(/\r\ncontent-length: (\d+)/i.exec(head)?.[1]);
    const bodyStart = headEnd + END_OF_HEAD.length;
    if (this.received.length < bodyStart + length) return;
    const body = this.received.toString('utf8', bodyStart, bodyStart + length);
    this.received = Buffer.alloc(0);
    // The server answers unasked only to say that it ends a connection that nobody used for long
    if (this.waiting === undefined) return void this.socket.destroy();
    const { resolve, reject } = this.waiting;
    this.waiting = undefined;
    if (head.startsWith('HTTP/1.1 200')) resolve(body);
    else reject(new Error(`The server answered ${head.split('\r\n', 1)[0]}: ${body}`));
  }
}
