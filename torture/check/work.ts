import { JOB_NAMES, JOB_SCHEDULE } from '../../src/jobs/job-map.js';
import { UNFINISHED } from '../calm.js';
import { type Check, each } from './problem.js';

const SCHEDULED = JOB_NAMES.filter((name) => JOB_SCHEDULE[name] !== null);
const list = (names: readonly string[]): string => names.map((name) => `'${name}'`).join(', ');

/** A scheduled job is due every so often; this much later it stands still. */
const LATE_MS = 30_000;

/** Nothing is left over that ought to go on by itself. */
export const nothingStuck: Check = async ({ db }) => [
  ...each(
    'When all is calm, nothing waits that goes on by itself.',
    (await db.rows<{ n: number }>(UNFINISHED)).filter(({ n }) => n > 0),
  ),
  ...each(
    'Every open review can be taken, or signed off, by somebody.',
    await db.rows(
      `SELECT r.id, r.state, r.assignee_id AS assignee FROM public.review r
       WHERE r.state = 'QUEUED' AND r.assignee_id IS NOT NULL AND NOT EXISTS (
               SELECT FROM public.app_user u JOIN public.role_grant g ON g.user_id = u.id
               WHERE u.id = r.assignee_id AND u.disabled_at IS NULL AND g.role IN ('EDITOR', 'CHIEF_EDITOR')
                 AND coalesce(g.desk_id, r.desk_id) = r.desk_id)
          OR r.state = 'AWAITING_SIGN_OFF' AND NOT EXISTS (
               SELECT FROM public.app_user u JOIN public.role_grant g ON g.user_id = u.id
               WHERE u.disabled_at IS NULL AND g.role IN ('EDITOR', 'CHIEF_EDITOR')
                 AND coalesce(g.desk_id, r.desk_id) = r.desk_id
                 AND NOT EXISTS (SELECT FROM public.decision d WHERE d.id = r.decision_id AND d.decided_by = u.id)
                 AND NOT EXISTS (SELECT FROM public.sign_off s WHERE s.decision_id = r.decision_id AND s.signed_by = u.id))`,
    ),
  ),
];

/** No job was lost, and the queue's own table makes sense. */
export const jobs: Check = async ({ db }) => [
  ...each(
    'No job failed for good, but for scheduled ones, of which the next comes soon.',
    await db.rows(
      `SELECT id, name, attempts_made AS attempts, stalled_count AS deaths, failed_reason AS reason FROM bullmq.job
       WHERE state = 'failed' AND name NOT IN (${list(SCHEDULED)})`,
    ),
  ),
  ...each(
    'Every claim has had its job open-review.',
    await db.rows(
      // retention: JOB_OPTIONS keeps done ones for an hour
      `SELECT c.id AS claim FROM public.claim c
       WHERE c.created_at > now() - interval '55 minutes'
         AND NOT EXISTS (SELECT FROM bullmq.job j WHERE j.id = 'open-review-' || c.id AND j.state = 'completed')`,
    ),
  ),
  ...each(
    'Every open review that is not due yet has its job escalate-review, at the time when it falls due.',
    await db.rows(
      `SELECT r.id AS review, r.due_at, j.state, to_timestamp(j.process_at_ms / 1000.0) AS "jobAt"
       FROM public.review r LEFT JOIN bullmq.job j ON j.id = 'escalate-review-' || r.id
       WHERE r.state IN ('QUEUED', 'IN_REVIEW', 'AWAITING_SIGN_OFF') AND r.escalated_at IS NULL AND r.due_at > now()
         AND (j.state = 'delayed' AND abs(extract(epoch FROM r.due_at) * 1000 - j.process_at_ms) < 60000) IS NOT TRUE`,
    ),
  ),
  ...each(
    'Jobs are of a kind that there is, for a row that there is.',
    await db.rows(
      `SELECT j.id, j.name, j.state FROM bullmq.job j
       WHERE j.name NOT IN (${list(JOB_NAMES)})
          OR j.name = 'open-review' AND NOT EXISTS (SELECT FROM public.claim c WHERE c.id::text = j.data->>'claimId')
          OR j.name = 'escalate-review' AND NOT EXISTS (SELECT FROM public.review r WHERE r.id::text = j.data->>'reviewId')
          OR j.name = 'recheck-claim' AND NOT EXISTS (SELECT FROM public.decision d WHERE d.id::text = j.data->>'decisionId')`,
    ),
  ),
  ...each(
    'Every scheduled job has its next run, once, and soon.',
    await db.rows(
      `SELECT n.name, count(j.id)::int AS runs, to_timestamp(min(j.process_at_ms) / 1000.0) AS next
       FROM unnest(ARRAY[${list(SCHEDULED)}]) AS n (name)
       LEFT JOIN bullmq.scheduler s ON s.scheduler_id = n.name
       LEFT JOIN bullmq.job j ON j.scheduler_id = n.name AND j.state IN ('delayed', 'waiting', 'active')
       GROUP BY n.name, s.every_ms
       HAVING count(j.id) NOT BETWEEN 1 AND 2
         OR min(coalesce(j.process_at_ms, j.added_at_ms)) NOT BETWEEN extract(epoch FROM now()) * 1000 - ${LATE_MS}
              AND extract(epoch FROM now()) * 1000 + s.every_ms + ${LATE_MS}`,
    ),
  ),
  ...each(
    'A job has what its state wants: a lock when active, an end when done, a time when delayed.',
    await db.rows(
      `SELECT id, name, state FROM bullmq.job
       WHERE (state = 'active') <> (lock_token IS NOT NULL)
          OR (state IN ('completed', 'failed')) <> (finished_at_ms IS NOT NULL)
          OR state = 'delayed' AND process_at_ms IS NULL`,
    ),
  ),
];
