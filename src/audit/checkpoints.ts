import { mkdir, readFile, rename } from 'node:fs/promises';
import path from 'node:path';
import { Logger } from '@nestjs/common';
import type { ClientBase } from 'pg';
import { writeDurably } from './durable-file.js';

/** Where the readers of the log listen. The payload is the size. */
export const LOG_CHANNEL = 'claimdesk_log';

/** A row of audit.checkpoint. */
export interface StoredCheckpoint {
  readonly size: number;
  readonly root: Uint8Array;
  /** The signed checkpoint. */
  readonly note: string;
  /** Events of older transactions are all in the log. */
  readonly lowXid: string;
  /** pg_control_system().system_identifier */
  readonly cluster: string;
}

/** @returns the checkpoint up to which the log is sealed; null where none was signed yet */
export async function newestCheckpoint(client: ClientBase): Promise<StoredCheckpoint | null> {
  const { rows } = await client.query<Omit<StoredCheckpoint, 'size'> & { size: string }>(
    `SELECT size, root, note, low_xid::text AS "lowXid", cluster::text FROM audit.checkpoint ORDER BY size DESC LIMIT 1`,
  );
  return rows[0] === undefined ? null : { ...rows[0], size: Number(rows[0].size) };
}

/** Stores a checkpoint and tells the readers of the log, in one transaction. */
export async function storeCheckpoint(client: ClientBase, checkpoint: StoredCheckpoint): Promise<void> {
  const { size, root, note, lowXid, cluster } = checkpoint;
  await client.query(
    `WITH stored AS (
       INSERT INTO audit.checkpoint (size, root, note, low_xid, cluster)
       VALUES ($1, $2, $3, $4::text::xid8, $5) RETURNING size)
     SELECT pg_notify('${LOG_CHANNEL}', size::text) FROM stored`,
    [size, Buffer.from(root), note, lowXid, cluster],
  );
}

/** A folder outside the database that has each checkpoint as `<size>`, and the newest one also as `latest`. */
export class CheckpointFolder {
  private readonly logger = new Logger('Sealer');
  /** Why the last checkpoint could not be written; null where it could. */
  problem: string | null = null;

  constructor(private readonly folder: string) {}

  /** What cannot be written holds up nobody: the checkpoint is in the database, and the next one may go well. */
  async publish(size: number, note: string): Promise<void> {
    try {
      await this.write(size, note);
      this.problem = null;
    } catch (error) {
      const { code = 'unknown error' } = error as { code?: string };
      this.logger.error(`Checkpoint ${size} could not be written to ${this.folder}.`, error);
      this.problem = `Checkpoints cannot be written to their folder: ${code}`;
    }
  }

  /** Another checkpoint of the same size is kept under another name: it is the proof that history was given up. */
  private async write(size: number, note: string): Promise<void> {
    await mkdir(this.folder, { recursive: true });
    const file = path.join(this.folder, String(size));
    const other = await this.read(String(size));
    if (other === note && (await this.latest()) === note) return;
    if (other !== null && other !== note) await rename(file, `${file}.until-${new Date().toISOString()}`);
    await writeDurably(file, note);
    await writeDurably(path.join(this.folder, 'latest'), note);
  }

  /** @returns the newest one; null where there is none */
  latest(): Promise<string | null> {
    return this.read('latest');
  }

  private async read(name: string): Promise<string | null> {
    try {
      return await readFile(path.join(this.folder, name), 'utf8');
    } catch (error) {
      if ((error as { code?: string }).code === 'ENOENT') return null;
      throw error;
    }
  }
}
