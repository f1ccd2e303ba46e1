import { setTimeout as sleep } from 'node:timers/promises';
import { type BeforeApplicationShutdown, Injectable } from '@nestjs/common';
import { readLogSize } from '../audit/log-size.js';
import { LogWatch } from '../audit/log-watch.js';
import { Database } from '../database/database.js';
import { isDatabaseUnavailable } from '../database/unavailable.js';
import { type LogEntry, type LogFilter, type LogPage, matches } from './log-entry.js';
import { PAGE_SIZE, readLog } from './read-log.js';
import { RecentEntries } from './recent-entries.js';

/** How long a follower waits for a database that cannot be reached before it asks again. */
const PATIENCE_MS = 1000;

interface Waiting {
  readonly index: number;
  readonly wake: () => void;
}

/**
 * The sealed log as it grows, for all who follow it in this process. Each holds nothing but its place and asks for
 * what comes next when it is ready to: one that is slow holds up nobody and fills no memory. What is new is read once
 * for all. While nobody follows, there is no connection and no timer.
 */
@Injectable()
export class LogTail implements BeforeApplicationShutdown {
  private readonly recent = new RecentEntries();
  private readonly waiting = new Set<Waiting>();
  private followers = 0;
  private watch: LogWatch | undefined;
  /** The size as it was last heard of; 0 while nobody follows. */
  private known = 0;
  private reading: Promise<void> | undefined;

  constructor(private readonly database: Database) {}

  /** @returns the place after the last sealed entry */
  size(): Promise<number> {
    return readLogSize(this.database);
  }

  /**
   * Pages from a place on, for as long as the signal is not aborted. A database that cannot be reached is waited for.
   * A page may be empty: then only the place has moved.
   *
   * @param from the first place to look at, usually a page's `next`
   */
  async *follow(from: number, filter: LogFilter, signal: AbortSignal): AsyncGenerator<LogPage, void, undefined> {
    this.begin();
    try {
      for (let at = from; ;) {
        await this.growth(at, signal);
        if (signal.aborted) return;
        const page = await this.changesSince(at, filter).catch((error: unknown) => {
          if (!isDatabaseUnavailable(error)) throw error;
        });
        if (page === undefined) await sleep(PATIENCE_MS, undefined, { signal }).catch(() => undefined);
        else {
          at = page.next;
          yield page;
        }
      }
    } finally {
      this.end();
    }
  }

  /** Sizes of the log as it grows beyond `from`, whatever came; several at once are one. */
  async *sizes(from: number, signal: AbortSignal): AsyncGenerator<number, void, undefined> {
    this.begin();
    try {
      for (let at = from; ;) {
        await this.growth(at, signal);
        if (signal.aborted) return;
        at = this.known;
        yield at;
      }
    } finally {
      this.end();
    }
  }

  /** @returns what the filter finds next from a place on, without waiting; PAGE_SIZE entries are looked at, or found */
  async changesSince(index: number, filter: LogFilter): Promise<LogPage> {
    const size = index < this.known ? this.known : await this.size();
    if (index >= size) return { entries: [], next: index, isLast: true };
    const page = (seen: readonly LogEntry[], next: number): LogPage => ({
      entries: seen.filter((entry) => matches(filter, entry)),
      next,
      isLast: next >= size,
    });
    if (index < this.known && index >= this.recent.end) await this.readOn(index);
    if (this.recent.holds(index)) {
      const seen = this.recent.from(index, PAGE_SIZE);
      return page(seen, index + seen.length);
    }
    const found = await readLog(this.database, index, size, filter.stream);
    const next = found.length < PAGE_SIZE ? size : found.at(-1)!.index + 1;
    return page(found, next);
  }

  /** @returns the entries between two places of the sealed log, the second one left out */
  async between(from: number, end: number): Promise<LogEntry[]> {
    const found: LogEntry[] = [];
    for (let at = from; at < end;) {
      const { entries, next } = await this.changesSince(at, {});
      found.push(...entries.filter(({ index }) => index < end));
      at = next;
    }
    return found;
  }

  beforeApplicationShutdown(): void {
    this.watch?.stop();
  }

  /** Reads what comes after the recent entries, once for all who ask at the same time. */
  private async readOn(index: number): Promise<void> {
    this.reading ??= (async () => {
      // Somebody far behind has caught up with the log, and nobody looked at what is between
      if (index > this.recent.end) this.recent.restart(index);
      const from = this.recent.end;
      const entries = await readLog(this.database, from, this.known);
      if (this.recent.end === from) this.recent.append(entries);
    })().finally(() => (this.reading = undefined));
    await this.reading;
  }

  private begin(): void {
    this.followers += 1;
    this.watch ??= new LogWatch(this.database, (size) => this.grownTo(size));
  }

  private end(): void {
    this.followers -= 1;
    if (this.followers > 0) return;
    this.watch?.stop();
    this.watch = undefined;
    this.known = 0;
    this.recent.restart(0);
  }

  private grownTo(size: number): void {
    this.known = size;
    for (const waiting of this.waiting) if (waiting.index < size) waiting.wake();
  }

  /** @returns once there is something at the place, or the signal is aborted */
  private async growth(index: number, signal: AbortSignal): Promise<void> {
    if (index < this.known || signal.aborted) return;
    await new Promise<void>((resolve) => {
      const wake = (): void => {
        this.waiting.delete(waiting);
        signal.removeEventListener('abort', wake);
        resolve();
      };
      const waiting: Waiting = { index, wake };
      this.waiting.add(waiting);
      signal.addEventListener('abort', wake);
    });
  }
}
