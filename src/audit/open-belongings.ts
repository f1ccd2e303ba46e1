import { link, mkdir, open, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { randomBytes } from 'node:crypto';
import { SettingsError } from '../config/env.js';
import { syncFolder } from '../database/embedded/data-folder.js';
import { temporaryName } from '../database/embedded/temporary.js';
import { projectDir } from '../kernel/project-dir.js';
import { CheckpointFolder } from './checkpoints.js';
import { LogMemory } from './log-memory.js';
import type { SealerBelongings } from './sealer.js';
import { makeSigningKey, parseSigningKeys, type SigningKey, SigningKeyError } from './signing-key.js';

export interface AuditSettings {
  readonly AUDIT_DIR?: string | undefined;
  readonly AUDIT_KEY?: string | undefined;
  readonly CHECKPOINT_DIR?: string | undefined;
}

/**
 * Finds what the sealer has of its own: its keys, its memory and the folder of its checkpoints. Where there is no key
 * yet, one is made.
 *
 * @param dataDir folder of our own Postgres; null for anybody else's
 * @param say is told where a new key was put
 * @throws SettingsError
 */
export async function openBelongings(
  settings: AuditSettings,
  dataDir: string | null,
  say: (line: string) => void,
): Promise<SealerBelongings> {
  const folder = auditFolder(settings, dataDir);
  const checkpoints = settings.CHECKPOINT_DIR ?? path.join(folder, 'checkpoints');
  return {
    keys: settings.AUDIT_KEY === undefined ? await ownKeys(folder, say) : givenKeys(settings.AUDIT_KEY),
    memory: new LogMemory(folder),
    checkpoints: new CheckpointFolder(path.resolve(projectDir, checkpoints)),
  };
}

const auditFolder = ({ AUDIT_DIR: given }: AuditSettings, dataDir: string | null): string =>
  given === undefined ? path.join(dataDir ?? path.join(projectDir, '.data'), 'audit') : path.resolve(projectDir, given);

function givenKeys(text: string): SigningKey[] {
  try {
    return parseSigningKeys(text);
  } catch (error) {
    if (!(error instanceof SigningKeyError)) throw error;
    throw new SettingsError([`AUDIT_KEY has a value that cannot be used. ${error.message}`]);
  }
}

async function ownKeys(folder: string, say: (line: string) => void): Promise<SigningKey[]> {
  const file = path.join(folder, 'signing-key');
  if (await makeKey(folder, file)) {
    say(`Made the key that signs the audit log, in ${file}. Keep a copy elsewhere: it cannot be made again.`);
  }
  try {
    return parseSigningKeys(await readFile(file, 'utf8'));
  } catch (error) {
    throw new SettingsError([`The audit log's signing key in ${file} cannot be used. ${(error as Error).message}`]);
  }
}

/**
 * Linked into place, so of several starts at once all use the same; flushed to disk, because a log that was signed by a
 * lost key cannot be gone on with.
 *
 * @returns whether there was none
 */
async function makeKey(folder: string, file: string): Promise<boolean> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const isThere = await readFile(file).then(
    () => true,
    (error: { code?: string }) => error.code !== 'ENOENT', // what cannot be read is told by who reads it
  );
  if (isThere) return false;
  const temporary = temporaryName(file);
  try {
    const handle = await open(temporary, 'wx', 0o600);
    await handle.writeFile(`${makeSigningKey(`claimdesk-${randomBytes(4).toString('hex')}`)}\n`);
    await handle.sync();
    await handle.close();
    await link(temporary, file);
    await syncFolder(folder);
    return true;
  } catch (error) {
    if ((error as { code?: string }).code === 'EEXIST') return false; // another start was quicker
    throw error;
  } finally {
    await rm(temporary, { force: true });
  }
}
