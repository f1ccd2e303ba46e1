import { Controller, Get, Optional, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Database } from '../database/database.js';
import { ReviewWorker } from '../jobs/review-worker.js';
import { type Check, checkReadiness } from './readiness.js';

/** For load balancers and supervisors. Open to all, so it says nothing that could not be public. */
@Controller('health')
export class HealthController {
  constructor(
    private readonly database: Database,
    /** Only where this process works on jobs. */
    @Optional() private readonly worker?: ReviewWorker,
  ) {}

  /** The process is up and answers. Restart it if this fails. */
  @Get('live')
  live(): { status: 'ok' } {
    return { status: 'ok' };
  }

  /** The process can serve. Send it no requests while this answers 503. */
  @Get('ready')
  async ready(
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<{ status: string; checks: Record<string, Check> }> {
    const { ready, checks } = await checkReadiness(this.database, this.worker?.isRunning ?? null);
    reply.code(ready ? 200 : 503);
    return { status: ready ? 'ok' : 'unavailable', checks };
  }
}
