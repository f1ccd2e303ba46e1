import { Logger } from '@nestjs/common';
import type { ClientBase } from 'pg';

/** Ours take milliseconds, an import's batch a second; one that is open for this long was forgotten, or is stuck. */
const LONG_MS = 10_000;

interface Holder {
  pid: number | null;
  user: string | null;
  application: string | null;
  database: string | null;
  /** Name of a prepared transaction, which has no process. */
  prepared: string | null;
}

/** An ordinary role may see these of others' sessions; since when a transaction is open it may not (pg_read_all_stats). */
const HOLDER = `
  SELECT l.pid, a.usename AS user, a.application_name AS application, coalesce(a.datname, p.database) AS database, p.gid AS prepared
  FROM (SELECT $1::text::xid8::xid AS xid) t
  LEFT JOIN pg_locks l ON l.locktype = 'transactionid' AND l.transactionid = t.xid AND l.mode = 'ExclusiveLock' AND l.granted
  LEFT JOIN pg_stat_activity a ON a.pid = l.pid
  LEFT JOIN pg_prepared_xacts p ON p.transaction = t.xid`;

/**
 * Names a transaction that stays open. It holds up nobody else's events, but what it wrote is in the log only once it
 * has ended, its locks may keep others waiting, and the database cannot clean up behind it.
 */
export class OpenTransactions {
  private readonly logger = new Logger('Sealer');
  private oldest = '';
  private since = 0;
  private isTold = false;

  constructor(
    private readonly client: ClientBase,
    private readonly limitMs = LONG_MS,
  ) {}

  /** @param snapshot text of a snapshot that was just taken: `xmin:xmax:running` */
  async look(snapshot: string): Promise<void> {
    const [oldest = '', next] = snapshot.split(':');
    const now = performance.now();
    if (oldest !== this.oldest) {
      [this.oldest, this.since, this.isTold] = [oldest, now, false];
    }
    if (oldest === next || this.isTold || now - this.since < this.limitMs) return;
    this.isTold = true;
    const { rows } = await this.client.query<Holder>(HOLDER, [oldest]);
    const { prepared, ...holder } = rows[0]!;
    this.logger.warn(
      prepared === null
        ? 'A transaction stays open. What it wrote is in the audit log only once it ends: pg_terminate_backend(pid) ends it.'
        : 'A prepared transaction stays open. What it wrote is in the audit log only once it ends: ROLLBACK PREPARED ends it.',
      {
        ...holder,
        ...(prepared !== null && { prepared }),
        xid: oldest,
        openForAtLeastSeconds: Math.floor((now - this.since) / 1000),
      },
    );
  }
}
