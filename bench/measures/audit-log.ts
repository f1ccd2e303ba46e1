import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { makeSigningKey, parseSigningKey } from '../../src/audit/signing-key.js';
import type { Bench, Measurement } from '../bench.js';
import type { BenchDatabase } from '../database.js';
import { fillLog } from '../fill-log.js';
import type { SealerTask } from '../sealer-process.js';
import { measureExport } from './log-export.js';
import { measureBacklog, measureSealing } from './log-sealing.js';
import { measureVerification } from './log-verification.js';

/** A database with a log, and what it is sealed with. */
export interface SealedLog {
  readonly database: BenchDatabase;
  readonly sealing: SealerTask;
  readonly verifierKey: string;
  /** Folder for files of any size. */
  readonly folder: string;
}

/** Sealing, export and verification of a log that the triggers wrote, and what sealing costs the editors. */
export async function measureAuditLog(bench: Bench): Promise<Measurement> {
  const folder = await mkdtemp(path.join(tmpdir(), 'claimdesk-bench-log-'));
  try {
    const log = await openLog(bench, 'audit_log', folder);
    const started = performance.now();
    await fillLog(log.database, bench.either(100_000, 1_000_000));
    bench.log(`  wrote the events in ${Math.round((performance.now() - started) / 1000)} s`);
    const backlog = await measureBacklog(bench, log);
    const exported = await measureExport(bench, log, backlog.events);
    const verified = await measureVerification(bench, log, backlog.events);
    const sealing = await measureSealing(bench, await openLog(bench, 'sealing', folder), backlog);
    return {
      figures: [...exported.figures, ...verified.figures, ...sealing.figures],
      data: { exported: exported.data, verified: verified.data, sealing: sealing.data },
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function openLog(bench: Bench, name: string, folder: string): Promise<SealedLog> {
  const database = await bench.server.database(name);
  const key = makeSigningKey(`bench.example/${name}`);
  const sealing = { sealerUrl: database.sealerUrl, folder: path.join(folder, name), key };
  return { database, sealing, verifierKey: parseSigningKey(key).verifierKey, folder };
}
