import { createBullBoard } from '@bull-board/api';
import { BullMQAdapter } from '@bull-board/api/bullMQAdapter';
import { FastifyAdapter as BoardAdapter } from '@bull-board/fastify';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { HttpException } from '@nestjs/common';
import type { Queue } from 'bullmq';
import type { FastifyReply, FastifyRequest } from 'fastify';
import '../graphql/context.js'; // declares request.caller
import { sendError } from '../http/error-response.js';
import { boardPolicy } from '../http/security-headers.js';
import type { UserActor } from '../kernel/actor.js';

const BOARD_PATH = '/admin/queues';
/** The board asks for the counts this often; with a million jobs they cost the database 0.4 s. */
const POLL_SECONDS = 10;

/**
 * Puts Bull Board at /admin/queues, to look at and not to touch.
 *
 * Call it after `registerAuthentication` and before `app.init()`. Without authentication it answers nobody.
 *
 * @param mayInspect the policy's word on who may: `(actor) => can(actor, 'queue.inspect')`. Handed in, since auth
 *   stands to the right of this module.
 */
export function registerBoard(
  app: NestFastifyApplication,
  queue: Queue,
  mayInspect: (actor: UserActor) => boolean,
): void {
  const adapter = new BoardAdapter();
  adapter.setBasePath(`${BOARD_PATH}/`);
  createBullBoard({
    queues: [new BullMQAdapter(queue, { readOnlyMode: true, description: 'What machines do for the reviews' })],
    serverAdapter: adapter,
    options: {
      uiConfig: {
        boardTitle: 'Claimdesk queues',
        pollingInterval: { showSetting: true, forceInterval: POLL_SECONDS },
        hideRedisDetails: true,
        hideDocsLink: true, // leads to another host
      },
    },
  });

  const fastify = app.getHttpAdapter().getInstance();
  fastify.register(
    async (scope) => {
      scope.addHook('onRequest', async (request, reply) => admit(request, reply, mayInspect));
      // Bull Board would answer with the error's message, and in development with its stack
      scope.addHook('onRoute', (route) => {
        route.errorHandler = (error, request, reply) => void sendError(error, request, reply);
      });
      scope.addHook('onSend', async (_request, reply, payload) => tidy(reply, payload));
      await scope.register(adapter.registerPlugin() as never);
    },
    { prefix: BOARD_PATH },
  );
}

/** Bull Board's read-only mode is per queue and in its own hands; this one is ours. */
const READING: readonly string[] = ['GET', 'HEAD'];

function admit(
  { caller, method }: FastifyRequest,
  reply: FastifyReply,
  mayInspect: (actor: UserActor) => boolean,
): void {
  if (!caller) throw new HttpException('Sign in first.', 401);
  if (!mayInspect(caller.actor)) throw new HttpException('This needs the right to inspect the queues.', 403);
  if (!READING.includes(method)) throw new HttpException('The board is for looking only.', 405);
  reply.helmet({ contentSecurityPolicy: boardPolicy });
}

/** The page asks another host for its fonts (without them it takes the system's) and styles its "Loading" in line. */
const UNWANTED = /<link[^>]+href="https?:[^>]*>|<style>[^<]*<\/style>| style="[^"]*"/g;

const tidy = (reply: FastifyReply, payload: unknown): unknown =>
  typeof payload === 'string' && String(reply.getHeader('content-type')).startsWith('text/html')
    ? payload.replace(UNWANTED, '')
    : payload;
