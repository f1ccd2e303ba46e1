import { createHash, randomBytes } from 'node:crypto';
import { chmod, link, mkdir, open, readFile, realpath, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { SYSTEM_DATA_ROOT } from './binaries.js';
import { closedFolder, type Identity, isRoot, newClusterIdentity } from './identity.js';
import { temporaryName } from './temporary.js';

/** The files in a data folder. */
export interface DataFolder {
  readonly root: string;
  /** What Postgres calls PGDATA. */
  readonly cluster: string;
  /** Password of the superuser `postgres`, readable only by us. */
  readonly password: string;
  /** Token of the process that owns the folder. */
  readonly owner: string;
  /** What the server writes to stderr. */
  readonly serverLog: string;
}

export interface ResolveDataDirOptions {
  readonly projectDir: string;
  /** DATA_DIR, if set. Relative to the project. */
  readonly dataDir?: string | undefined;
  readonly log?: (line: string) => void;
}

/**
 * Where data goes: DATA_DIR if given, else `.data` in the project. As root in a project that uid 65534 may not enter
 * (Postgres then runs as that), /var/lib/claimdesk/<hash of the project's folder>; a file `project` in it names the
 * project.
 * @returns an absolute path. Not necessarily there yet.
 */
export async function resolveDataDir(options: ResolveDataDirOptions): Promise<string> {
  const projectDir = await realpath(options.projectDir);
  if (options.dataDir) return path.resolve(projectDir, options.dataDir);
  const local = path.join(projectDir, '.data');
  const closed = await closedFolder(local, newClusterIdentity());
  if (closed === undefined) return local;

  const hash = createHash('sha256').update(projectDir).digest('hex').slice(0, 12);
  const elsewhere = path.join(SYSTEM_DATA_ROOT, hash);
  try {
    await makeFolders(elsewhere);
    await writeFile(path.join(elsewhere, 'project'), `${projectDir}\n`);
  } catch (error) {
    throw new Error(
      `Postgres runs as uid ${newClusterIdentity().uid}, since it refuses to run as root, and may not enter ${closed}. ` +
        `Data would go to ${elsewhere}, but that fails: ${(error as Error).message}. Set DATA_DIR to a folder that it may enter.`,
      { cause: error },
    );
  }
  options.log?.(
    `Data goes to ${elsewhere}, because Postgres (run as uid ${newClusterIdentity().uid}) may not enter ${closed}`,
  );
  return elsewhere;
}

/**
 * Makes the folder if there is none.
 * @returns its real path, and the paths in it.
 * @throws Error if Postgres could not get there.
 */
export async function prepareDataFolder(dataDir: string, who: Identity): Promise<DataFolder> {
  const closed = await closedFolder(dataDir, who);
  if (closed !== undefined) {
    const mode = ((await stat(closed)).mode & 0o777).toString(8);
    throw new Error(
      `The data folder ${dataDir} cannot be used: Postgres refuses to run as root, so it runs as uid ${who.uid}, ` +
        `and that may not enter ${closed} (mode ${mode}). Set DATA_DIR to a folder elsewhere, for example ` +
        `${SYSTEM_DATA_ROOT}, or run "chmod o+x ${closed}", or start Claimdesk as an ordinary user.`,
    );
  }
  await makeFolders(dataDir);
  const root = await realpath(dataDir);
  return {
    root,
    cluster: path.join(root, 'cluster'),
    password: path.join(root, 'superuser-password'),
    owner: path.join(root, 'owner'),
    serverLog: path.join(root, 'server.log'),
  };
}

/** mkdir -p, but what it makes can be entered by all whatever the umask: Postgres runs as another user under root. */
async function makeFolders(dir: string): Promise<void> {
  const first = await mkdir(dir, { recursive: true });
  if (first === undefined || !isRoot()) return;
  for (let at = dir; at.length >= first.length; at = path.dirname(at)) await chmod(at, 0o755);
}

/**
 * Reads the superuser's password, after making one up if there is none. Linked into place, so of several starts at
 * once all use the same; flushed to disk, because a cluster without its password is lost.
 */
export async function readOrMakePassword(file: string): Promise<string> {
  const temporary = temporaryName(file);
  const known = await readFile(file, 'utf8').catch(() => undefined);
  if (known !== undefined) return known.trim();
  try {
    const handle = await open(temporary, 'wx', 0o600);
    await handle.writeFile(`${randomBytes(24).toString('base64url')}\n`); // 192 bits, and safe in a URL
    await handle.sync();
    await handle.close();
    await link(temporary, file).catch((error: unknown) => {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    });
    await syncFolder(path.dirname(file));
  } finally {
    await rm(temporary, { force: true });
  }
  return (await readFile(file, 'utf8')).trim();
}

/** Flushes a folder's entries, so that a rename or link in it outlives a power cut. */
export async function syncFolder(dir: string): Promise<void> {
  const handle = await open(dir, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
