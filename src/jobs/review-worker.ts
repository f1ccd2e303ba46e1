import { InjectQueue, OnWorkerEvent, Processor, WorkerHost } from '@nestjs/bullmq';
import { type BeforeApplicationShutdown, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { DiscoveryService } from '@nestjs/core';
import { type Job, type Queue, UnrecoverableError } from 'bullmq';
import { systemActor } from '../kernel/actor.js';
import { jobsStalled } from '../telemetry/instruments.js';
import { assertOneHandlerEach, HandlesJob, type JobHandler } from './job-handler.js';
import { JOB_NAMES, JOB_SCHEDULE, type JobName, REVIEW_QUEUE } from './job-map.js';
import { JOB_OPTIONS } from './job-queue.js';
import { logFailure, observeJob } from './observe-job.js';

/** Jobs that one process works on at a time. Each is a short transaction, so this is also its share of connections. */
const CONCURRENCY = 4;
/**
 * As often may the worker die under a job before the job is given up. With BullMQ's default of 1, two restarts within
 * one job lose it: a claim would never be reviewed. A job that itself kills its worker must come to an end, though.
 */
const MAX_DEATHS = 10;

/** How soon a worker that lost the database looks for it again. BullMQ's default of 15 s is long for who waits for a review. */
const RETRY_MS = 1000;

/** Runs the jobs of the review queue, each by the provider that is marked with `@HandlesJob`. */
@Processor(REVIEW_QUEUE, {
  concurrency: CONCURRENCY,
  maxStalledCount: MAX_DEATHS,
  runRetryDelay: RETRY_MS,
  autorun: false,
})
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
      if (every !== null)
        await this.queue.upsertJobScheduler(name, { every }, { name, opts: { ...JOB_OPTIONS, attempts: 1 } });
    }
    // run() ends when the worker is closed
    this.worker.run().catch((error: unknown) => this.logger.error(error));
  }

  async process(job: Job): Promise<void> {
    const handler = this.handlers.get(job.name as JobName);
    if (handler === undefined) throw new UnrecoverableError(`No handler for jobs named "${job.name}".`);
    const caller = { actor: systemActor(job.name), requestId: `job:${job.id}` };
    await observeJob(job, () => handler.handle(caller, job.data));
  }

  @OnWorkerEvent('failed')
  onFailed(job: Job | undefined, error: Error): void {
    logFailure(job, error);
  }

  @OnWorkerEvent('error')
  onError(error: Error): void {
    this.logger.warn(`Queue: ${error.message}`);
  }

  @OnWorkerEvent('stalled')
  onStalled(jobId: string): void {
    jobsStalled.inc();
    this.logger.warn('The worker of this job is gone; another one begins it again.', { jobId });
  }

  /** Whether jobs are worked on. */
  get isRunning(): boolean {
    return this.worker.isRunning();
  }

  /** Lets the jobs that are running end, before the database connection goes. */
  async beforeApplicationShutdown(): Promise<void> {
    await this.worker.close();
  }
}
