import type { Readable } from 'node:stream';
import type { Pool, PoolClient } from 'pg';
import { to as copyTo } from 'pg-copy-streams';

/**
 * A COPY lasts as long as its reader takes. 16,384 leaves of 1 kB, read at 20 kB/s, take 14 minutes; whoever is slower
 * is cut off, and can go on from there.
 */
const COPY_LIMIT_MS = 15 * 60_000;
/**
 * An export takes one core and not more. By index and row by row, it goes through the log in its order from the first
 * row on. Planners would rather read all events from end to end for a part of them, or sort what is in order already
 * (measured, for 16,384 of 320,000: 185 ms, and 52 ms on three cores, rather than 35 ms).
 */
const SETTINGS = `
  SET statement_timeout = ${COPY_LIMIT_MS};
  SET default_transaction_read_only = on;
  SET max_parallel_workers_per_gather = 0;
  SET enable_bitmapscan = off; SET enable_hashjoin = off; SET enable_mergejoin = off`;

/**
 * A connection for reading the log by COPY. It is taken from the pool and thrown away after, so that nobody else meets
 * its settings.
 *
 * Each COPY is a transaction of its own, which reads only and so has no number: the sealer does not wait for it, and
 * between two of them none is open.
 */
export class LogConnection {
  private isOpen = true;

  private constructor(private readonly client: PoolClient) {}

  static async open(pool: Pool): Promise<LogConnection> {
    const client = await pool.connect();
    client.on('error', () => undefined); // whoever reads is told; an error that nobody listens for ends the process
    const connection = new LogConnection(client);
    try {
      await client.query(SETTINGS);
      return connection;
    } catch (error) {
      connection.close();
      throw error;
    }
  }

  /**
   * @param select a SELECT whose columns hold no control characters: a jsonb's text, numbers
   * @returns its rows as bytes: as they are stored, with 0x02 between the columns and a line feed after each row
   */
  copy(select: string): Readable {
    // With these two no value ever needs quoting, and the CSV form, unlike the text form, doubles no backslashes
    const rows = this.client.query(
      copyTo(`COPY (${select}) TO STDOUT (FORMAT csv, DELIMITER E'\\x02', QUOTE E'\\x01')`),
    );
    rows.on('error', () => undefined); // once its reader has gone, too
    return rows;
  }

  /** Ends it, also in the midst of a COPY, whose reader is then told so by an error. */
  close(): void {
    if (!this.isOpen) return;
    this.isOpen = false;
    this.client.release(true);
  }
}
