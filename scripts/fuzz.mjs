// `npm run fuzz`: the properties of test/fuzz, with many more cases than `npm test` takes.
//   npm run fuzz -- --cases N     cases in all, 100000 if left out; each target has its share
//   npm run fuzz -- --seed S      draws the same cases again; a new seed each time if left out
//   npm run fuzz -- --target T    one target only, with as many cases as in the whole
//   npm run fuzz -- --path P      with the seed, target and cases of a failure: that one case (it says how)
//   npm run fuzz -- --replay R    and for `reviews`, the replayPath that stands behind its commands
import { spawn } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { ensureInstalled } from './install.mjs';
import { PROJECT_DIR, requireNode, say } from './project.mjs';

const DEFAULT_CASES = 100_000;
const OPTIONS = { cases: {}, seed: {}, target: {}, path: {}, replay: {} };
/** One process for all, so that what one target leaves in memory is there for the next. */
const JEST = [
  '--experimental-vm-modules',
  '--disable-warning=ExperimentalWarning',
  'node_modules/jest/bin/jest.js',
  '--runInBand',
  'test/fuzz',
];

const count = (text, name) => {
  if (text === undefined || /^\d{1,9}$/.test(text)) return text;
  throw new Error(`--${name} must be a whole number, and is "${text}".`);
};

/** @returns {{ environment: Record<string, string>, seed: string, cases: string }} */
function settings() {
  const options = Object.fromEntries(Object.keys(OPTIONS).map((name) => [name, { type: 'string' }]));
  const { values } = parseArgs({ options });
  const seed = count(values.seed, 'seed') ?? String(randomInt(1, 2 ** 31));
  // a case of the short form is replayed in the short form, whose number of cases is another
  const cases = count(values.cases, 'cases') ?? (values.path === undefined ? String(DEFAULT_CASES) : '0');
  const given = { CASES: cases, SEED: seed, TARGET: values.target, PATH: values.path, REPLAY: values.replay };
  const environment = Object.fromEntries(
    Object.entries(given).flatMap(([name, value]) => (value === undefined ? [] : [[`FUZZ_${name}`, value]])),
  );
  return { environment, seed, cases };
}

function table(file) {
  const rows = existsSync(file)
    ? readFileSync(file, 'utf8')
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line))
    : [];
  for (const { target, cases, ms } of rows)
    say(`${target.padEnd(12)} ${String(cases).padStart(9)} cases ${(ms / 1000).toFixed(1).padStart(8)} s`);
  return rows.reduce((sum, { cases }) => sum + cases, 0);
}

async function main() {
  const { environment, seed, cases } = settings();
  await ensureInstalled();
  const folder = mkdtempSync(path.join(tmpdir(), 'claimdesk-fuzz-'));
  const report = path.join(folder, 'report.jsonl');
  say(`Fuzzing with seed ${seed}: npm run fuzz -- --cases ${cases} --seed ${seed} runs the same again.`);
  const started = performance.now();
  try {
    const env = { ...process.env, ...environment, FUZZ_REPORT: report };
    const child = spawn(process.execPath, JEST, { cwd: PROJECT_DIR, stdio: 'inherit', env });
    const code = await new Promise((resolve) => child.once('exit', (status) => resolve(status ?? 1)));
    const total = table(report);
    console.log(
      `${total} cases, seed ${seed}, ${((performance.now() - started) / 1000).toFixed(0)} s: ${code === 0 ? 'passed' : 'FAILED'}`,
    );
    process.exitCode = code;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

requireNode();
process.chdir(PROJECT_DIR);
await main().catch((error) => {
  say(error.message);
  process.exitCode = 1;
});
