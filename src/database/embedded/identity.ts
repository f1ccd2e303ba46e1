import { lstat, realpath, stat } from 'node:fs/promises';
import path from 'node:path';

/** The user that Postgres runs as. Equal to our own unless we are root. */
export interface Identity {
  readonly uid: number;
  readonly gid: number;
}

/**
 * `nobody` on Debian, Fedora, Alpine and in the usual container images. Postgres refuses to run as root, and this
 * account is there without a useradd. initdb wants the uid to have a name, so it cannot be just any number.
 */
const NOBODY: Identity = { uid: 65534, gid: 65534 };

export const isRoot = (): boolean => process.getuid?.() === 0;

/** @returns who makes a new cluster: `nobody` if we are root, else we ourselves. */
export const newClusterIdentity = (): Identity =>
  isRoot() ? NOBODY : { uid: process.getuid?.() ?? 0, gid: process.getgid?.() ?? 0 };

/**
 * @returns who has to run an existing cluster: its owner, because Postgres accepts no other. A folder made by an
 * ordinary user can thus be started by root later.
 * @throws Error if we are neither root nor the owner.
 */
export async function clusterIdentity(clusterDir: string): Promise<Identity> {
  const owner = await stat(clusterDir);
  if (isRoot()) return owner.uid === 0 ? NOBODY : { uid: owner.uid, gid: owner.gid };
  if (owner.uid === process.getuid?.()) return { uid: owner.uid, gid: owner.gid };
  throw new Error(
    `The database in ${clusterDir} belongs to uid ${owner.uid}, and this process runs as uid ${process.getuid?.()}. ` +
      `Start as that user or as root, or set DATA_DIR to another folder.`,
  );
}

/** @returns the options of child_process for running as `who`. An ordinary user cannot change its uid and need not. */
export const spawnAs = (who: Identity): Partial<Identity> => (isRoot() ? who : {});

/**
 * The environment of Postgres: nothing of ours, since its processes are readable by others of the same uid and ours
 * may hold secrets. LC_ALL=C keeps messages in English, because some are recognised by their text.
 */
export const postgresEnv = (): NodeJS.ProcessEnv => ({
  PATH: process.env['PATH'],
  LC_ALL: 'C',
  TZ: 'UTC',
});

/**
 * @returns the outermost folder on the way to `target` (itself included) that `who` may not enter; undefined if all
 * are open. Folders that do not exist yet count as open. Always undefined for ordinary users: Postgres then runs as
 * we do and meets the same errors.
 */
export async function closedFolder(target: string, who: Identity): Promise<string | undefined> {
  if (!isRoot()) return undefined;
  const real = await realpathOfExisting(path.resolve(target));
  const names = real.split(path.sep).filter(Boolean);
  for (let depth = 0; depth <= names.length; depth++) {
    const folder = path.sep + names.slice(0, depth).join(path.sep);
    const info = await lstat(folder).catch(() => undefined);
    if (info && !(info.mode & enterBit(info, who))) return folder;
  }
  return undefined;
}

/** Unix looks at one class only: an owner without x is locked out even where others may enter. */
function enterBit(info: { uid: number; gid: number }, who: Identity): number {
  if (info.uid === who.uid) return 0o100;
  return info.gid === who.gid ? 0o010 : 0o001;
}

async function realpathOfExisting(target: string): Promise<string> {
  for (let at = target; ; at = path.dirname(at)) {
    const real = await realpath(at).catch(() => undefined);
    if (real !== undefined) return path.join(real, path.relative(at, target));
  }
}
