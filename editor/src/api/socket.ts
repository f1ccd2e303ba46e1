import { type Client, createClient } from 'graphql-ws/client';

/** Between two pings on a line; the server sends its own, which a script is not told of. */
const PING_MS = 15_000;
/** An answer takes this long at most. After it the line is dead, though nobody has said so: a network was left, a machine slept. */
const PONG_MS = 5000;
/** A proxy that takes the upgrade and passes nothing on is given up after this. */
const ACK_MS = 10_000;

interface SocketOptions {
  readonly onOpen: () => void;
  readonly onClose: (event: unknown) => void;
  /** Waits before another attempt. @param retries attempts in vain, from 0 */
  readonly wait: (retries: number) => Promise<void>;
}

/** One WebSocket for all subscriptions of this tab, opened with the first of them and closed after the last. */
export function createSocket({ onOpen, onClose, wait }: SocketOptions): Client {
  let deadline: ReturnType<typeof setTimeout> | undefined;
  const client = createClient({
    url: () => `${location.origin.replace(/^http/, 'ws')}/graphql`,
    retryAttempts: Infinity,
    shouldRetry: () => true,
    retryWait: wait,
    connectionAckWaitTimeout: ACK_MS,
    keepAlive: PING_MS,
    on: {
      connected: onOpen,
      closed: (event) => {
        clearTimeout(deadline);
        onClose(event);
      },
      ping: (isReceived) => {
        if (!isReceived) deadline = setTimeout(() => client.terminate(), PONG_MS);
      },
      pong: (isReceived) => {
        if (isReceived) clearTimeout(deadline);
      },
    },
  });
  return client;
}
