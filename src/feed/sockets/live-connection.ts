import type { FastifyRequest } from 'fastify';
import type { WebSocket } from 'ws';
import type { Credential } from '../../auth/credential.js';
import type { UserActor } from '../../kernel/actor.js';
import type { Caller } from '../../kernel/caller.js';
import { BEAT_MS, MAX_MESSAGES_PER_BEAT } from './limits.js';

/** Why a connection is closed: RFC 6455, 7.4.1, and from 4000 on those of graphql-transport-ws. */
export const CloseCode = {
  GOING_AWAY: 1001,
  POLICY_VIOLATION: 1008,
  TRY_AGAIN_LATER: 1013,
  UNAUTHENTICATED: 4401,
  FORBIDDEN: 4403,
  BUG: 4500,
} as const;

/** Who uses a connection, and by what that is looked up again. */
export interface LiveCaller extends Caller {
  readonly actor: UserActor;
  readonly credential: Credential;
}

/** One WebSocket. */
export class LiveConnection {
  /** Null until connection_init. */
  caller: LiveCaller | null = null;
  private readonly heart: NodeJS.Timeout;
  private hasAnswered = true;
  private received = 0;
  private sent = Promise.resolve();

  /** @param onBeat is called with each ping */
  constructor(
    private readonly socket: WebSocket,
    readonly request: FastifyRequest,
    onBeat: () => void,
  ) {
    socket.on('pong', () => (this.hasAnswered = true));
    socket.on('message', () => this.count());
    this.heart = setInterval(() => {
      this.beat();
      onBeat();
    }, BEAT_MS);
    socket.on('close', () => clearInterval(this.heart));
  }

  /** @returns once the message has left this process: whoever waits for it sends no faster than the client reads */
  send(data: string): Promise<void> {
    if (this.socket.readyState === this.socket.OPEN) {
      this.sent = new Promise((resolve) => this.socket.send(data, () => resolve())); // an error closes the socket, too
    }
    return this.sent;
  }

  /** @returns once everything has left that was sent */
  flushed(): Promise<void> {
    return this.sent;
  }

  /** @param reason for people, 123 bytes at most */
  close(code: number, reason: string): void {
    this.socket.close(code, reason);
  }

  terminate(): void {
    this.socket.terminate();
  }

  /** A ping goes after all that was sent before: whoever takes longer than a beat to read that is given up, too. */
  private beat(): void {
    if (!this.hasAnswered) return this.terminate();
    this.hasAnswered = false;
    this.received = 0;
    if (this.socket.readyState === this.socket.OPEN) this.socket.ping();
  }

  private count(): void {
    this.received += 1;
    if (this.received > MAX_MESSAGES_PER_BEAT) this.close(CloseCode.POLICY_VIOLATION, 'Too many messages.');
  }
}
