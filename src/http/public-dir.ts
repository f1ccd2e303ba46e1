import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const require = createRequire(import.meta.url);

/** tsc copies no HTML or CSS. So dist/src/http serves the files of src/http, which are beside this one under Jest. */
const places = ['./public/', '../../../src/http/public/'].map((url) => fileURLToPath(new URL(url, import.meta.url)));

/** The folder of the static pages, their styles and scripts. */
export const publicDir = places.find(existsSync) ?? places[0]!;

/** @returns the folder of an installed package */
export const packageDir = (name: string): string => path.dirname(require.resolve(`${name}/package.json`));
