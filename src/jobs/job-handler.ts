import { DiscoveryService } from '@nestjs/core';
import type { Caller } from '../kernel/caller.js';
import type { JobMap, JobName } from './job-map.js';

/** Does the work of one kind of job. Must be idempotent: a job runs again after a crash. */
export interface JobHandler<Name extends JobName> {
  /**
   * @param caller the system actor named after the job, for the audit log
   * @throws to have the job retried with back-off; UnrecoverableError to have it fail at once
   */
  handle(caller: Caller, data: JobMap[Name]): Promise<void>;
}

/** Marks the provider that handles a kind of job. Boot fails unless each kind has exactly one. */
export const HandlesJob = DiscoveryService.createDecorator<JobName>();

/**
 * @param found pairs of job name and class name, of all handlers that there are
 * @throws Error naming each kind of job without a handler or with several
 */
export function assertOneHandlerEach(names: readonly JobName[], found: readonly (readonly [JobName, string])[]): void {
  const problems = names.flatMap((name) => {
    const handlers = found.filter(([handled]) => handled === name).map(([, className]) => className);
    if (handlers.length === 1) return [];
    return [`${name}: ${handlers.length === 0 ? 'no handler' : `several handlers (${handlers.join(', ')})`}`];
  });
  if (problems.length > 0) throw new Error(`Every job needs exactly one handler. ${problems.join('; ')}.`);
}
