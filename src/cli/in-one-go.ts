import { createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import type { Writable } from 'node:stream';

/** Writes a file that is there only once it is complete. */
export async function inOneGo(file: string, fill: (to: Writable) => Promise<unknown>): Promise<void> {
  const draft = `${file}.part`;
  try {
    await fill(createWriteStream(draft));
    await rename(draft, file);
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
}
