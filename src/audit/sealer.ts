import type { ClientBase } from 'pg';
import { formatCheckpoint } from '../../verifier/claimdesk-verify.mjs';
import { auditSealed } from '../telemetry/instruments.js';
import { appendLeaves, type Progress } from './append-leaves.js';
import { type CheckedLog, checkLog } from './check-log.js';
import { type CheckpointFolder, storeCheckpoint } from './checkpoints.js';
import type { LogMemory } from './log-memory.js';
import { recordKeys } from './record-keys.js';
import { type SigningKey, signNote } from './signing-key.js';

/** What a sealer has of its own, outside the database. */
export interface SealerBelongings {
  /** Those that sign, the newest first. All have the log's origin for their name. */
  readonly keys: readonly SigningKey[];
  readonly memory: LogMemory;
  readonly checkpoints: CheckpointFolder;
}

/** Of a log of which nothing is known: no transaction has this number or a smaller one. */
const NO_XID = '1';

/**
 * Puts committed events into the log and signs it, as the leader among sealers.
 *
 * First the leaves are committed, then the checkpoint over them is signed, remembered, stored and published. A crash in
 * between leaves leaves that no checkpoint covers, or a remembered checkpoint that the database lacks; the next
 * `open` finds either. After any error this one is of no use any more.
 */
export class Sealer {
  private readonly cluster: string;
  private progress: Progress;
  /** Leaves that the newest checkpoint covers. */
  private signed: number;
  private lowXid: string;

  /** @param client connected as claimdesk_sealer, which leads (sealer-connection.ts) */
  constructor(
    private readonly client: ClientBase,
    private readonly own: SealerBelongings,
    { cluster, tree, newest }: Pick<CheckedLog, 'cluster' | 'tree' | 'newest'>,
  ) {
    this.cluster = cluster;
    this.progress = { tree, seen: null, reached: null };
    this.signed = newest?.size ?? 0;
    this.lowXid = newest?.lowXid ?? NO_XID;
  }

  /**
   * Checks the log against what was signed, and mends what a crash left undone.
   *
   * @param client connected as claimdesk_sealer, which leads
   * @throws LogRefusal
   */
  static async open(client: ClientBase, own: SealerBelongings): Promise<Sealer> {
    const log = await checkLog(client, own);
    if (log.newest !== null && log.isMissing) await storeCheckpoint(client, log.newest);
    if (log.newest !== null) await own.checkpoints.publish(log.newest.size, log.newest.note);
    await recordKeys(client, own.keys);
    return new Sealer(client, own, log);
  }

  /** Text of a snapshot whose events are all in the log; null before the first one. */
  get seen(): string | null {
    return this.progress.seen;
  }

  /** Leaves that are signed. */
  get size(): number {
    return this.signed;
  }

  /**
   * Seals a batch of what is committed.
   *
   * @returns how many events; fewer than BATCH_SIZE: everything that was committed when it began
   */
  async seal(): Promise<number> {
    const before = this.progress.tree.size;
    this.progress = await appendLeaves(this.client, this.progress);
    const { tree, seen } = this.progress;
    if (seen !== null) this.lowXid = seen.slice(0, seen.indexOf(':')); // xmin
    if (tree.size > this.signed) await this.sign();
    return tree.size - before;
  }

  private async sign(): Promise<void> {
    const { cluster, lowXid } = this;
    const { tree } = this.progress;
    const { keys, memory, checkpoints } = this.own;
    const [{ size }, root, origin] = [tree, tree.root(), keys[0]!.name];
    const note = signNote(formatCheckpoint({ origin, size, root }), keys);
    await memory.write({ origin, cluster, tree, lowXid, note });
    await storeCheckpoint(this.client, { size, root, note, lowXid, cluster });
    auditSealed.inc(size - this.signed);
    this.signed = size;
    await checkpoints.publish(size, note);
  }
}
