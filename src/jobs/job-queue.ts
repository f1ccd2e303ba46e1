import { InjectQueue } from '@nestjs/bullmq';
import { Injectable } from '@nestjs/common';
import type { JobsOptions, Queue } from 'bullmq';
import { currentTransaction } from '../database/transaction-context.js';
import type { Tx } from '../database/unit-of-work.js';
import { type JobMap, type JobName, REVIEW_QUEUE } from './job-map.js';

const HOUR_IN_SECONDS = 3600;

/** Five tries over about 15 seconds, then the job stands in `failed` with its reason and holds up nothing. */
export const JOB_OPTIONS: JobsOptions = {
  attempts: 5,
  backoff: { type: 'exponential', delay: 1000 },
  // By age only: retention by count costs about 100 ms a job (measured with 1M jobs).
  removeOnComplete: { age: HOUR_IN_SECONDS },
  removeOnFail: { age: 30 * 24 * HOUR_IN_SECONDS },
};

export interface NewJob<Name extends JobName> {
  readonly name: Name;
  readonly data: JobMap[Name];
  /** The same key is not added again while the job is known; name what makes the work one piece of work. */
  readonly key: string;
  /** Not before this instant; at once where it is left out. */
  readonly at?: Date;
}

/** Adds jobs, as a part of the open transaction. */
@Injectable()
export class JobQueue {
  constructor(@InjectQueue(REVIEW_QUEUE) private readonly queue: Queue) {}

  /** Adds the jobs in one round trip. They exist once `tx` commits, and never if it rolls back. */
  async add<Name extends JobName>(_tx: Tx, jobs: readonly NewJob<Name>[]): Promise<void> {
    if (currentTransaction() === undefined) throw new Error('Jobs are added inside a unit of work only.');
    const bulk = jobs.map(({ name, data, key, at }) => ({
      name,
      data,
      opts: {
        ...JOB_OPTIONS,
        jobId: `${name}-${key}`,
        ...(at === undefined ? {} : { delay: Math.max(0, at.getTime() - Date.now()) }),
      },
    }));
    const [first, ...others] = bulk;
    if (first === undefined) return;
    // The bulk makes two temporary tables, which take Postgres as long as all else of a submission (bench/README.md)
    if (others.length === 0) await this.queue.add(first.name, first.data, first.opts);
    else await this.queue.addBulk(bulk);
  }
}
