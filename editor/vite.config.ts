import { readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { brotliCompress, gzip } from 'node:zlib';
import { defineConfig, type Plugin } from 'vite';

const ROOT = fileURLToPath(new URL('.', import.meta.url));
const OUT = path.join(ROOT, 'dist');
/** Folder of the hashed files and the first part of their addresses; src/http/editor.controller.ts serves it. */
const ASSETS = 'editor';
/** What compression makes smaller; fonts are compressed already. */
const COMPRESSIBLE = /\.(?:js|css|svg)$/;

/** Leaves a .br and a .gz beside each file, so that the server need not compress while it serves. */
const compress = (): Plugin => ({
  name: 'compress',
  apply: 'build',
  async closeBundle() {
    const folder = path.join(OUT, ASSETS);
    for (const name of (await readdir(folder)).filter((file) => COMPRESSIBLE.test(file))) {
      const content = await readFile(path.join(folder, name));
      await writeFile(path.join(folder, `${name}.br`), await promisify(brotliCompress)(content));
      await writeFile(path.join(folder, `${name}.gz`), await promisify(gzip)(content, { level: 9 }));
    }
  },
});

/**
 * React Aria brings what it says to screen readers in thirty languages. The desk speaks those of src/text only; the
 * others are emptied, and the library falls back to English.
 */
const ownLanguagesOnly = (): Plugin => ({
  name: 'own-languages-only',
  apply: 'build',
  load(id) {
    const language = /react-(?:aria|stately|aria-components)\/.*\/intl\/.*([a-z]{2}-[A-Z]{2})\.m?js$/.exec(id)?.[1];
    return language === undefined || language === 'en-US' ? null : 'export default {};';
  },
});

export default defineConfig({
  root: ROOT,
  base: '/',
  publicDir: false,
  plugins: [ownLanguagesOnly(), compress()],
  build: {
    outDir: OUT,
    emptyOutDir: true,
    assetsDir: ASSETS,
    assetsInlineLimit: 0, // the security policy allows no font from a data: address
    target: 'es2022',
    reportCompressedSize: false,
    modulePreload: { polyfill: false },
  },
  worker: { format: 'es' },
  // `npx vite editor` beside a running `npm start`
  server: {
    proxy: Object.fromEntries(
      ['/auth', '/graphql', '/assets', '/graphiql', '/audit/'].map((at) => [
        at,
        { target: 'http://localhost:3000', ws: at === '/graphql' },
      ]),
    ),
  },
});
