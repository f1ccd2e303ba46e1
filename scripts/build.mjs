// Compiles the TypeScript sources to dist/ if they changed since the last time.
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensureInstalled } from './install.mjs';
import { PROJECT_DIR, runInstalled, say } from './project.mjs';

const MAIN = path.join(PROJECT_DIR, 'dist', 'src', 'main.js');
/** Hash of the sources that dist/ was built from. A build deletes dist/ first, so an aborted one leaves none. */
const STAMP = path.join(PROJECT_DIR, 'dist', '.source-hash');
const SOURCES = [
  'src',
  'migrations',
  'seeds',
  'verifier',
  'torture',
  'bench',
  'package.json',
  'nest-cli.json',
  'tsconfig.json',
  'tsconfig.build.json',
];

/** @returns {boolean} whether dist/ is what a build would make. An image may hold dist/ without the sources. */
export function isBuilt() {
  if (!existsSync(MAIN)) return false;
  if (!existsSync(path.join(PROJECT_DIR, 'src'))) return true;
  return existsSync(STAMP) && readFileSync(STAMP, 'utf8') === hashOfSources();
}

export async function ensureBuilt() {
  if (isBuilt()) return;
  say('Building (nest build), because the sources are newer than dist/ …');
  await build();
}

/** @throws Error if the sources do not compile; the compiler's messages are then on stderr. */
export async function build() {
  const started = Date.now();
  const hash = hashOfSources(); // before, so that what is edited meanwhile is built next time
  const code = await runInstalled('nest', ['build'], { stdio: ['ignore', 2, 2] });
  if (code !== 0) throw new Error(`The build failed with code ${code}; its messages are above.`);
  writeFileSync(STAMP, hash);
  say(`Built in ${Math.round((Date.now() - started) / 1000)} s.`);
}

/** Contents rather than times: a checkout, a copy or an unpacked archive may give any time to a file. */
function hashOfSources() {
  const hash = createHash('sha256');
  const add = (at) => {
    if (!existsSync(at)) return;
    if (statSync(at).isDirectory()) {
      // What bench/ measured is no source
      for (const name of readdirSync(at).toSorted()) if (name !== 'results') add(path.join(at, name));
    } else if (!at.endsWith('.spec.ts')) {
      hash.update(path.relative(PROJECT_DIR, at)).update('\0').update(readFileSync(at)).update('\0');
    }
  };
  for (const source of SOURCES) add(path.join(PROJECT_DIR, source));
  return hash.digest('hex');
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await ensureInstalled();
  await build().catch((error) => {
    say(error.message);
    process.exitCode = 1;
  });
}
