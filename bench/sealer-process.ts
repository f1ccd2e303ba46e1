import 'reflect-metadata';
import path from 'node:path';
import { BATCH_SIZE } from '../src/audit/append-leaves.js';
import { CheckpointFolder } from '../src/audit/checkpoints.js';
import { LogMemory } from '../src/audit/log-memory.js';
import { Sealer, type SealerBelongings } from '../src/audit/sealer.js';
import { connectSealer, tryToLead } from '../src/audit/sealer-connection.js';
import { SealerRunner } from '../src/audit/sealer-runner.js';
import { parseSigningKeys } from '../src/audit/signing-key.js';
import { Logger } from '@nestjs/common';
import { doTasks } from './child.js';
import { type Usage, usage } from './machine.js';

export interface SealerTask {
  /** Connection of the sealer's role. */
  readonly sealerUrl: string;
  /** Of the sealer's own: what it remembers and publishes. */
  readonly folder: string;
  /** That signs. */
  readonly key: string;
}

/** What sealing a backlog took, from the first statement to the last checkpoint. */
export interface SealedBacklog {
  readonly events: number;
  readonly seconds: number;
  readonly cpuMs: number;
  readonly peakRssMb: number;
  /** Time of each batch. */
  readonly batchesMs: readonly number[];
}

Logger.overrideLogger(['warn', 'error']);
let runner: SealerRunner | undefined;

const belongings = ({ folder, key }: SealerTask): SealerBelongings => ({
  keys: parseSigningKeys(key),
  memory: new LogMemory(folder),
  checkpoints: new CheckpointFolder(path.join(folder, 'checkpoints')),
});

const tasks = {
  /** Seals what is committed, batch after batch, as a sealer does that begins to lead. */
  async sealBacklog(task: SealerTask): Promise<SealedBacklog> {
    const client = await connectSealer(task.sealerUrl);
    try {
      if (!(await tryToLead(client))) throw new Error('Another sealer is at work.');
      const sealer = await Sealer.open(client, belongings(task));
      const before = sealer.size;
      const start = usage();
      const batchesMs: number[] = [];
      for (let count = BATCH_SIZE; count >= BATCH_SIZE;) {
        const began = performance.now();
        count = await sealer.seal();
        batchesMs.push(performance.now() - began);
      }
      const end = usage();
      return {
        events: sealer.size - before,
        seconds: batchesMs.reduce((sum, ms) => sum + ms, 0) / 1000,
        cpuMs: end.cpuMs - start.cpuMs,
        peakRssMb: end.peakRssMb,
        batchesMs,
      };
    } finally {
      await client.end();
    }
  },

  /** Seals as `npm start` does, until `stop`. */
  async start(task: SealerTask): Promise<void> {
    runner = new SealerRunner({ url: task.sealerUrl, own: belongings(task), isAlone: true });
    runner.onApplicationBootstrap();
  },

  async stop(): Promise<void> {
    await runner?.onApplicationShutdown();
    runner = undefined;
  },

  usage: async (): Promise<Usage> => usage(),
};
export type SealerTasks = typeof tasks;

doTasks(tasks, () => tasks.stop());
