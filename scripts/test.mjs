// `npm test`: every check there is, and the tests. The last line is the count.
//   npm test -- <jest arguments>    runs only jest, with these
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { build } from './build.mjs';
import { ensureInstalled } from './install.mjs';
import { PROJECT_DIR, requireNode, run, runInstalled, say } from './project.mjs';

/** Each static check, in the order of what it costs. All are run even if one fails: better to see all at once. */
const CHECKS = [
  ['package-lock.json is complete', () => run(process.execPath, ['scripts/complete-lock.mjs', '--check'])],
  ['format (oxfmt)', () => runInstalled('oxfmt', ['--check'])],
  ['lint (oxlint)', () => runInstalled('oxlint', ['--type-aware', '--deny-warnings'])],
  ['architecture (dependency-cruiser)', () => runInstalled('depcruise', ['src', 'migrations', 'seeds'])],
  ['types of the API for editor/', () => run(process.execPath, ['scripts/editor-types.mjs', '--check'])],
  ['types of editor/ (tsc)', () => runInstalled('tsc', ['-p', 'editor/tsconfig.json'])],
  ['types of the browser tests (tsc)', () => runInstalled('tsc', ['-p', 'test/browser/tsconfig.json'])],
  ['types (tsc)', () => runInstalled('tsc', ['--noEmit', '-p', 'tsconfig.json'])],
  ['build (nest build, vite build)', () => build().then(() => 0)],
];

const BROWSER_TESTS = 'test/browser/';

/** Spares its parent's re-spawn in jest.config.js. */
const JEST = ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning', 'node_modules/jest/bin/jest.js'];

const seconds = (since) => `${((performance.now() - since) / 1000).toFixed(1)} s`;

/** @returns {Promise<{ passed: number, failed: number }>} */
async function runCheck(name, check) {
  say(`\n── ${name}`);
  const started = performance.now();
  const code = await check().catch((error) => {
    say(error.message);
    return 1;
  });
  if (code >= 128) interrupted(code);
  say(`${code === 0 ? 'passed' : 'FAILED'} in ${seconds(started)}`);
  return code === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
}

/** @returns {Promise<{ passed: number, failed: number }>} single tests; a file that cannot run counts as one failed. */
async function runJest(args) {
  say('\n── tests (jest)');
  const started = performance.now();
  const folder = mkdtempSync(path.join(tmpdir(), 'claimdesk-jest-'));
  const outputFile = path.join(folder, 'result.json');
  process.once('exit', () => rmSync(folder, { recursive: true, force: true })); // also when interrupted
  try {
    const code = await run(process.execPath, [...JEST, ...args, '--json', `--outputFile=${outputFile}`], {
      stdio: ['inherit', 'ignore', 'inherit'], // stdout is the same JSON again
    });
    if (code >= 128) interrupted(code);
    say(`${code === 0 ? 'passed' : 'FAILED'} in ${seconds(started)}`);
    const result = JSON.parse(readFileSync(outputFile, 'utf8'));
    const failed = result.numFailedTests + result.numRuntimeErrorTestSuites;
    // Jest also fails without a failed test: no test found, a coverage threshold, a snapshot that is obsolete
    return { passed: result.numPassedTests, failed: code === 0 ? failed : Math.max(failed, 1) };
  } catch (error) {
    say(`Jest gave no result: ${error.message}`);
    return { passed: 0, failed: 1 };
  }
}

function interrupted(code) {
  say('Interrupted.');
  process.exit(code);
}

function finish(results) {
  const total = (kind) => results.reduce((sum, result) => sum + result[kind], 0);
  process.exitCode = total('failed') > 0 ? 1 : 0;
  console.log(`\n${total('passed')} passed, ${total('failed')} failed`);
}

requireNode();
process.chdir(PROJECT_DIR);
const jestArguments = process.argv.slice(2);
const results = [];
try {
  await ensureInstalled();
  if (jestArguments.length > 0) {
    results.push(await runJest(jestArguments));
  } else {
    for (const [name, check] of CHECKS) results.push(await runCheck(name, check));
    // Browsers first and by themselves: what waits on a page must not wait on a worker that ran fifty files before
    results.push(await runJest(['--maxWorkers=2', BROWSER_TESTS]));
    results.push(await runJest(['--maxWorkers=2', '--testPathIgnorePatterns', BROWSER_TESTS]));
  }
} catch (error) {
  say(error.message);
  results.push({ passed: 0, failed: 1 });
}
finish(results);
