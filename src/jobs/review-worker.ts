import { InjectQueue, OnWorkerEvent, Processor, WorkerHost } from '@nestjs/bullmq';
import { type BeforeApplicationShutdown, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { DiscoveryService } from '@nestjs/core';
import { type Job, type Queue, UnrecoverableError } from 'bullmq';
import { systemActor } from '../kernel/actor.js';
import { assertOneHandlerEach, HandlesJob, type JobHandler } from './job-handler.js';
import { JOB_NAMES, JOB_SCHEDULE, type JobName, REVIEW_QUEUE } from './job-map.js';
import { JOB_OPTIONS } from './job-queue.js';

/** Jobs that one process works on at a time. Each is a short transaction, so this is also its share of connections. */
const CONCURRENCY = 4;

/** Runs the jobs of the review queue, each by the provider that is marked with `@HandlesJob`. */
@Processor(REVIEW_QUEUE, { concurrency: CONCURRENCY, autorun: false })
export class ReviewWorker extends WorkerHost implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger('ReviewWorker');
  private handlers = new Map<JobName, JobHandler<JobName>>();

  constructor(
    private readonly discovery: DiscoveryService,
    @InjectQueue(REVIEW_QUEUE) private readonly queue: Queue,
  ) {
    super();
  }

  async onApplicationBootstrap(): Promise<void> {
    const found = this.discovery.getProviders({ metadataKey: HandlesJob.KEY }).map((provider) => ({
      name: this.discovery.getMetadataByDecorator(HandlesJob, provider)!,
      handler: provider.instance as JobHandler<JobName>,
    }));
    assertOneHandlerEach(
      JOB_NAMES,
      found.map(({ name, handler }) => [name, handler.constructor.name]),
    );
    this.handlers = new Map(found.map(({ name, handler }) => [name, handler]));
    for (const name of JOB_NAMES) {
      const every = JOB_SCHEDULE[name];
      // A run that failed is not tried again: the next one comes soon.
      if (every !== null) await this.queue.upsertJobScheduler(name, { every }, { name, opts: { ...JOB_OPTIONS, attempts: 1 } });
    }
    // run() ends when the worker is closed
    this.worker.run().catch((error: unknown) => this.logger.error(error));
  }

  async process(job: Job): Promise<void> {
    const handler = this.handlers.get(job.name as JobName);
    if (handler === undefined) throw new UnrecoverableError(`No handler for jobs named "${job.name}".`);
    await handler.handle({ actor: systemActor(job.name), requestId: `job:${job.id}` }, job.data);
  }

  @OnWorkerEvent('failed')
  onFailed(job: Job | undefined, error: Error): void {
    this.logger.warn(`Job ${job?.name} ${job?.id} failed (attempt ${job?.attemptsMade}): ${error.message}`);
  }

  @OnWorkerEvent('error')
  onError(error: Error): void {
    this.logger.warn(`Queue: ${error.message}`);
  }

  /** Lets the jobs that are running end, before the database connection goes. */
  async beforeApplicationShutdown(): Promise<void> {
    await this.worker.close();
  }
}
