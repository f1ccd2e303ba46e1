// Completes package-lock.json. A registry or mirror may not serve every optional platform package (binaries for other
// systems). npm then leaves those out of the lock, and "npm ci" refuses it on every machine. This adds the missing
// entries: version and platform, without a checksum, as nobody here could download them to make one.
//   node scripts/complete-lock.mjs            adds what is missing
//   node scripts/complete-lock.mjs --check    changes nothing, exits with 1 and says what is wrong
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const FILE = fileURLToPath(new URL('../package-lock.json', import.meta.url));

/** Words in package names, and what package.json calls them. */
const SYSTEMS = { windows: 'win32' };
for (const os of [
  'aix',
  'android',
  'darwin',
  'freebsd',
  'linux',
  'netbsd',
  'openbsd',
  'openharmony',
  'sunos',
  'win32',
]) {
  SYSTEMS[os] = os;
}
const PROCESSORS = ['arm', 'arm64', 'ia32', 'loong64', 'mips64el', 'ppc64', 'riscv64', 's390x', 'wasm32', 'x64'];

/**
 * @param {object} lock a parsed package-lock.json
 * @returns {{ key: string, entry: object }[]} the optional dependencies that have no entry
 */
export function missingEntries(lock) {
  const found = new Map();
  for (const [from, pkg] of Object.entries(lock.packages)) {
    for (const [name, range] of Object.entries(pkg.optionalDependencies ?? {})) {
      const key = `node_modules/${name}`;
      if (!isResolved(lock.packages, from, name)) found.set(key, { key, entry: entryFor(name, range, pkg) });
    }
  }
  return [...found.values()];
}

/** As Node does: in the package's own node_modules, then in each one further out. */
function isResolved(packages, from, name) {
  for (let at = from; ; at = at.slice(0, Math.max(0, at.lastIndexOf('/node_modules/')))) {
    if (packages[`${at}${at && '/'}node_modules/${name}`]) return true;
    if (at === '') return false;
  }
}

function entryFor(name, range, parent) {
  const words = path.posix.basename(name).split(/[-.]/);
  const os = words.map((word) => SYSTEMS[word]).find(Boolean);
  const cpu =
    PROCESSORS.find((processor) => words.includes(processor)) ??
    (words.some((word) => /^armv\d/.test(word)) ? 'arm' : undefined);
  if (os === undefined && cpu === undefined)
    throw new Error(`${name} is optional, missing, and names no platform. Add it by hand.`);
  const libc = words.some((word) => word.startsWith('musl'))
    ? 'musl'
    : words.some((word) => word.startsWith('gnu'))
      ? 'glibc'
      : undefined;
  return {
    // Platform packages are pinned, or else have the version of the package that they belong to
    version: /^\d/.test(range) ? range : parent.version,
    ...(cpu && { cpu: [cpu] }),
    ...(parent.dev && { dev: true }),
    ...(os === 'linux' && libc && { libc: [libc] }),
    optional: true,
    ...(os && { os: [os] }),
  };
}

/** Hosts in the lock would tie every install to the registry of whoever wrote it (.npmrc leaves them out). */
const hostsIn = (text) => [...new Set(text.match(/"resolved": "https?:\/\/[^/"]+/g) ?? [])];

function main() {
  const text = readFileSync(FILE, 'utf8');
  const lock = JSON.parse(text);
  const missing = missingEntries(lock);
  const hosts = hostsIn(text);
  if (hosts.length > 0) {
    console.error(`package-lock.json names a registry: ${hosts.join(', ')}. Remove these "resolved" lines.`);
    process.exitCode = 1;
  }
  if (process.argv.includes('--check')) {
    if (missing.length === 0) return;
    console.error(`package-lock.json lacks ${missing.length} optional platform packages. Run "npm run lock".`);
    for (const { key, entry } of missing) console.error(`  ${key}@${entry.version}`);
    process.exitCode = 1;
    return;
  }
  for (const { key, entry } of missing) lock.packages[key] = entry;
  // In npm's own order, so that its next run changes nothing
  const entries = Object.entries(lock.packages).toSorted(([a], [b]) => a.localeCompare(b, 'en'));
  lock.packages = Object.fromEntries(entries);
  const completed = `${JSON.stringify(lock, null, 2)}\n`;
  if (completed !== text) writeFileSync(FILE, completed);
  console.log(`package-lock.json: ${missing.length} optional platform packages added`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) main();
