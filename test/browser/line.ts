import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';

/** A line between a browser and Claimdesk that can be cut, and that may refuse WebSockets as some proxies do. */
export class Line {
  private readonly sockets = new Set<Socket>();
  private isCut = false;
  /** Whether requests that would open a WebSocket are refused. */
  refusesSockets = false;

  private constructor(
    private readonly server: Server,
    readonly url: string,
  ) {}

  static async to(url: string): Promise<Line> {
    const target = new URL(url);
    const server = createServer((socket) => line.take(socket, Number(target.port), target.hostname));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const line = new Line(server, `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    return line;
  }

  /** Ends all connections; with `stays`, lets none in until it is mended. */
  cut(stays: boolean): void {
    this.isCut = stays;
    for (const socket of this.sockets) socket.resetAndDestroy();
  }

  mend(): void {
    this.isCut = false;
  }

  async close(): Promise<void> {
    this.cut(true);
    this.server.close();
    await once(this.server, 'close');
  }

  private take(socket: Socket, port: number, host: string): void {
    this.sockets.add(socket);
    socket.on('error', () => undefined).on('close', () => this.sockets.delete(socket));
    if (this.isCut) return void socket.resetAndDestroy();
    socket.once('data', (first) => {
      if (this.refusesSockets && /^upgrade: websocket/im.test(first.toString('latin1'))) {
        return void socket.end('HTTP/1.1 403 Forbidden\r\ncontent-length: 0\r\nconnection: close\r\n\r\n');
      }
      const onward = connect(port, host);
      onward.on('error', () => socket.destroy()).on('close', () => socket.destroy());
      socket.on('close', () => onward.destroy());
      onward.write(first);
      socket.pipe(onward).pipe(socket);
    });
  }
}
