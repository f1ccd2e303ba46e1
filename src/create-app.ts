import { getQueueToken } from '@nestjs/bullmq';
import type { INestApplicationContext, LoggerService, LogLevel } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Queue } from 'bullmq';
import { AppModule, type AppOptions } from './app.module.js';
import { registerAuthentication } from './auth/authenticate.js';
import { can } from './auth/policy.js';
import { LOG_ROUTES } from './export/log-tiles.controller.js';
import { registerLive } from './feed/sockets/register-live.js';
import { PUBLIC_ASSETS } from './http/assets.controller.js';
import { configureHttp } from './http/configure-http.js';
import { PUBLIC_EDITOR_ROUTES } from './http/editor.controller.js';
import { createFastifyAdapter } from './http/fastify-adapter.js';
import type { RateLimits } from './http/rate-limit.js';
import { registerBoard } from './jobs/board.js';
import { REVIEW_QUEUE } from './jobs/job-map.js';
import { METRICS_ROUTES } from './metrics/metrics.controller.js';
import { StructuredLogger } from './telemetry/logger.js';

export interface HttpSettings {
  readonly publicUrl: string;
  readonly trustProxy: string[] | false;
  readonly rateLimits?: RateLimits;
}

/** @param level the least important kind of message that is logged. @param fields that stand in every line */
export const createLogger = (level: LogLevel, json: boolean, fields: object = {}): StructuredLogger =>
  new StructuredLogger(level, json, fields);

/**
 * Makes an HTTP server over the application, with what its modules serve. Of a worker these are /health and /metrics.
 * The caller listens and closes.
 */
export async function createServer(
  options: AppOptions,
  http: HttpSettings,
  logger: LoggerService,
): Promise<NestFastifyApplication> {
  const app = await NestFactory.create<NestFastifyApplication>(
    AppModule.register(options),
    createFastifyAdapter({ trustProxy: http.trustProxy }),
    { logger, abortOnError: false },
  );
  if (options.api) await registerLive(app);
  await configureHttp(app, http);
  registerAuthentication(app, [...PUBLIC_ASSETS, ...PUBLIC_EDITOR_ROUTES, ...METRICS_ROUTES, ...LOG_ROUTES]);
  return app;
}

/** Makes the API, with or without the worker. The caller listens and closes. The same for main.ts and the tests. */
export async function createApi(
  options: AppOptions,
  http: HttpSettings,
  logger: LoggerService,
): Promise<NestFastifyApplication> {
  const app = await createServer(options, http, logger);
  registerBoard(app, app.get<Queue>(getQueueToken(REVIEW_QUEUE)), (actor) => can(actor, 'queue.inspect'));
  return app;
}

/** Makes a process that works on jobs and serves nothing. `init()` starts it. */
export const createWorker = (options: AppOptions, logger: LoggerService): Promise<INestApplicationContext> =>
  NestFactory.createApplicationContext(AppModule.register(options), { logger, abortOnError: false });
