/** Every kind of job, and what it is handed. A job's processor looks at the rows anew, under their lock. */
export interface JobMap {
  /** Opens the first review of a new claim. */
  'open-review': { readonly claimId: string };
  /** Runs when a review falls due: raises its priority if nobody decided it. `dueAt` is ISO 8601, UTC. */
  'escalate-review': { readonly reviewId: string; readonly dueAt: string };
  /** Opens a RECHECK round of a claim that was left UNCONFIRMED, unless it was decided anew since. */
  'recheck-claim': { readonly claimId: string; readonly decisionId: string };
  /** Scheduled: gives reviews whose lease ran out back to their desk. */
  'expire-leases': Record<string, never>;
  /** Scheduled: puts deferred reviews whose time has come back in the queue. */
  'resume-deferred': Record<string, never>;
  /** Scheduled: adds a delayed `recheck-claim` for claims that soon fall due for one. */
  'plan-rechecks': Record<string, never>;
  /** Scheduled: deletes expired sessions and old idempotency keys. */
  'purge-expired': Record<string, never>;
  /** Scheduled: deletes the record of webhooks' deliveries beyond what is kept. */
  'purge-webhook-deliveries': Record<string, never>;
}

export type JobName = keyof JobMap;

/** The one queue: all these jobs are short, and one worker with a few threads of work carries them. */
export const REVIEW_QUEUE = 'review';

const SECOND = 1000;
const MINUTE = 60 * SECOND;

/** How often a scheduled job runs, in milliseconds; null for one that is added by others. */
export const JOB_SCHEDULE: Readonly<Record<JobName, number | null>> = {
  'open-review': null,
  'escalate-review': null,
  'recheck-claim': null,
  // An expired lease cannot decide; this only sets how soon the review is seen as free again.
  'expire-leases': 5 * SECOND,
  'resume-deferred': 15 * SECOND,
  'plan-rechecks': MINUTE,
  'purge-expired': 60 * MINUTE,
  'purge-webhook-deliveries': 10 * MINUTE,
};

export const JOB_NAMES = Object.keys(JOB_SCHEDULE) as JobName[];
