import { setTimeout as sleep } from 'node:timers/promises';
import { Inject, Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import type { Client } from 'pg';
import { auditRefusing } from '../telemetry/instruments.js';
import { BATCH_SIZE } from './append-leaves.js';
import { LogRefusal } from './log-refusal.js';
import { OpenTransactions } from './open-transactions.js';
import { Sealer, type SealerBelongings } from './sealer.js';
import { connectSealer, tryToLead } from './sealer-connection.js';

/**
 * How often is looked for new events: soon enough for an editor who watches a list, and five look-ups by an index a
 * second are nothing to a database.
 */
const POLL_MS = 200;
/** How soon a sealer that stands by takes over. */
const STAND_BY_MS = 1000;
/** After a refusal or a failure. Whoever mends it waits for this; a check of a long log takes seconds. */
const RETRY_MS = 3000;
/** A refusal is told again this often while it lasts, so that it is among the latest lines. */
const TELL_MS = 60_000;
/** The last events before a stop. What is left over is sealed by the next sealer. */
const LAST_MS = 5000;

/** Injection token of SealerSettings. */
export const SEALER_SETTINGS = Symbol('SEALER_SETTINGS');

export interface SealerSettings {
  /** Connection of claimdesk_sealer. It holds the password: do not log it. */
  readonly url: string;
  readonly own: SealerBelongings;
  /** Whether this process does nothing else. */
  readonly isAlone: boolean;
}

/** Runs a sealer for as long as the process lives: it leads, or stands by, and begins anew after whatever went wrong. */
@Injectable()
export class SealerRunner implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger('Sealer');
  private readonly stopping = new AbortController();
  private running: Promise<void> = Promise.resolve();
  private client: Client | undefined;
  private isSealing = false;
  private trouble: string | null = 'It has not begun yet';
  private told = { code: '', at: 0 };

  constructor(@Inject(SEALER_SETTINGS) private readonly settings: SealerSettings) {}

  onApplicationBootstrap(): void {
    this.running = this.run();
  }

  /** After the API has answered what came in, so that what it wrote last is sealed, too. */
  async onApplicationShutdown(): Promise<void> {
    this.stopping.abort();
    if (!this.isSealing) await this.client?.end().catch(() => undefined); // it waits, or checks a long log
    await this.running;
  }

  /** What is wrong, as a sentence for the public; null where it seals or stands by. */
  get problem(): string | null {
    return this.trouble ?? this.settings.own.checkpoints.problem;
  }

  /** Whether the process does nothing else. */
  get isAlone(): boolean {
    return this.settings.isAlone;
  }

  private get isStopping(): boolean {
    return this.stopping.signal.aborted;
  }

  private async run(): Promise<void> {
    while (!this.isStopping) {
      try {
        this.client = await connectSealer(this.settings.url);
        if (await this.waitToLead(this.client)) await this.lead(this.client);
      } catch (error) {
        if (!this.isStopping) this.tell(error as Error);
      } finally {
        this.isSealing = false;
        await this.client?.end().catch(() => undefined);
      }
      await this.pause(RETRY_MS);
    }
  }

  private async waitToLead(client: Client): Promise<boolean> {
    for (let isFirst = true; !this.isStopping; isFirst = false) {
      if (await tryToLead(client)) return true;
      if (isFirst) this.logger.log('Another sealer is at work; this one stands by.');
      this.settle();
      await this.pause(STAND_BY_MS);
    }
    return false;
  }

  private async lead(client: Client): Promise<void> {
    const sealer = await Sealer.open(client, this.settings.own);
    const transactions = new OpenTransactions(client);
    this.settle();
    this.logger.log('Seals the audit log.', { size: sealer.size });
    this.isSealing = true;
    while (!this.isStopping) {
      const count = await sealer.seal();
      if (sealer.seen !== null) await transactions.look(sealer.seen);
      if (count < BATCH_SIZE) await this.pause(POLL_MS);
    }
    for (const end = performance.now() + LAST_MS; performance.now() < end && (await sealer.seal()) > 0;);
  }

  /** Nothing is wrong, or not any more. */
  private settle(): void {
    if (this.told.code !== '') this.logger.warn('The sealer goes on.');
    [this.trouble, this.told] = [null, { code: '', at: 0 }];
    auditRefusing.set(0);
  }

  private tell(error: Error): void {
    const isRefusal = error instanceof LogRefusal;
    auditRefusing.set(isRefusal ? 1 : 0);
    const code = isRefusal ? error.code : error.message;
    // What a database or file system says may name hosts and users
    this.trouble = isRefusal ? `Nothing is signed: ${error.problem}` : 'It cannot work; the log says why';
    const now = performance.now();
    if (code === this.told.code && now - this.told.at < TELL_MS) return;
    this.told = { code, at: now };
    if (isRefusal) this.logger.error(`The audit log is not sealed any further. ${error.message}`, { code });
    else this.logger.warn(`The sealer begins anew in ${RETRY_MS / 1000} s: ${error.message}`);
  }

  private pause(ms: number): Promise<void> {
    return sleep(ms, undefined, { signal: this.stopping.signal }).catch(() => undefined);
  }
}
