import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Bench, Figure, Measurement } from '../bench.js';
import { roundSize } from '../sizes.js';
import { short, shortSpread, type Spread, spread } from '../stats.js';
import type { SealedLog } from './audit-log.js';

const GOAL_RATIO = 0.7;
export const GOAL_MB = 150;

/** The leaves in their order, as anybody would read them who knows the tables. */
const plainCopy = (leaves: number): string =>
  `COPY (SELECT e.leaf FROM audit.leaf l JOIN audit.event e ON e.id = l.event_id WHERE l.idx < ${leaves} ORDER BY l.idx) TO STDOUT`;

/** Does what is timed. @returns seconds */
type Way = () => Promise<number>;

/**
 * The whole log by GET /audit/log and by the generator behind it, beside a plain COPY of the same rows: each in turn
 * within a round. The server has a process of its own, whose memory is that of `npm start` with ROLE=api.
 */
export async function measureExport(bench: Bench, log: SealedLog, events: number): Promise<Measurement> {
  const { appUrl, editors } = log.database;
  const reader = bench.logReader();
  const { url, child } = await bench.serve(log.database);
  const address = new URL('/audit/log', url).href;
  const token = editors[0]!.token;
  const statement = plainCopy(events);
  const ways: Record<string, Way> = {
    copy: async () => (await reader.ask('copy', { appUrl, statement })).seconds,
    generator: async () => (await reader.ask('generate', { appUrl })).seconds,
    http: async () => (await reader.ask('download', { url: address, token })).seconds,
    ...(spawnSync('psql', ['--version']).status === 0 ? { psql: () => byPsql(appUrl, statement) } : {}),
  };

  await sleep(bench.either(2000, 5000));
  const rest = (await child.ask('usage')).rssMb;
  const part = Math.round(events / 10 / 20_000) * 20_000 || 20_000; // the sealer signs each 20,000 events of a backlog
  await reader.ask('download', { url: `${address}?size=${part}`, token });
  const afterPart = (await child.ask('usage')).peakRssMb;

  const { bytes } = await reader.ask('download', { url: address, token }); // also fills caches, for all of them
  const rounds: Record<string, number>[] = [];
  for (let round = 1; round <= bench.either(3, 5); round += 1) {
    const rates: Record<string, number> = {};
    for (const [name, way] of Object.entries(ways)) rates[name] = events / (await way());
    rounds.push(rates);
    bench.log(
      `  export ${round}: ${Object.entries(rates)
        .map(([name, rate]) => `${name} ${short(rate)}`)
        .join(', ')} rows/s`,
    );
  }
  const peak = (await child.ask('usage')).peakRssMb;
  await Promise.all([reader.stop(), child.stop()]);

  const rates = (name: string): Spread => spread(rounds.map((each) => each[name]!));
  const ratio = (name: string, base: string): Spread => spread(rounds.map((each) => each[name]! / each[base]!));
  const line = (what: string, name: string): Figure => ({ what, value: `${shortSpread(rates(name))} rows/s` });
  const toGoal = (what: string, value: Spread): Figure => ({
    what,
    value: shortSpread(value),
    goal: { text: `≥ ${GOAL_RATIO}`, isMet: value.median >= GOAL_RATIO },
  });
  const figures = [
    line(`export of ${roundSize(events)} events (${short(bytes / events)} bytes each): plain COPY by pg`, 'copy'),
    ...('psql' in ways ? [line('  plain COPY by psql', 'psql')] : []),
    line('  the generator behind the export', 'generator'),
    toGoal('  generator / plain COPY by pg', ratio('generator', 'copy')),
    line('  GET /audit/log', 'http'),
    toGoal('  GET /audit/log / plain COPY by pg', ratio('http', 'copy')),
    ...('psql' in ways ? [{ what: '  GET /audit/log / psql', value: shortSpread(ratio('http', 'psql')) }] : []),
    {
      what: `  memory of the API: at rest; at most, ${roundSize(part)} events; ${roundSize(events)}`,
      value: `${short(rest)}; ${short(afterPart)}; ${short(peak)} MB`,
      goal: { text: `≤ ${GOAL_MB} MB`, isMet: peak <= GOAL_MB },
    },
    { what: '  memory that exports add to it, at most', value: `${short(peak - rest)} MB` },
  ];
  return { figures, data: { events, bytes, rest, part, afterPart, peak, rounds } };
}

async function byPsql(url: string, statement: string): Promise<number> {
  const start = performance.now();
  const [code] = (await once(spawn('psql', [url, '-c', statement], { stdio: ['ignore', 'ignore', 2] }), 'exit')) as [
    number,
  ];
  if (code !== 0) throw new Error(`psql ended with ${code}.`);
  return (performance.now() - start) / 1000;
}
