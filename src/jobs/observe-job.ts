import { Logger } from '@nestjs/common';
import type { Job } from 'bullmq';
import { jobDuration, jobsGivenUp } from '../telemetry/instruments.js';
import { outcomeOf } from '../telemetry/observe-use-case.js';
import { inSpan } from '../telemetry/tracing.js';
import { JOB_NAMES, JOB_SCHEDULE, type JobName } from './job-map.js';

const logger = new Logger('Jobs');

// From the start, so that the first one is seen as an increase
for (const name of JOB_NAMES) jobsGivenUp.inc({ name }, 0);

/** Measures, traces and logs an attempt at a job. What fails is logged by `logFailure`, when it is known if it is tried again. */
export async function observeJob(job: Job, work: () => Promise<void>): Promise<void> {
  const started = performance.now();
  let outcome = 'failed';
  try {
    await inSpan(`job ${job.name}`, { 'claimdesk.job.id': job.id }, outcomeOf, work);
    outcome = 'done';
  } finally {
    const ms = performance.now() - started;
    jobDuration.observe({ name: job.name, outcome }, ms / 1000);
    if (outcome === 'done') logDone(job, Math.round(ms));
  }
}

function logDone(job: Job, ms: number): void {
  // every few seconds, and nearly always without anything to do
  const isScheduled = JOB_SCHEDULE[job.name as JobName] !== null;
  // BullMQ counts the attempt when it has ended
  logger[isScheduled ? 'debug' : 'log']('Job done', { ...facts(job, job.attemptsMade + 1), ms, outcome: 'done' });
}

/** @param job undefined where BullMQ does not know any more which one it was */
export function logFailure(job: Job | undefined, error: Error): void {
  const isOver = job?.finishedOn != null;
  if (isOver) jobsGivenUp.inc({ name: job.name });
  const outcome = isOver ? 'given up' : 'tried again';
  logger.warn(`Job ${job?.name} failed: ${error.message}`, error, {
    ...(job && facts(job, job.attemptsMade)),
    outcome,
  });
}

const facts = ({ name, id }: Job, attempt: number) => ({ job: name, jobId: id, attempt });
