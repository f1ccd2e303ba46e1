import { Injectable, Logger } from '@nestjs/common';
import { type LogState, readLogState } from '../audit/log-state.js';
import { clockOffsetMs } from '../database/clock-offset.js';
import { Database } from '../database/database.js';
import { DeskQueries } from '../desks/desk-queries.js';
import { REVIEW_QUEUE } from '../jobs/job-map.js';
import { ReviewQueries } from '../review/review-queries.js';
import type { DeskCounts } from '../review/review.type.js';
import { WebhookQueries } from '../webhooks/webhook-queries.js';

/** Several monitoring systems may ask at once; the database is asked as often as this, however many do. */
const MAX_AGE_MS = 5000;
/** They wait 10 s; a database that takes longer than this is worth an alert, and the rest is worth having. */
const DEADLINE_MS = 2000;
/** Jobs are counted to here and no further: 3 ms, where counting a million takes 400. */
const JOB_COUNT_LIMIT = 10_000;

/** Jobs that are done are not worth counting: they are deleted after an hour. */
const JOB_STATES = ['waiting', 'active', 'delayed', 'failed'] as const;

/** What the database says of the whole of Claimdesk, not of this process alone. */
export interface Sample {
  readonly clockOffsetSeconds: number;
  readonly jobs: Readonly<Record<(typeof JOB_STATES)[number], number>>;
  /** How long ago the job that is next was due; 0 where none is. */
  readonly nextJobWaitingSeconds: number;
  readonly log: LogState;
  readonly reviews: readonly { readonly desk: string; readonly counts: DeskCounts }[];
  readonly webhooks: readonly { readonly id: string; readonly lag: number }[];
}

const countOf = (state: string): string =>
  `(SELECT count(*)::int FROM (SELECT FROM bullmq.job WHERE queue = $1 AND state = '${state}' LIMIT ${JOB_COUNT_LIMIT}) j) AS ${state}`;

/** Each part is read from an index of BullMQ's. A delayed job that is due counts as waiting: a worker that is there takes it. */
const QUEUE = `
  SELECT ${JOB_STATES.map(countOf).join(', ')}, greatest(0, extract(epoch FROM clock_timestamp()) - least(
    (SELECT coalesce(process_at_ms, added_at_ms) FROM bullmq.job
     WHERE queue = $1 AND state = 'waiting' ORDER BY priority, seq LIMIT 1),
    (SELECT process_at_ms FROM bullmq.job WHERE queue = $1 AND state = 'delayed' ORDER BY process_at_ms LIMIT 1)
  ) / 1000.0)::float8 AS age`;

/** Asks the database what the metrics say of it. */
@Injectable()
export class Samples {
  private readonly logger = new Logger('Metrics');
  private last: { readonly at: number; readonly sample: Promise<Sample | null> } | undefined;

  constructor(
    private readonly database: Database,
    private readonly desks: DeskQueries,
    private readonly reviews: ReviewQueries,
    private readonly webhooks: WebhookQueries,
  ) {}

  /** @returns what was found within the last five seconds; null where the database does not answer in time */
  latest(): Promise<Sample | null> {
    const now = performance.now();
    if (this.last === undefined || now - this.last.at > MAX_AGE_MS) this.last = { at: now, sample: this.inTime() };
    return this.last.sample;
  }

  private async inTime(): Promise<Sample | null> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new Error(`no answer within ${DEADLINE_MS} ms`)), DEADLINE_MS);
    });
    try {
      return await Promise.race([late, this.take()]);
    } catch (error) {
      this.logger.warn(`The database could not be asked: ${(error as Error).message}`);
      return null;
    } finally {
      clearTimeout(timer);
    }
  }

  /** One after another, so that it takes one connection of the pool at most. */
  private async take(): Promise<Sample> {
    const clockOffsetSeconds = (await clockOffsetMs(this.database)) / 1000;
    const [queue] = await this.database.rows<Sample['jobs'] & { age: number | null }>(QUEUE, [REVIEW_QUEUE]);
    const { age, ...jobs } = queue!;
    const log = await readLogState(this.database);
    const desks = await this.desks.all();
    const counts = await this.reviews.countsByDesk(desks.map(({ id }) => id));
    const reviews = desks.map(({ slug }, i) => ({ desk: slug, counts: counts[i]! }));
    const webhooks = await this.webhooks.all();
    return { clockOffsetSeconds, jobs, nextJobWaitingSeconds: age ?? 0, log, reviews, webhooks };
  }
}
