import { type Counts, NONE, sum, total } from '../intake/import/counts.js';
import type { LineRange } from '../intake/import/line-ranges.js';
import type { Batch, Refusal } from '../intake/import/read-batches.js';
import type { Terminal } from './import.js';
import type { ImportOptions } from './import-options.js';
import type { ImportSource } from './import-source.js';
import { duration, number, ProgressLine } from './progress-line.js';

/** Refused records that are shown at once; all of them are in the report. */
const SHOWN = 5;

/** Tells people how an import goes. */
export class ImportTeller {
  /** Of the whole file, with what earlier runs did. */
  counts: Counts = NONE;
  private readonly startedAt = performance.now();
  private readonly line: ProgressLine;
  private earlier: { records: number; offset: number } = { records: 0, offset: 0 };
  private isFirst = true;
  private shown = 0;

  constructor(
    private readonly source: ImportSource,
    private readonly options: ImportOptions,
    private readonly io: Terminal,
  ) {
    this.line = new ProgressLine(io.screen);
  }

  begins(done: readonly LineRange[], counts: Counts): void {
    this.counts = counts;
    this.earlier = { records: total(counts), offset: 0 };
    if (done.length > 0)
      this.io.say(`${this.source.name}: ${number(total(counts))} records are done already; going on after them.`);
  }

  took(batch: Batch, counts: Counts): void {
    if (this.isFirst && this.earlier.records > 0) this.earlier.offset = batch.offset; // what was passed over took no time
    this.isFirst = false;
    this.counts = sum(this.counts, counts);
    this.line.show({
      records: total(this.counts),
      refused: this.counts.refused,
      offset: batch.offset,
      size: this.source.size,
      seconds: this.seconds,
      earlier: this.earlier,
    });
  }

  ends(isComplete: boolean): void {
    this.line.clear();
    const { name, identity } = this.source;
    const records = total(this.counts) - this.earlier.records;
    const { out, say } = this.io;
    const verb = this.options.isDryRun ? 'Checked' : 'Imported';
    out(
      `${verb} ${name}: ${number(records)} records in ${duration(this.seconds)}, ${number(records / this.seconds)} a second.`,
    );
    this.sums();
    if (isComplete) return;
    if (this.options.isDryRun) return say('Interrupted. Nothing was changed.');
    const how =
      identity === null
        ? 'Give it in again to go on: what is in already is recognised, and not taken in twice.'
        : 'The same command goes on from here.';
    say(`Interrupted: ${number(total(this.counts))} records are done, and none is half done. ${how}`);
  }

  wasImported(counts: Counts, at: Date): void {
    this.counts = counts;
    this.io.out(
      `${this.source.name} was imported already, at ${at.toISOString()}: ${number(total(counts))} records. --restart reads it again.`,
    );
    this.sums();
  }

  private sums(): void {
    const { created, appearanceAdded, alreadyKnown, refused } = this.counts;
    const would = this.options.isDryRun ? 'would be ' : '';
    const rows: [string, number][] = [
      [`claims ${would}created`, created],
      [`appearances of known claims ${would}added`, appearanceAdded],
      ['known already', alreadyKnown],
      ['refused', refused],
    ];
    for (const [what, count] of rows) this.io.out(`  ${number(count).padStart(11)}  ${what}`);
    if (refused > 0 && this.options.report !== null) this.io.out(`The refused ones are in ${this.options.report}.`);
  }

  /** Shows the first few, so that a wrong file is noticed before it is through. */
  refused(refusals: readonly Refusal[]): void {
    const shown = refusals.slice(0, SHOWN - this.shown);
    if (shown.length === 0) return;
    this.line.clear();
    for (const { record, path, reason } of shown) {
      this.io.say(`Line ${record.line} is refused${path === '' ? '' : ` (${path})`}: ${reason}`);
    }
    this.shown += shown.length;
    if (this.shown === SHOWN) this.io.say('Further ones are not shown.');
  }

  private get seconds(): number {
    return (performance.now() - this.startedAt) / 1000;
  }
}
