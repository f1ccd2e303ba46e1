import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { openBelongings } from './open-belongings.js';
import { formatSigningKey } from './signing-key.js';

let dataDir: string;
let said: string[];
beforeEach(async () => {
  dataDir = await mkdtemp(path.join(tmpdir(), 'claimdesk-belongings-'));
  said = [];
});
afterEach(() => rm(dataDir, { recursive: true }));
const open = (settings = {}) => openBelongings(settings, dataDir, (line) => said.push(line));

it('the first start makes a key that only its user can read; all later ones use it, also several at once', async () => {
  const made = await Promise.all([open(), open(), open()]);
  const [key] = made[0].keys;
  expect(key!.name).toMatch(/^claimdesk-[0-9a-f]{8}$/);
  for (const { keys } of [...made, await open()])
    expect(keys.map((each) => each.verifierKey)).toEqual([key!.verifierKey]);
  const file = path.join(dataDir, 'audit/signing-key');
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  expect((await stat(path.dirname(file))).mode & 0o777).toBe(0o700);
  expect(said).toEqual([expect.stringContaining(`Made the key that signs the audit log, in ${file}.`)]);
});

it('AUDIT_DIR, AUDIT_KEY and CHECKPOINT_DIR say otherwise', async () => {
  const [newer, older] = [1, 2].map((seed) => formatSigningKey('log.example', new Uint8Array(32).fill(seed)));
  const [AUDIT_DIR, CHECKPOINT_DIR] = [path.join(dataDir, 'a'), path.join(dataDir, 'c')];
  const own = await open({ AUDIT_DIR, CHECKPOINT_DIR, AUDIT_KEY: `${newer}\n${older}` });
  expect(own.keys.map(({ name }) => name)).toEqual(['log.example', 'log.example']);
  expect(own.memory.file).toBe(path.join(AUDIT_DIR, 'sealer.json'));
  await own.checkpoints.publish(7, 'a note\n');
  expect(await readFile(path.join(CHECKPOINT_DIR, '7'), 'utf8')).toBe('a note\n');
  expect(said).toEqual([]);
});

it('a key that cannot be used stops the start, and is not shown', async () => {
  const wrong = formatSigningKey('log.example', new Uint8Array(32)).replace('log.', 'lag.');
  await expect(open({ AUDIT_KEY: wrong })).rejects.toThrow(/AUDIT_KEY has a value that cannot be used\. Its id/);
  const file = path.join(dataDir, 'signing-key');
  await writeFile(file, wrong);
  await expect(open({ AUDIT_DIR: dataDir })).rejects.toThrow(`The audit log's signing key in ${file} cannot be used.`);
  await expect(open({ AUDIT_DIR: dataDir })).rejects.not.toThrow(/AAAAAA/);
  expect(await readFile(file, 'utf8')).toBe(wrong);
});
