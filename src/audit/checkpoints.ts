import { mkdir, readFile } from 'node:fs/promises';
import path from 'node:path';
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
  constructor(private readonly folder: string) {}

  async publish(size: number, note: string): Promise<void> {
    await mkdir(this.folder, { recursive: true });
    for (const name of [String(size), 'latest']) await writeDurably(path.join(this.folder, name), note);
  }

  /** @returns the newest one; null where there is none */
  async latest(): Promise<string | null> {
    try {
      return await readFile(path.join(this.folder, 'latest'), 'utf8');
    } catch (error) {
      if ((error as { code?: string }).code === 'ENOENT') return null;
      throw error;
    }
  }
}
