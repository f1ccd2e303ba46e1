import type { LogEntry } from './log-entry.js';

/**
 * Entries kept: two minutes of a newsroom where fifty people decide all the time, or half a second of an import. One
 * is 400 bytes, so 4 MB in all. Whoever is further behind reads from the database.
 */
export const KEPT_ENTRIES = 10_000;

/** The end of the log as it was read last: a run of entries without gaps, of bounded length. */
export class RecentEntries {
  private entries: LogEntry[] = [];

  /** @param start place of the first entry. @param capacity other than KEPT_ENTRIES, for tests */
  constructor(
    private start = 0,
    private readonly capacity = KEPT_ENTRIES,
  ) {}

  /** The place after the last entry. */
  get end(): number {
    return this.start + this.entries.length;
  }

  holds(index: number): boolean {
    return index >= this.start && index < this.end;
  }

  /** Forgets everything, to go on at another place. */
  restart(index: number): void {
    this.start = index;
    this.entries = [];
  }

  /** @param entries that follow the last one */
  append(entries: readonly LogEntry[]): void {
    this.entries.push(...entries);
    const excess = this.entries.length - this.capacity;
    if (excess <= 0) return;
    this.entries.splice(0, excess);
    this.start += excess;
  }

  /** @returns entries from a place that it holds */
  from(index: number, limit: number): readonly LogEntry[] {
    return this.entries.slice(index - this.start, index - this.start + limit);
  }
}
