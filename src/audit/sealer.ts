import type { ClientBase } from 'pg';
import { CompactRange, formatCheckpoint } from '../../verifier/claimdesk-verify.mjs';
import { appendLeaves, type Progress } from './append-leaves.js';
import { type CheckpointFolder, newestCheckpoint, storeCheckpoint } from './checkpoints.js';
import type { LogMemory } from './log-memory.js';
import { appendHashes } from './log-tree.js';
import { recordKeys } from './record-keys.js';
import { type SigningKey, signNote } from './signing-key.js';

/** What a sealer has of its own, outside the database. */
export interface SealerBelongings {
  /** Those that sign, the newest first. All have the log's origin for their name. */
  readonly keys: readonly SigningKey[];
  readonly memory: LogMemory;
  readonly checkpoints: CheckpointFolder;
}

/** Spells CDSL: whoever holds this lock of the database's is the one who appends to the log and signs it. */
export const SEALER_LOCK = 0x4344534c;

/**
 * Puts committed events into the log and signs it, as the leader among sealers.
 *
 * First the leaves are committed, then the checkpoint over them is signed, remembered, stored and published. A crash in
 * between leaves leaves that no checkpoint covers, or a remembered checkpoint that the database lacks; the next
 * `open` finds either. After any error this one is of no use any more.
 */
export class Sealer {
  private constructor(
    private readonly client: ClientBase,
    private readonly own: SealerBelongings,
    private readonly cluster: string,
    private progress: Progress,
    /** Leaves that the newest checkpoint covers. */
    private signed: number,
  ) {}

  /**
   * @param client connected as claimdesk_sealer. It must be the holder of SEALER_LOCK
   */
  static async open(client: ClientBase, own: SealerBelongings): Promise<Sealer> {
    const cluster = await clusterOf(client);
    const tree = new CompactRange();
    const { rows } = await client.query<{ hash: Buffer }>('SELECT hash FROM audit.leaf ORDER BY idx');
    for (const { hash } of rows) appendHashes(tree, hash);
    const signed = (await newestCheckpoint(client))?.size ?? 0;
    await recordKeys(client, own.keys);
    return new Sealer(client, own, cluster, { tree, seen: null }, signed);
  }

  /**
   * Seals a batch of what is committed.
   *
   * @returns how many events; fewer than BATCH_SIZE: everything that was committed when it began
   */
  async seal(): Promise<number> {
    const before = this.progress.tree.size;
    this.progress = await appendLeaves(this.client, this.progress);
    const { size } = this.progress.tree;
    if (size > this.signed) await this.sign();
    return size - before;
  }

  private async sign(): Promise<void> {
    const { tree, seen } = this.progress;
    const { keys, memory, checkpoints } = this.own;
    const [{ size }, root, origin] = [tree, tree.root(), keys[0]!.name];
    const note = signNote(formatCheckpoint({ origin, size, root }), keys);
    const lowXid = seen === null ? '1' : seen.slice(0, seen.indexOf(':'));
    await memory.write({ origin, cluster: this.cluster, tree, lowXid, note });
    await storeCheckpoint(this.client, { size, root, note, lowXid, cluster: this.cluster });
    this.signed = size;
    await checkpoints.publish(size, note);
  }
}

/** @returns the Postgres cluster's number: another one for each initdb, the same on its replicas */
async function clusterOf(client: ClientBase): Promise<string> {
  const { rows } = await client.query<{ cluster: string }>(
    'SELECT system_identifier::text AS cluster FROM pg_control_system()',
  );
  return rows[0]!.cluster;
}
