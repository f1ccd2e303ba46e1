import { Logger } from '@nestjs/common';
import pg from 'pg';
import type { Database } from '../database/database.js';
import { readLogSize } from './log-size.js';

/** What the sealer notifies of each checkpoint. */
const CHANNEL = 'claimdesk_log';
/** How often the size is asked for besides: a notification that was missed delays an event by no more than this. */
const POLL_MS = 2000;
/** How long a connection that was lost is waited for before the next is opened. */
const RECONNECT_MS = 1000;

const logger = new Logger('LogWatch');

/** Watches the log's size: on one connection of its own that listens, and by asking. */
export class LogWatch {
  private readonly poll: NodeJS.Timeout;
  private client: pg.Client | undefined;
  private reconnect: NodeJS.Timeout | undefined;
  private isStopped = false;
  private isAsking = false;
  private askAgain = false;
  private isLost = false;

  /** @param onSize is told the size whenever it was read, also where it is what it was */
  constructor(
    private readonly database: Database,
    private readonly onSize: (size: number) => void,
  ) {
    this.poll = setInterval(() => void this.ask(), POLL_MS);
    void this.listen();
  }

  /** Closes the connection. Nothing is told any more. */
  stop(): void {
    this.isStopped = true;
    clearInterval(this.poll);
    clearTimeout(this.reconnect);
    this.close();
  }

  private async listen(): Promise<void> {
    // Not one of the pool's: that is for statements, and this one is held for as long as somebody follows the log
    const client = new pg.Client(this.database.pool.options);
    this.client = client;
    const lost = (error?: Error): void => {
      if (this.client !== client) return;
      this.close();
      if (this.isStopped) return;
      this.tell(error);
      this.reconnect = setTimeout(() => void this.listen(), RECONNECT_MS);
    };
    client.on('error', lost);
    client.on('end', lost);
    client.on('notification', () => void this.ask());
    try {
      await client.connect();
      await client.query(`LISTEN ${CHANNEL}`);
      await this.ask(); // after LISTEN, so that nothing falls between the two
    } catch (error) {
      lost(error as Error);
    }
  }

  private close(): void {
    const { client } = this;
    this.client = undefined;
    client?.end().catch(() => undefined); // it may never have been open
  }

  /** Asks for the size; once more where something was notified meanwhile. */
  private async ask(): Promise<void> {
    if (this.isAsking) {
      this.askAgain = true;
      return;
    }
    this.isAsking = true;
    try {
      do {
        this.askAgain = false;
        const size = await readLogSize(this.database);
        this.isLost = false;
        if (!this.isStopped) this.onSize(size);
      } while (this.askAgain && !this.isStopped);
    } catch (error) {
      this.tell(error as Error);
    } finally {
      this.isAsking = false;
    }
  }

  /** Says that the database cannot be reached once, and not every two seconds. */
  private tell(error: Error | undefined): void {
    if (this.isLost || this.isStopped) return;
    this.isLost = true;
    logger.warn('Lost the connection that listens for new events; it is opened again.', ...(error ? [error] : []));
  }
}
