import { open, rename } from 'node:fs/promises';
import path from 'node:path';
import { syncFolder } from '../database/embedded/data-folder.js';

/**
 * Replaces a file as a whole: after a power cut it has the old content or the new one. One process at a time.
 *
 * @param mode who may read it, of a file that is new
 */
export async function writeDurably(file: string, content: string, mode = 0o644): Promise<void> {
  const temporary = `${file}.new`;
  const handle = await open(temporary, 'w', mode);
  try {
    await handle.writeFile(content);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(temporary, file);
  await syncFolder(path.dirname(file));
}
