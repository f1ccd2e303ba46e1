import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';
import { LOG_CHANNEL } from '../src/audit/checkpoints.js';

/** How long a sealer may take for what editors left unsealed. */
const PATIENCE_MS = 120_000;

/** Notes when each checkpoint came to be known. */
export class SealingWatch {
  private readonly told: { readonly size: number; readonly at: number }[] = [];

  private constructor(private readonly client: pg.Client) {
    client.on('notification', ({ payload }) => this.told.push({ size: Number(payload), at: Date.now() }));
  }

  /** @param client a superuser's; it listens from then on */
  static async begin(client: pg.Client): Promise<SealingWatch> {
    await client.query(`LISTEN ${LOG_CHANNEL}`);
    return new SealingWatch(client);
  }

  /** @returns leaves that are signed */
  async size(): Promise<number> {
    return (await this.state()).size;
  }

  async untilSealed(): Promise<void> {
    for (const end = Date.now() + PATIENCE_MS; Date.now() < end; await sleep(50)) {
      const { size, events } = await this.state();
      if (size === events) return;
    }
    throw new Error('The sealer has not sealed all events.');
  }

  /**
   * An event knows when it was written, which is a little before its transaction committed; and a checkpoint is known
   * here once its own transaction has. Both are times of this machine's clock.
   *
   * @returns ms from each event to its checkpoint, for the leaves from this index on
   */
  async lagsSince(index: number): Promise<number[]> {
    const { rows } = await this.client.query<{ idx: number; at: number }>(
      `SELECT idx::float8, (extract(epoch FROM at) * 1000)::float8 AS at FROM audit.leaf WHERE idx >= $1 ORDER BY idx`,
      [index],
    );
    let next = 0;
    return rows.flatMap(({ idx, at }) => {
      while (next < this.told.length && this.told[next]!.size <= idx) next += 1;
      return next < this.told.length ? [this.told[next]!.at - at] : [];
    });
  }

  private async state(): Promise<{ size: number; events: number }> {
    const { rows } = await this.client.query<{ size: number; events: number }>(
      `SELECT coalesce((SELECT max(size) FROM audit.checkpoint), 0)::float8 AS size,
              (SELECT count(*) FROM audit.event)::float8 AS events`,
    );
    return rows[0]!;
  }
}
