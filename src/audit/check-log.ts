import type { ClientBase } from 'pg';
import { type CompactRange, cover, NoteError, openNote, parseCheckpoint } from '../../verifier/claimdesk-verify.mjs';
import { newestCheckpoint, type StoredCheckpoint } from './checkpoints.js';
import type { Remembered } from './log-memory.js';
import { LogRefusal } from './log-refusal.js';
import { compareLeaves, recomputeTree } from './recompute-tree.js';
import type { SealerBelongings } from './sealer.js';
import type { SigningKey } from './signing-key.js';

/** A log in which everything is as it was signed. */
export interface CheckedLog {
  readonly cluster: string;
  /** Over all leaves, those that no checkpoint covers yet included. */
  readonly tree: CompactRange;
  /** The newest checkpoint that is known; null where none was signed yet. */
  readonly newest: StoredCheckpoint | null;
  /** Whether the database lacks it: the sealer ended between remembering and storing it. */
  readonly isMissing: boolean;
}

/** A checkpoint that was signed, wherever that is known from. */
interface Known {
  readonly size: number;
  readonly root: Uint8Array;
  readonly note: string;
}

/**
 * Compares the database with what was signed: the sealer's memory, the newest checkpoint in the database and the
 * newest one in the folder of checkpoints. Reads all leaves in parts, so in constant memory.
 *
 * @throws LogRefusal
 */
export async function checkLog(client: ClientBase, own: SealerBelongings): Promise<CheckedLog> {
  const [remembered, published] = [await own.memory.read(), await own.checkpoints.latest()];
  const [cluster, stored, size] = [await clusterOf(client), await newestCheckpoint(client), await leafCount(client)];
  const origin = own.keys[0]!.name;
  if (remembered !== null && remembered.origin !== origin) {
    throw new LogRefusal('OTHER_ORIGIN', `The log's origin is ${remembered.origin}, and that of the key is ${origin}.`);
  }
  const notes = [remembered?.note, stored?.note, published].filter((note) => note !== undefined && note !== null);
  const known = notes.map((note) => openOwn(note, own.keys)).toSorted((a, b) => a.size - b.size);
  sameCluster(cluster, remembered?.cluster ?? stored?.cluster);
  sameRow(stored, own.keys);

  const newest = known.at(-1);
  if (stored !== null && stored.size > size) {
    throw new LogRefusal(
      'LOG_CUT',
      `The database has a checkpoint over ${stored.size} leaves, and only ${size} leaves.`,
    );
  }
  if (newest !== undefined && newest.size > size) {
    throw new LogRefusal(
      'OLDER_DATABASE',
      `The database's log ends after ${size} leaves, and a checkpoint over ${newest.size} was signed: this is an older state of the database, or the end of the log was deleted.`,
    );
  }
  const trees = await recomputeTree(
    client,
    size,
    known.map((each) => each.size),
  );
  for (const each of known) sameRoot(each, trees.get(each.size)!, remembered);
  await compareLeaves(client, newest?.size ?? 0);

  const lowXid = remembered?.tree.size === newest?.size ? remembered?.lowXid : undefined;
  const isMissing = newest !== undefined && newest.size > (stored?.size ?? -1);
  return {
    cluster,
    tree: trees.get(size)!,
    newest: isMissing ? { ...newest, cluster, lowXid: lowXid ?? '1' } : stored,
    isMissing,
  };
}

/** @returns the checkpoint, if it is by one of the keys */
function openOwn(note: string, keys: readonly SigningKey[]): Known {
  const origin = keys[0]!.name;
  const [first] = note.split('\n', 1);
  if (first !== origin) {
    throw new LogRefusal('OTHER_ORIGIN', `The log's origin is ${first}, and that of the key is ${origin}.`);
  }
  try {
    const text = openNote(
      note,
      keys.map(({ verifierKey }) => verifierKey),
    );
    return { ...parseCheckpoint(text), note };
  } catch (error) {
    if (!(error instanceof NoteError)) throw error;
    throw new LogRefusal('OTHER_KEY', 'The newest checkpoint of the log is not signed by the key.');
  }
}

function sameCluster(cluster: string, known: string | undefined): void {
  if (known === undefined || known === cluster) return;
  throw new LogRefusal(
    'OTHER_CLUSTER',
    `The log was sealed in the Postgres cluster ${known}, and this is the cluster ${cluster}.`,
  );
}

/** The columns beside the note, which readers use, are what the note says. */
function sameRow(stored: StoredCheckpoint | null, keys: readonly SigningKey[]): void {
  if (stored === null) return;
  const { size, root } = openOwn(stored.note, keys);
  if (size === stored.size && Buffer.from(root).equals(stored.root)) return;
  throw new LogRefusal('HISTORY_REWRITTEN', `The row ${stored.size} of audit.checkpoint is not what its note says.`);
}

function sameRoot({ size, root }: Known, tree: CompactRange, remembered: Remembered | null): void {
  if (Buffer.from(root).equals(tree.root())) return;
  throw new LogRefusal(
    'HISTORY_REWRITTEN',
    `The log's first ${size} leaves are not those that were signed.${remembered?.tree.size === size ? firstDifference(tree, remembered.tree) : ''}`,
  );
}

/** The remembered roots of subtrees say where the log differs. */
function firstDifference(tree: CompactRange, remembered: CompactRange): string {
  const at = [...cover(0, tree.size)];
  const i = at.findIndex((_, j) => !Buffer.from(tree.subtrees[j]!.hash).equals(remembered.subtrees[j]!.hash));
  if (i < 0) return '';
  const { height, index } = at[i]!;
  return ` The first difference is among the leaves ${index * 2 ** height} to ${(index + 1) * 2 ** height - 1}.`;
}

/** @returns the Postgres cluster's number: another one for each initdb, the same on its replicas */
export async function clusterOf(client: ClientBase): Promise<string> {
  const { rows } = await client.query<{ cluster: string }>(
    'SELECT system_identifier::text AS cluster FROM pg_control_system()',
  );
  return rows[0]!.cluster;
}

export async function leafCount(client: ClientBase): Promise<number> {
  const { rows } = await client.query<{ count: string }>('SELECT coalesce(max(idx) + 1, 0) AS count FROM audit.leaf');
  return Number(rows[0]!.count);
}
