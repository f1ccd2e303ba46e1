import { access, chown, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Binaries } from './binaries.js';
import { type DataFolder, readOrMakePassword, syncFolder } from './data-folder.js';
import { type Identity, isRoot } from './identity.js';
import { run } from './processes.js';
import { sweepTemporary, temporaryName } from './temporary.js';

export const hasCluster = (cluster: string): Promise<boolean> =>
  access(cluster).then(
    () => true,
    () => false,
  );

/**
 * Makes the cluster if there is none, in a temporary folder beside it that is renamed when complete. A kill at any
 * moment leaves garbage that the next start removes; of two at once, the first to rename wins and both use its cluster.
 * @param durable false leaves out the flush to disk.
 * @returns the password of its superuser `postgres`.
 */
export async function ensureCluster(
  folder: DataFolder,
  binaries: Binaries,
  who: Identity,
  options: { durable: boolean; log: (line: string) => void },
): Promise<string> {
  await sweepTemporary(folder.root, options.log);
  if (await hasCluster(folder.cluster)) {
    await assertUsable(folder, binaries);
    return (await readFile(folder.password, 'utf8')).trim();
  }
  const password = await readOrMakePassword(folder.password);
  options.log(`Making a new Postgres ${binaries.major} database in ${folder.root}`);
  const staging = temporaryName(folder.cluster);
  const data = path.join(staging, 'data');
  const passwordFile = path.join(staging, 'password'); // a copy that initdb may read
  try {
    await mkdir(staging, { mode: 0o700 });
    await writeFile(passwordFile, password, { mode: 0o600 });
    if (isRoot()) for (const at of [passwordFile, staging]) await chown(at, who.uid, who.gid);
    await run(binaries.initdb, initdbArguments(data, passwordFile, options.durable), who);
    await rename(data, folder.cluster).catch(async (error: unknown) => {
      if (!(await hasCluster(folder.cluster))) throw error;
    });
    if (options.durable) await syncFolder(folder.root);
  } finally {
    await rm(staging, { recursive: true, force: true });
  }
  await assertUsable(folder, binaries);
  return password;
}

function initdbArguments(data: string, passwordFile: string, durable: boolean): string[] {
  return [
    `--pgdata=${data}`,
    '--username=postgres',
    `--pwfile=${passwordFile}`,
    '--auth=scram-sha-256', // any local user can reach 127.0.0.1
    '--encoding=UTF8',
    // Sorts the same on every machine and after every upgrade of libc, so indexes stay valid
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    // pg_trgm asks libc what a letter is: with plain C it drops all that is not ASCII. macOS has no C.UTF-8
    `--locale=${process.platform === 'darwin' ? 'en_US.UTF-8' : 'C.UTF-8'}`,
    '--data-checksums', // a rotten disk page is an error and not a wrong answer
    ...(durable ? [] : ['--no-sync']),
  ];
}

/** @throws Error with a plain reason, where Postgres would only leave a line in its log. */
async function assertUsable(folder: DataFolder, binaries: Binaries): Promise<void> {
  const version = await readFile(path.join(folder.cluster, 'PG_VERSION'), 'utf8').catch(() => '');
  if (version.trim() === '') {
    throw new Error(`${folder.cluster} is there but is not a Postgres database. Move it away.`);
  }
  if (version.trim() !== binaries.major) {
    throw new Error(
      `${folder.cluster} was made by Postgres ${version.trim()}, and this is Postgres ${binaries.major}. ` +
        `Copy the data over with pg_dump and pg_restore, or use the version of Claimdesk that made it.`,
    );
  }
  await readFile(folder.password, 'utf8').catch((error: unknown) => {
    throw new Error(
      `The password of the database in ${folder.root} cannot be read. Restore ${folder.password} from a backup.`,
      { cause: error },
    );
  });
}
