import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';

/** Headers of the offer to go on in another protocol. */
const OFFER: readonly string[] = ['connection', 'upgrade', 'http2-settings'];

/**
 * Hands back a request that offers another protocol than WebSocket, to be answered as if it did not (RFC 9110, 7.8).
 * Java's HttpClient and curl offer h2c with each first request; node gives these to whoever takes WebSockets, without
 * their body, once somebody does.
 */
export function asPlainRequest(server: Server, request: IncomingMessage, socket: Duplex, head: Buffer): void {
  const { method, url, httpVersion, rawHeaders } = request;
  const lines = [`${method} ${url} HTTP/${httpVersion}`];
  for (let i = 0; i < rawHeaders.length; i += 2) {
    if (!OFFER.includes(rawHeaders[i]!.toLowerCase())) lines.push(`${rawHeaders[i]}: ${rawHeaders[i + 1]}`);
  }
  socket.unshift(head);
  socket.unshift(Buffer.from(`${lines.join('\r\n')}\r\n\r\n`, 'latin1'));
  server.emit('connection', socket);
}
