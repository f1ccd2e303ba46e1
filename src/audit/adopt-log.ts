import { setTimeout as sleep } from 'node:timers/promises';
import type { ClientBase } from 'pg';
import { BATCH_SIZE } from './append-leaves.js';
import { type CheckedLog, checkLog, clusterOf, leafCount } from './check-log.js';
import { newestCheckpoint } from './checkpoints.js';
import { LogRefusal } from './log-refusal.js';
import { compareLeaves, recomputeTree } from './recompute-tree.js';
import { recordKeys, recordLogEvent } from './record-keys.js';
import { Sealer, type SealerBelongings } from './sealer.js';
import { connectSealer, tryToLead } from './sealer-connection.js';

/** A sealer that refuses leaves the lead after each try, every few seconds. */
const PATIENCE_MS = 15_000;

/** The log cannot be adopted. The message says why; nothing was changed. */
export class AdoptionRefusedError extends Error {}

export interface Adoption {
  /** Leaves that are signed now. */
  readonly size: number;
  /** The new checkpoint. */
  readonly note: string;
  /** The checkpoint that was given up; null where none was known. */
  readonly earlier: string | null;
}

/**
 * Goes on with the log as the database has it, after the sealer has refused to: gives up what was remembered, says so in
 * the log by an event `log.adopt`, seals everything that is there and signs it. Whoever has the earlier checkpoint will
 * see that the log conflicts with it; the event is the explanation.
 *
 * @param url connection of claimdesk_sealer
 * @param reason for the record, by whoever answers for it
 * @throws AdoptionRefusedError
 */
export async function adoptLog(
  url: string,
  own: SealerBelongings,
  reason: string,
  patienceMs = PATIENCE_MS,
): Promise<Adoption> {
  const client = await connectSealer(url);
  try {
    await lead(client, patienceMs);
    const refusal = await refusalOf(client, own);
    if (refusal === null) {
      throw new AdoptionRefusedError(
        'The log is as it was signed, so there is nothing to give up. Nothing was changed.',
      );
    }
    const log = await soundLog(client);
    const earlier =
      (await own.memory.read().catch(() => null))?.note ?? (await own.checkpoints.latest()) ?? log.newest?.note ?? null;
    await recordLogEvent(client, 'ADOPT', { reason, refusal: refusal.code, earlier, size: log.tree.size });
    await recordKeys(client, own.keys);
    const sealer = new Sealer(client, own, log);
    while ((await sealer.seal()) >= BATCH_SIZE);
    return { size: sealer.size, note: (await newestCheckpoint(client))!.note, earlier };
  } finally {
    await client.end();
  }
}

async function lead(client: ClientBase, patienceMs: number): Promise<void> {
  for (const end = performance.now() + patienceMs; !(await tryToLead(client)); await sleep(100)) {
    if (performance.now() < end) continue;
    throw new AdoptionRefusedError(
      'A sealer is at work on this log, so nothing is to be given up. Nothing was changed.',
    );
  }
}

async function refusalOf(client: ClientBase, own: SealerBelongings): Promise<LogRefusal | null> {
  try {
    await checkLog(client, own);
    return null;
  } catch (error) {
    if (error instanceof LogRefusal) return error;
    throw error;
  }
}

/** What is adopted must at least hold together: else the new checkpoint would be over a log that nobody can verify. */
async function soundLog(client: ClientBase): Promise<CheckedLog> {
  const [cluster, stored, size] = [await clusterOf(client), await newestCheckpoint(client), await leafCount(client)];
  if (stored !== null && stored.size > size) {
    throw new AdoptionRefusedError(
      `audit.checkpoint has a row for ${stored.size} leaves, and audit.leaf has only ${size}. Restore a backup in which both agree. Nothing was changed.`,
    );
  }
  try {
    const trees = await recomputeTree(client, size, []);
    await compareLeaves(client, 0);
    // in another cluster, numbers of transactions mean nothing
    return { cluster, tree: trees.get(size)!, newest: stored && { ...stored, lowXid: '1' }, isMissing: false };
  } catch (error) {
    if (!(error instanceof LogRefusal)) throw error;
    throw new AdoptionRefusedError(
      `The log does not hold together, so nobody could verify it: ${error.problem} Restore a backup. Nothing was changed.`,
    );
  }
}
