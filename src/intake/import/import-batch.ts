import { authorise } from '../../auth/policy.js';
import type { UnitOfWork } from '../../database/unit-of-work.js';
import type { JobQueue } from '../../jobs/job-queue.js';
import type { Caller } from '../../kernel/caller.js';
import { DomainError } from '../../kernel/domain-error.js';
import { intakeBatch } from '../intake-batch.js';
import { SubmissionOutcome, type SubmissionResult } from '../submission.js';
import type { Counts } from './counts.js';
import { advanceImport } from './import-progress.js';
import type { Batch, Refusal } from './read-batches.js';

/** Keeps refusals for people. */
export interface RefusalReport {
  /** @returns once they are written */
  add(refusals: readonly Refusal[]): Promise<void>;
}

/** Takes in a batch of a file: its claims, their events and jobs, and how far the file is done, or nothing of it. */
export class ImportBatch {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly queue: JobQueue,
    private readonly report: RefusalReport,
    /** How an intake's path to a field reads in the report. */
    private readonly pathOf: (path: string) => string,
  ) {}

  /** @param importId of import_progress; null for a source that cannot be known again, such as standard input */
  run(caller: Caller, importId: string | null, batch: Batch): Promise<Counts> {
    authorise(caller.actor, 'claim.submit');
    return this.unitOfWork.run(caller, 'importClaims', async (tx) => {
      const submissions = batch.entries.map(({ submission }) => submission);
      const results = await intakeBatch(tx, this.queue, null, submissions);
      const { counts, refusals } = settle(batch, results, this.pathOf);
      if (importId !== null) await advanceImport(tx, importId, batch.lines, counts);
      // Last, so that it is not done again with the rest; if the commit fails, the next run strikes it out
      await this.report.add(refusals);
      return counts;
    });
  }
}

/** @param results in the order of the batch's entries */
export function settle(
  batch: Batch,
  results: readonly (SubmissionResult | DomainError)[],
  pathOf: (path: string) => string,
): { counts: Counts; refusals: Refusal[] } {
  const refused = batch.entries.flatMap(({ record }, i) => {
    const result = results[i]!;
    return result instanceof DomainError
      ? [{ record, path: pathOf(result.path.join('.')), reason: result.message }]
      : [];
  });
  const refusals = [...batch.refusals, ...refused].toSorted((a, b) => a.record.line - b.record.line);
  const having = (wanted: SubmissionOutcome): number =>
    results.filter((result) => !(result instanceof DomainError) && result.outcome === wanted).length;
  return {
    refusals,
    counts: {
      created: having(SubmissionOutcome.CREATED),
      appearanceAdded: having(SubmissionOutcome.APPEARANCE_ADDED),
      alreadyKnown: having(SubmissionOutcome.ALREADY_KNOWN),
      refused: refusals.length,
    },
  };
}
