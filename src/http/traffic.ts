import { HttpException } from '@nestjs/common';
import type { FastifyInstance } from 'fastify';

/** Another process answers by then, or this one is up again. */
const RETRY_SECONDS = 2;
/** Answers also while the server stops: it is not dead, and must not be killed for it. */
const LIVENESS_ROUTE = '/health/live';

/** The requests that are being answered, so that a server which stops can answer them and take no others. */
export class Traffic {
  private count = 0;
  private isStopping = false;
  private whenIdle: (() => void) | undefined;

  /** Call it before any other hook is added. */
  watch(fastify: FastifyInstance): void {
    fastify.addHook('onRequest', async (request, reply) => {
      if (this.isStopping && request.routeOptions.url !== LIVENESS_ROUTE) {
        reply.header('x-request-id', request.id).header('retry-after', RETRY_SECONDS);
        throw new HttpException('Claimdesk is stopping. Nothing is lost: try again in a moment.', 503);
      }
      this.count += 1;
      reply.raw.once('close', () => {
        this.count -= 1;
        if (this.count === 0) this.whenIdle?.();
      });
    });
    // So that clients come back over a new connection, which another process can take
    fastify.addHook('onSend', async (_request, reply) => {
      if (this.isStopping) reply.header('connection', 'close');
    });
  }

  /** From now on, new requests are answered 503. */
  stop(): void {
    this.isStopping = true;
  }

  /** @returns once all requests are answered, or when the time is over */
  async idle(limitMs: number): Promise<void> {
    if (this.count === 0) return;
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<void>((resolve) => (timer = setTimeout(resolve, limitMs)));
    await Promise.race([late, new Promise<void>((resolve) => (this.whenIdle = resolve))]);
    clearTimeout(timer);
  }
}
