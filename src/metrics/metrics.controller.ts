import { Controller, Get, Header, HttpException, Inject, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Database } from '../database/database.js';
import '../graphql/context.js'; // declares request.caller
import { admitToMetrics } from './metrics-access.js';
import { Metrics, METRICS_CONTENT_TYPE } from './metrics.js';

/** The route here that looks for itself who asks, for registerAuthentication. */
export const METRICS_ROUTES: readonly string[] = ['GET /metrics'];

/** Injection token of the setting METRICS_TOKEN. */
export const METRICS_TOKEN = Symbol('METRICS_TOKEN');

/** For monitoring systems: how much is done, how long it takes, and what waits. Holds no personal data. */
@Controller('metrics')
export class MetricsController {
  constructor(
    private readonly database: Database,
    private readonly metrics: Metrics,
    @Inject(METRICS_TOKEN) private readonly token: string | undefined,
  ) {}

  @Get()
  @Header('content-type', METRICS_CONTENT_TYPE)
  async read(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<string> {
    try {
      const actor = await admitToMetrics(this.database, request.headers.authorization, this.token);
      request.caller = actor && { actor, requestId: request.id };
    } catch (error) {
      // RFC 9110, 15.5.2: a 401 names a way to come in
      if (error instanceof HttpException) reply.header('www-authenticate', 'Bearer realm="claimdesk"');
      throw error;
    }
    return this.metrics.render();
  }
}
