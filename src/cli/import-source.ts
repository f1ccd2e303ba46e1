import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import path from 'node:path';
import type { Readable } from 'node:stream';
import type { SourceIdentity } from '../intake/import/import-progress.js';
import { RefusedError } from './failures.js';
import { type ImportOptions, STANDARD_INPUT } from './import-options.js';

/** Bytes read at once: larger than node's 64 KiB, so that fewer reads come between batches. */
const CHUNK_BYTES = 256 * 1024;

/** What is imported. */
export interface ImportSource {
  /** Without its folder. */
  readonly name: string;
  /** In bytes; null where it is not known, as for a pipe. */
  readonly size: number | null;
  /** Null for what cannot be read twice. */
  readonly identity: SourceIdentity | null;
  readonly stream: Readable;
}

/** @throws RefusedError if the file cannot be read */
export async function openSource(options: ImportOptions, stdin: Readable): Promise<ImportSource> {
  const { file } = options;
  if (file === STANDARD_INPUT) return { name: 'stdin', size: null, identity: null, stream: stdin };
  const name = path.basename(file);
  try {
    const about = await stat(file);
    if (about.isDirectory()) throw new RefusedError(`${file} is a folder.`);
    const isFile = about.isFile(); // and not a pipe, such as /dev/stdin or <(zcat …)
    const identity = isFile && !options.isDryRun ? { hash: await hashOf(options), name } : null;
    const stream = createReadStream(file, { highWaterMark: CHUNK_BYTES });
    return { name, size: isFile ? about.size : null, identity, stream };
  } catch (error) {
    if (error instanceof RefusedError) throw error;
    throw new RefusedError(`${file} cannot be read: ${(error as Error).message}.`);
  }
}

/**
 * Of the whole file, and not of its ends: a line that was mended in the middle makes it another file. It takes a
 * second for 1 GB (measured), and importing that many claims takes minutes.
 */
async function hashOf({ file, format, desk = '', language = '' }: ImportOptions): Promise<string> {
  const hash = createHash('sha256').update(`${JSON.stringify({ format, desk, language })}\n`);
  for await (const chunk of createReadStream(file, { highWaterMark: 1024 * 1024 })) hash.update(chunk as Buffer);
  return hash.digest('hex');
}
