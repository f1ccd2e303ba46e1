import { randomBytes } from 'node:crypto';
import { readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { isAlive, processToken } from './processes.js';

const TEMPORARY = /\.tmp-(\d+@[\w-]+)-[0-9a-f]{8}$/;

/**
 * @returns a name beside `target` for something that will be renamed to it. It carries the maker's process token, so
 * what a killed process leaves behind can be told from what a live one is working on.
 */
export const temporaryName = (target: string): string =>
  `${target}.tmp-${processToken(process.pid)}-${randomBytes(4).toString('hex')}`;

/** Removes what dead processes left unfinished in a folder. */
export async function sweepTemporary(dir: string, log: (line: string) => void): Promise<void> {
  for (const name of await readdir(dir).catch(() => [])) {
    const token = TEMPORARY.exec(name)?.[1];
    if (token === undefined || isAlive(token)) continue;
    log(`Removing ${path.join(dir, name)}, which a killed start left unfinished`);
    // Its initdb may still be writing for a second: rm tries again when a folder fills behind it
    const options = { recursive: true, force: true, maxRetries: 8, retryDelay: 100 };
    await rm(path.join(dir, name), options).catch((error: Error) => log(`Cannot remove it: ${error.message}`));
  }
}
