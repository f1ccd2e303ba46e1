import { readFileSync } from 'node:fs';
import path from 'node:path';

/** What Vite says of the files that it made: https://vite.dev/guide/backend-integration */
type Manifest = Readonly<Record<string, { readonly file: string; readonly imports?: readonly string[] }>>;

/** Vite's name of the part with which every page begins; index.html names its files already. */
const FIRST_PART = 'index.html';

/** The fonts that every page shows; those of other scripts come when a text needs them. */
const FONTS = ['inter/files/inter-latin-wght', 'source-serif-4/files/source-serif-4-latin-wght'].map(
  (font) => `../node_modules/@fontsource-variable/${font}-normal.woff2`,
);

/**
 * The files that a page needs beside those that index.html names, so that a browser asks for all of them at once and
 * not for one after it has read another.
 *
 * @param folder of the build
 * @param part module of editor/ with which the page begins, where it is not in the first part
 * @returns values of the header Link (RFC 8288)
 */
export function linksTo(folder: string, part: string | null): string[] {
  const manifest = JSON.parse(readFileSync(path.join(folder, '.vite', 'manifest.json'), 'utf8')) as Manifest;
  const first = reachable(manifest, FIRST_PART);
  const scripts = part === null ? [] : [...reachable(manifest, part)].filter((each) => !first.has(each));
  const addressOf = (each: string): string => `/${manifest[each]!.file}`;
  return [
    ...scripts.map((each) => `<${addressOf(each)}>; rel=modulepreload`),
    ...FONTS.map((each) => `<${addressOf(each)}>; rel=preload; as=font; type="font/woff2"; crossorigin`),
  ];
}

function reachable(manifest: Manifest, part: string, found = new Set<string>()): Set<string> {
  if (found.has(part)) return found;
  found.add(part);
  for (const each of manifest[part]?.imports ?? []) reachable(manifest, each, found);
  return found;
}
