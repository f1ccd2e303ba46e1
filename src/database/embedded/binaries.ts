import { access, chmod, cp, mkdir, readFile, rename, rm, stat, symlink } from 'node:fs/promises';
import path from 'node:path';
import { closedFolder, type Identity, isRoot } from './identity.js';
import { platformPackage, USE_OWN_SERVER } from './platform-package.js';
import { run } from './processes.js';
import { sweepTemporary, temporaryName } from './temporary.js';

export interface Binaries {
  readonly initdb: string;
  readonly postgres: string;
  /** The server's major version, for example `18`. */
  readonly major: string;
}

/** Where root keeps what Postgres must reach while the project's own folder is closed to it. */
export const SYSTEM_DATA_ROOT = '/var/lib/claimdesk';

/**
 * Finds binaries that `who` can run: those in node_modules, or else a copy of them that is made once.
 * @param fallbackDir where the copy goes unless /var/lib/claimdesk can take it.
 * @throws Error if there are none for this machine or they do not run here.
 */
export async function findBinaries(who: Identity, fallbackDir: string, log: (line: string) => void): Promise<Binaries> {
  const { root, label } = platformPackage();
  const links = await readLinks(root);
  const installed = path.join(root, 'native');
  await restoreLinks(root, links).catch(() => undefined); // a folder we may not write: the copy will have them
  const reasonNot = await problemWith(installed, who);
  if (reasonNot === undefined) return binariesIn(installed, who);

  const failures = [reasonNot];
  for (const parent of isRoot() ? [SYSTEM_DATA_ROOT, fallbackDir] : [fallbackDir]) {
    const copy = path.join(parent, `postgres-${label}`);
    try {
      await sweepTemporary(parent, log);
      const broken = await exists(copy);
      if ((await problemWith(path.join(copy, 'native'), who)) !== undefined) {
        log(`Copying the Postgres binaries to ${copy}, because ${reasonNot}`);
        // A copy that does not work goes. But where there was none, there may be another start's by now
        if (broken) await rename(copy, temporaryName(copy));
        await copyPackage(root, copy, links);
      }
      const reason = await problemWith(path.join(copy, 'native'), who);
      if (reason === undefined) return await binariesIn(path.join(copy, 'native'), who);
      failures.push(reason);
    } catch (error) {
      failures.push(`${copy} cannot be written (${(error as Error).message})`);
    }
  }
  throw new Error(`The embedded Postgres cannot run: ${failures.join('; ')}. ${USE_OWN_SERVER}`);
}

interface Link {
  readonly source: string;
  readonly target: string;
}

/** npm packages cannot hold symlinks. The package lists them, and its install script makes them, where scripts run. */
async function readLinks(root: string): Promise<Link[]> {
  return JSON.parse(await readFile(path.join(root, 'native', 'pg-symlinks.json'), 'utf8')) as Link[];
}

/** Makes the symlinks that are missing. Without them: "libicui18n.so.60: cannot open shared object file". */
async function restoreLinks(root: string, links: readonly Link[]): Promise<void> {
  for (const { source, target } of links) {
    const at = path.join(root, target);
    if (await exists(at)) continue;
    await symlink(path.relative(path.dirname(target), source), at).catch((error: unknown) => {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error; // another start was first
    });
  }
}

/** @returns why `who` cannot use these binaries, as the end of a sentence; undefined if it can. */
async function problemWith(native: string, who: Identity): Promise<string | undefined> {
  const postgres = path.join(native, 'bin', 'postgres');
  if (!(await exists(postgres))) return `there is no ${postgres}`;
  const closed = await closedFolder(path.dirname(postgres), who);
  if (closed !== undefined) return `uid ${who.uid}, which Postgres runs as, may not enter ${closed}`;
  // An npm that ran with umask 077 leaves files that only root may read
  const data = await stat(path.join(native, 'share', 'postgresql', 'postgres.bki')).catch(() => undefined);
  if (isRoot() && data && who.uid !== data.uid && !(data.mode & 0o004)) {
    return `uid ${who.uid}, which Postgres runs as, may not read ${native}`;
  }
  // The last word: does it start? Not with a missing library, nor with another libc (Alpine has musl)
  return run(postgres, ['--version'], who).then(
    () => undefined,
    (error: Error) => `${postgres} does not start (${error.message})`,
  );
}

/** Copies to a temporary folder and renames it, so that a copy is whole or not there. */
async function copyPackage(root: string, copy: string, links: readonly Link[]): Promise<void> {
  await mkdir(path.dirname(copy), { recursive: true });
  if (isRoot()) await chmod(path.dirname(copy), 0o755); // whatever the umask
  const staging = temporaryName(copy);
  try {
    const options = { recursive: true, verbatimSymlinks: true }; // or they would point back to the original
    await cp(path.join(root, 'native'), path.join(staging, 'native'), options);
    await restoreLinks(staging, links);
    if (isRoot()) await run('/bin/chmod', ['-R', 'go+rX', staging], { uid: 0, gid: 0 });
    await rename(staging, copy).catch(() => undefined); // there is one: see below
  } finally {
    await rm(staging, { recursive: true, force: true });
  }
}

async function binariesIn(native: string, who: Identity): Promise<Binaries> {
  const postgres = path.join(native, 'bin', 'postgres');
  const version = await run(postgres, ['--version'], who); // "postgres (PostgreSQL) 18.4"
  const major = /\) (\d+)/.exec(version)?.[1];
  if (major === undefined) throw new Error(`${postgres} --version says ${version}`);
  return { postgres, initdb: path.join(native, 'bin', 'initdb'), major };
}

const exists = (file: string): Promise<boolean> =>
  access(file).then(
    () => true,
    () => false,
  );
