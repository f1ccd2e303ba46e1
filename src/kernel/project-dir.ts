import { existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const upwards = (folder: string): string =>
  existsSync(path.join(folder, 'package.json')) && path.basename(folder) !== 'dist'
    ? folder
    : upwards(path.dirname(folder));

/** The folder of package.json; the same whether this file runs from dist or as source. */
export const projectDir = upwards(path.dirname(fileURLToPath(import.meta.url)));
