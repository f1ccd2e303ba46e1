import { type BeforeApplicationShutdown, Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { LogWatch } from '../audit/log-watch.js';
import { Database } from '../database/database.js';
import { claimEndpoints, type ClaimedEndpoint } from './claim-endpoints.js';
import { PREVIOUS_SECRET_HOURS } from './sign-webhook.js';
import { WebhookTurn } from './webhook-turn.js';

/**
 * Endpoints that one process sends to at a time. A request takes up to ten seconds and next to nothing of the processor;
 * each takes a connection to the database for milliseconds only.
 */
const CONCURRENCY = 8;
/** How often retries that are due, and what was asked for by hand, are looked for. New events wake by themselves. */
const POLL_MS = 1000;

/**
 * Sends the sealed log to its receivers, in every process that works on jobs, any number of them.
 *
 * Not jobs of BullMQ: a slow receiver would hold one of the four places in which reviews are opened; a job for each event
 * and endpoint would be a second copy of the log, and adding it a NOTIFY in the sealer's transaction; and the log's order
 * would have to be made anew out of jobs that know nothing of each other. A cursor into the log has the order already.
 */
@Injectable()
export class WebhookDispatcher implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger('Webhooks');
  private readonly turns = new Set<Promise<void>>();
  private watch: LogWatch | undefined;
  private running: Promise<void> | undefined;
  private isStopping = false;
  private isLost = false;
  /** Whether there may be something to do that the last look did not see. */
  private isWoken = false;
  private endPause: () => void = () => undefined;

  constructor(
    private readonly database: Database,
    private readonly turn: WebhookTurn,
  ) {}

  onApplicationBootstrap(): void {
    let known = 0;
    this.watch = new LogWatch(this.database, (size) => {
      if (size > known) this.wake();
      known = size;
    });
    this.running = this.run();
  }

  /** Lets the requests that are on their way end, so that what was delivered is recorded. */
  async beforeApplicationShutdown(): Promise<void> {
    this.isStopping = true;
    this.watch?.stop();
    this.wake();
    await this.running;
    await Promise.all(this.turns);
  }

  private async run(): Promise<void> {
    while (!this.isStopping) {
      const claimed = await this.claim();
      for (const endpoint of claimed) this.begin(endpoint);
      if (claimed.length === 0) await this.pause();
    }
  }

  private async claim(): Promise<ClaimedEndpoint[]> {
    this.isWoken = false;
    const free = CONCURRENCY - this.turns.size;
    if (free === 0) return [];
    try {
      const claimed = await claimEndpoints(this.database, free, PREVIOUS_SECRET_HOURS);
      this.isLost = false;
      return claimed;
    } catch (error) {
      // said once, and not every second until the database is back
      if (!this.isLost) this.logger.warn('What is to be sent could not be looked up; it is tried again.', error);
      this.isLost = true;
      return [];
    }
  }

  private begin(endpoint: ClaimedEndpoint): void {
    const turn = this.turn
      .run(endpoint, () => this.isStopping)
      // What was not recorded is sent again when the lease has run out
      .catch((error: unknown) => this.logger.warn('A turn broke off.', error, { webhook: endpoint.id }))
      .finally(() => {
        this.turns.delete(turn);
        this.wake();
      });
    this.turns.add(turn);
  }

  private wake(): void {
    this.isWoken = true;
    this.endPause();
  }

  /** Until a turn ends, which may have left something to do, the next look is due, or the process stops. */
  private async pause(): Promise<void> {
    if (this.isWoken) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, POLL_MS);
      this.endPause = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}
