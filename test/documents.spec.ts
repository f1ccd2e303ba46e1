import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, it } from '@jest/globals';
import { about, type SettingName, SETTINGS } from '../src/config/settings.js';
import { projectDir } from '../src/kernel/project-dir.js';
import { TRANSITIONS } from '../src/review/review-states.js';

const read = (name: string): Promise<string> => readFile(path.join(projectDir, name), 'utf8');

it('ARCHITECTURE.md draws the states of a review as the code has them', async () => {
  const drawn = [...(await read('ARCHITECTURE.md')).matchAll(/^ {2}(\[\*\]|[A-Z_]+) --> ([A-Z_]+): (\w+)$/gm)].map(
    ([, from, to, name]) => `${name}: ${from} to ${to}`,
  );
  const coded = Object.entries(TRANSITIONS).flatMap(([name, { from, to }]) => {
    const starts = from.length === 0 ? ['[*]'] : [...from];
    return starts.flatMap((start) => [...to].map((end) => `${name}: ${start} to ${end}`));
  });
  expect(drawn.toSorted()).toEqual(coded.toSorted());
});

it('README.md lists the settings as the code has them', async () => {
  const readme = await read('README.md');
  const rows = [...readme.matchAll(/^\| `([A-Z_]+)` \| (.+?) \| (.+?) \| (.+?) \|$/gm)].map((match) => match.slice(1));
  const coded = (Object.keys(SETTINGS) as SettingName[]).map((name) => {
    const { description, allowed, fallback } = about(name);
    return [name, description, allowed, fallback];
  });
  expect(rows).toEqual(coded);
});

it('README.md names only commands that there are', async () => {
  const { scripts } = JSON.parse(await read('package.json')) as { scripts: Record<string, string> };
  const named = [...(await read('README.md')).matchAll(/npm run (?:-s )?([a-z:-]+)/g)].map(([, name]) => name!);
  expect(named.filter((name) => !(name in scripts))).toEqual([]);
});
