import { setTimeout as sleep } from 'node:timers/promises';
import type { Bench, Measurement } from '../bench.js';
import { fill } from '../fill.js';
import { short } from '../stats.js';

const SAMPLE_MS = 200;

/** Resident memory of the process of `npm start`, API and worker in one: at rest, at most under load, and after it. */
export async function measureMemory(bench: Bench): Promise<Measurement> {
  const seconds = bench.either(5, 30);
  const database = await bench.server.database('memory');
  await fill(database, 5000 * seconds);
  const { url, child } = await bench.serve(database, { worker: true });
  const rss = async (): Promise<number> => (await child.ask('usage')).rssMb;
  await sleep(bench.either(2000, 10_000));
  const idle = await rss();

  const mostWhile = async (work: Promise<unknown>): Promise<number> => {
    const samples: number[] = [];
    const sampler = setInterval(() => void rss().then((mb) => samples.push(mb)), SAMPLE_MS);
    await work.finally(() => clearInterval(sampler));
    return Math.max(...samples);
  };
  const generator = bench.loadGenerator();
  const decisions = { url, editors: database.editors, deskId: database.desks.main, seconds };
  const most = await mostWhile(generator.ask('decideByApi', decisions));
  const token = database.editors[0]!.token;
  const bulk = { url, token, deskId: database.desks.main, seconds, batch: 500, connections: 4 };
  const mostInBulk = await mostWhile(generator.ask('submit', bulk));
  await sleep(bench.either(2000, 10_000));
  const after = await rss();
  return {
    figures: [
      { what: 'memory at rest (RSS of API and worker)', value: `${short(idle)} MB` },
      { what: 'memory under 64 editors, at most', value: `${short(most)} MB` },
      { what: 'memory under bulk intake on 4 connections, at most', value: `${short(mostInBulk)} MB` },
      { what: 'memory after it', value: `${short(after)} MB` },
    ],
    data: { idle, most, mostInBulk, after },
  };
}
