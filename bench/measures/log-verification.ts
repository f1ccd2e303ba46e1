import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { projectDir } from '../../src/kernel/project-dir.js';
import type { Bench, Measurement } from '../bench.js';
import { roundSize } from '../sizes.js';
import { short, shortSpread, spread } from '../stats.js';
import type { SealedLog } from './audit-log.js';
import { GOAL_MB } from './log-export.js';

const GOAL = { perSecond: 200_000, ratio: 0.3 };
/** Says on stderr, as the last thing, how much memory the process had at most, in kB. */
const TELL_PEAK = `process.on('exit', () => console.error('\\n' + process.resourceUsage().maxRSS))`;

/** verifyLog of an exported file, beside the SHA-256 of its lines, in turn and in one process; and the command as a whole. */
export async function measureVerification(
  bench: Bench,
  { database: { appUrl }, verifierKey: key, folder }: SealedLog,
  events: number,
): Promise<Measurement> {
  const file = path.join(folder, 'log.ndjson');
  const exporter = bench.logReader();
  const exportMb = await exporter.ask('exportFile', { appUrl, file });
  await exporter.stop();

  const reader = bench.logReader();
  const rounds: { verified: number; hashed: number }[] = [];
  for (let round = 0; round <= bench.either(3, 5); round += 1) {
    const hashed = events / (await reader.ask('hash', { file })).seconds;
    const verified = events / (await reader.ask('verify', { file, key })).seconds;
    if (round === 0) continue; // it warms up
    rounds.push({ verified, hashed });
    bench.log(`  verification ${round}: ${short(verified)} lines/s, hashing alone ${short(hashed)}`);
  }
  await reader.stop();
  const command = await verifyByCommand(file, key);
  await rm(file);

  const verified = spread(rounds.map((each) => each.verified));
  const ratio = spread(rounds.map((each) => each.verified / each.hashed));
  const figures = [
    {
      what: `verification of ${roundSize(events)} events`,
      value: `${shortSpread(verified)} lines/s`,
      goal: {
        text: `≥ ${short(GOAL.perSecond)}, or ≥ ${GOAL.ratio} of hashing`,
        isMet: verified.median >= GOAL.perSecond || ratio.median >= GOAL.ratio,
      },
    },
    { what: '  SHA-256 of the same lines', value: `${shortSpread(spread(rounds.map((each) => each.hashed)))} lines/s` },
    { what: '  verification / SHA-256 of the lines', value: shortSpread(ratio) },
    {
      what: '  node claimdesk-verify.mjs: memory at most; time',
      value: `${short(command.peakMb)} MB; ${short(command.seconds)} s`,
      goal: { text: `≤ ${GOAL_MB} MB`, isMet: command.peakMb <= GOAL_MB },
    },
    {
      what: '  npm run audit -- export, which wrote the file: memory at most',
      value: `${short(exportMb)} MB`,
      goal: { text: `≤ ${GOAL_MB} MB`, isMet: exportMb <= GOAL_MB },
    },
  ];
  return { figures, data: { rounds, command, exportMb } };
}

/** Runs the one file that an outsider has. */
async function verifyByCommand(file: string, key: string): Promise<{ seconds: number; peakMb: number }> {
  const verifier = path.join(projectDir, 'verifier', 'claimdesk-verify.mjs');
  const start = performance.now();
  const child = spawn(
    process.execPath,
    [`--import=data:text/javascript,${encodeURIComponent(TELL_PEAK)}`, verifier, file, '--key', key],
    { stdio: ['ignore', 'ignore', 'pipe'] },
  );
  const [said, [code]] = await Promise.all([text(child.stderr), once(child, 'exit') as Promise<[number]>]);
  if (code !== 0) throw new Error(`The verifier ended with ${code}: ${said}`);
  return { seconds: (performance.now() - start) / 1000, peakMb: Number(said.trim().split('\n').at(-1)) / 1024 };
}
