// Compiles the TypeScript sources to dist/, and editor/ to editor/dist/, where they changed since the last time.
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { ensureInstalled } from './install.mjs';
import { PROJECT_DIR, runInstalled, say } from './project.mjs';

/** The process that builds just now. Where it stands, node_modules/ is there and is nobody's source. */
const LOCK = path.join(PROJECT_DIR, 'node_modules', '.claimdesk-building');
/** No build takes nearly as long: whoever holds the lock for longer is another process with a dead one's number. */
const LOCK_MS = 10 * 60_000;

const MAIN = path.join(PROJECT_DIR, 'dist', 'src', 'main.js');
/** What is built, each by itself. `stamp` holds the hash of its sources; a build deletes it first, so an aborted one leaves none. */
const SERVER = {
  stamp: path.join(PROJECT_DIR, 'dist', '.source-hash'),
  sources: [
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
  ],
  name: 'nest build',
  run: () => runInstalled('nest', ['build'], { stdio: ['ignore', 2, 2] }),
};
const EDITOR = {
  stamp: path.join(PROJECT_DIR, 'editor', 'dist', '.source-hash'),
  sources: ['editor', 'verifier', 'package.json'],
  name: 'vite build',
  run: () =>
    runInstalled('vite', ['build', 'editor', '--logLevel', 'warn'], {
      stdio: ['ignore', 2, 2],
      env: { ...process.env, NODE_ENV: 'production' }, // not Jest's: what is tested is what is served
    }),
};

/** @returns {boolean} whether everything is what a build would make. An image may hold what was built without the sources. */
export function isBuilt() {
  if (!existsSync(MAIN)) return false;
  if (!existsSync(path.join(PROJECT_DIR, 'src'))) return true;
  return isCurrent(SERVER) && isCurrent(EDITOR);
}

export async function ensureBuilt() {
  if (isBuilt()) return;
  await alone(async () => {
    for (const part of [SERVER, EDITOR].filter((each) => !isCurrent(each))) await buildPart(part);
  });
}

/** @throws Error if the sources do not compile; the compiler's messages are then on stderr. */
export async function build() {
  await alone(() => buildPart(SERVER));
  await ensureEditorBuilt(); // whose sources are all of its making, so that it need not be made again
}

/** Builds the editors' desk alone, where it changed. Tests need no more. */
export async function ensureEditorBuilt() {
  if (isCurrent(EDITOR)) return;
  await alone(async () => {
    if (!isCurrent(EDITOR)) await buildPart(EDITOR);
  });
}

/** One builds at a time, since a build deletes what it makes anew. Who comes second waits, and then looks again. */
async function alone(work) {
  while (!takesLock()) await sleep(200);
  try {
    await work();
  } finally {
    rmSync(LOCK, { force: true });
  }
}

function takesLock() {
  try {
    writeFileSync(LOCK, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if (error.code !== 'EEXIST') throw error;
    if (!isHeld()) rmSync(LOCK, { force: true });
    return false;
  }
}

/** @returns {boolean} whether a process holds the lock that is alive */
function isHeld() {
  try {
    process.kill(Number(readFileSync(LOCK, 'utf8')), 0);
    return Date.now() - statSync(LOCK).mtimeMs < LOCK_MS;
  } catch {
    return false; // it is gone, or its process is
  }
}

async function buildPart(part) {
  say(`Building (${part.name}) …`);
  const started = Date.now();
  const hash = hashOf(part.sources); // before, so that what is edited meanwhile is built next time
  rmSync(part.stamp, { force: true });
  const code = await part.run();
  if (code !== 0) throw new Error(`${part.name} failed with code ${code}; its messages are above.`);
  writeFileSync(part.stamp, hash);
  say(`Built in ${Math.round((Date.now() - started) / 1000)} s.`);
}

const isCurrent = ({ stamp, sources }) => existsSync(stamp) && readFileSync(stamp, 'utf8') === hashOf(sources);

/** Contents rather than times: a checkout, a copy or an unpacked archive may give any time to a file. */
function hashOf(sources) {
  const hash = createHash('sha256');
  const add = (at) => {
    if (!existsSync(at)) return;
    if (statSync(at).isDirectory()) {
      // What bench/ measured, and what editor/ was built to, is no source
      const isSource = (name) => name !== 'results' && name !== 'dist';
      for (const name of readdirSync(at).toSorted().filter(isSource)) add(path.join(at, name));
    } else if (!at.endsWith('.spec.ts')) {
      hash.update(path.relative(PROJECT_DIR, at)).update('\0').update(readFileSync(at)).update('\0');
    }
  };
  for (const source of sources) add(path.join(PROJECT_DIR, source));
  return hash.digest('hex');
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await ensureInstalled();
  await build().catch((error) => {
    say(error.message);
    process.exitCode = 1;
  });
}
