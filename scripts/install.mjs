// Installs the dependencies if they are not those of package-lock.json.
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { PROJECT_DIR, requireNode, run, say } from './project.mjs';

const LOCK = path.join(PROJECT_DIR, 'package-lock.json');
/** Hash of the lock that node_modules was installed from. npm ci deletes it first, so an aborted one leaves none. */
const STAMP = path.join(PROJECT_DIR, 'node_modules', '.claimdesk-lock-hash');
/** npm's own record of what it installed. */
const RECORD = path.join(PROJECT_DIR, 'node_modules', '.package-lock.json');

/**
 * @param {{ dev?: boolean }} options dev: false is content without what only building and testing need, as an image
 *   made with `npm ci --omit=dev` has it.
 */
export async function ensureInstalled({ dev = true } = {}) {
  requireNode();
  const hash = createHash('sha256').update(readFileSync(LOCK)).digest('hex');
  if (readText(STAMP) === hash) return;
  const reason = mismatch({ dev });
  if (reason === undefined) {
    if (dev) writeStamp(hash); // someone ran npm ci by hand
    return;
  }
  say(`Installing the dependencies with "npm ci", because ${reason} …`);
  const started = Date.now();
  // Development tools too, even under NODE_ENV=production: the build needs them
  // Quiet about engines: some tools of the build ask for a newer node than they need
  const code = await npm(['ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error']);
  if (code !== 0) {
    throw new Error(
      `"npm ci" failed with code ${code}; its messages are above. Without network, or behind a proxy, check "npm config get registry".`,
    );
  }
  writeStamp(hash);
  say(`Installed in ${Math.round((Date.now() - started) / 1000)} s.`);
}

/** @returns {string | undefined} how node_modules differs from the lock, as the end of a sentence. */
function mismatch({ dev }) {
  const record = readText(RECORD);
  if (record === undefined) return 'there is no complete node_modules';
  const installed = JSON.parse(record).packages;
  for (const [key, wanted] of Object.entries(JSON.parse(readFileSync(LOCK, 'utf8')).packages)) {
    if (key === '' || wanted.optional || wanted.devOptional || (wanted.dev && !dev)) continue;
    if (installed[key]?.version === wanted.version) continue;
    return `${key} is ${installed[key]?.version ?? 'missing'} and should be ${wanted.version}`;
  }
  return undefined;
}

/** Under `npm start` the npm that runs us, else the one in the PATH. */
function npm(args) {
  const script = process.env.npm_execpath;
  const known = script !== undefined && /npm-cli\.c?js$/.test(script);
  // npm's chatter belongs to stderr, like ours
  const options = { stdio: ['ignore', 2, 2] };
  return known ? run(process.execPath, [script, ...args], options) : run('npm', args, options);
}

function writeStamp(hash) {
  try {
    writeFileSync(STAMP, hash);
  } catch {
    // a node_modules that we may only read; the comparison is made again next time
  }
}

function readText(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await ensureInstalled();
