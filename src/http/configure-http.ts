import cookie from '@fastify/cookie';
import helmet from '@fastify/helmet';
import fastifyStatic from '@fastify/static';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { InputValidationPipe } from '../graphql/validation.js';
import { isTracing } from '../telemetry/tracing.js';
import { ErrorFilter } from './error.filter.js';
import { KnownRoutes } from './known-routes.js';
import { publicDir } from './public-dir.js';
import { limitRates, RATE_LIMITS, type RateLimits } from './rate-limit.js';
import { helmetOptions } from './security-headers.js';
import { traceRequests } from './trace-requests.js';
import { watchRequests } from './watch-requests.js';

export interface HttpOptions {
  /** Where people reach Claimdesk, for example `https://desk.example.org`. */
  readonly publicUrl: string;
  /** Other limits than RATE_LIMITS, for tests and benchmarks. */
  readonly rateLimits?: RateLimits;
}

/**
 * Sets up what every request passes: request id, security headers, rate limits, validation and error answers.
 * The same for main.ts and the tests.
 *
 * Call it first after the app is made (of `createFastifyAdapter`), then `registerAuthentication`, then plugins that
 * add routes, then `app.init()` or `listen()`: Fastify hands a route the hooks that were there before it.
 */
export async function configureHttp(app: NestFastifyApplication, options: HttpOptions): Promise<void> {
  const fastify = app.getHttpAdapter().getInstance();
  const routes = new KnownRoutes();
  routes.watch(fastify);
  app.useGlobalPipes(new InputValidationPipe());
  app.useGlobalFilters(new ErrorFilter(routes));

  watchRequests(fastify);
  if (isTracing()) traceRequests(fastify);
  fastify.addHook('onRequest', async (request, reply) => {
    reply.header('x-request-id', request.id);
    // Answers hold what only the caller may see. Static files say otherwise for themselves.
    reply.header('cache-control', 'no-store');
  });
  await app.register(helmet, helmetOptions(options.publicUrl));
  await limitRates(app, options.rateLimits ?? RATE_LIMITS);
  await app.register(cookie);
  await app.register(fastifyStatic, {
    serve: false,
    root: publicDir,
    index: false,
    dotfiles: 'deny',
    preCompressed: true, // the build of editor/ leaves a .br and a .gz beside each file
  });
}
