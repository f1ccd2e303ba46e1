import { Controller, Get, Optional, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { SealerRunner } from '../audit/sealer-runner.js';
import { Database } from '../database/database.js';
import { ReviewWorker } from '../jobs/review-worker.js';
import { checkReadiness, type Readiness } from './readiness.js';

/** For load balancers and supervisors. Open to all, so it says nothing that could not be public. */
@Controller('health')
export class HealthController {
  constructor(
    private readonly database: Database,
    /** Only where this process works on jobs. */
    @Optional() private readonly worker?: ReviewWorker,
    /** Only where this process seals the audit log, or stands by to. */
    @Optional() private readonly sealer?: SealerRunner,
  ) {}

  /** The process is up and answers. Restart it if this fails. */
  @Get('live')
  live(): { status: 'ok' } {
    return { status: 'ok' };
  }

  /** The process can serve. Send it no requests while this answers 503. */
  @Get('ready')
  async ready(@Res({ passthrough: true }) reply: FastifyReply): Promise<Readiness> {
    const { status, checks } = await checkReadiness(this.database, { worker: this.worker, sealer: this.sealer });
    reply.code(status === 'unavailable' ? 503 : 200);
    return { status, checks };
  }
}
