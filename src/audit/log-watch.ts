import { Logger } from '@nestjs/common';
import type { PoolClient } from 'pg';
import type { Database } from '../database/database.js';
import { readLogSize } from './log-size.js';

/** What the sealer notifies of each checkpoint. */
const CHANNEL = 'claimdesk_log';
/** How often the size is asked for besides: a notification that was missed delays an event by no more than this. */
const POLL_MS = 2000;
/** How long a connection that was lost is waited for before the next is opened. */
const RECONNECT_MS = 1000;

const logger = new Logger('LogWatch');

/** Watches the log's size: on a connection of the pool's that listens, and by asking. */
export class LogWatch {
  private readonly poll: NodeJS.Timeout;
  private client: PoolClient | undefined;
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
    let client: PoolClient;
    try {
      client = await this.database.pool.connect();
    } catch (error) {
      return this.lost(error as Error);
    }
    if (this.isStopped) return client.release();
    this.client = client;
    const lost = (error?: Error): void => {
      if (this.client === client) this.lost(error);
    };
    client.on('error', lost).on('end', lost);
    client.on('notification', () => void this.ask());
    try {
      await client.query(`LISTEN ${CHANNEL}`);
      await this.ask(); // after LISTEN, so that nothing falls between the two
    } catch (error) {
      lost(error as Error);
    }
  }

  private lost(error: Error | undefined): void {
    this.close();
    if (this.isStopped) return;
    this.tell(error);
    this.reconnect = setTimeout(() => void this.listen(), RECONNECT_MS);
  }

  /** The connection is ended and not given back: it would listen on. */
  private close(): void {
    this.client?.release(true);
    this.client = undefined;
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
