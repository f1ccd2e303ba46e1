import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { leafHash, nodeHash, openNote, parseCheckpoint } from '../verifier/claimdesk-verify.mjs';
import { parseTilePath } from '../src/audit/tile-path.js';
import { TEST_ORIGIN, TEST_VERIFIER_KEY } from './audit-key.js';
import { DeskApp, type Person } from './desk-app.js';
import { hex } from './exported-log.js';
import { fillLog } from './log-filler.js';

const TILE = 256;
let app: DeskApp;
let auditor: Person;
let size: number;
let leaves: string[];
beforeAll(async () => {
  app = await DeskApp.start();
  auditor = await app.person('AUDITOR');
  await fillLog(app, 7_000); // more than 256 × 256 leaves, so that there are three levels
  ({ size } = await app.seal());
  leaves = (
    await app.sql('SELECT e.leaf FROM audit.leaf l JOIN audit.event e ON e.id = l.event_id ORDER BY l.idx')
  ).map(({ leaf }) => leaf);
}, 60_000);
afterAll(() => app.stop());

const get = (path: string, headers: Record<string, string> = {}) =>
  fetch(app.url + path, { headers: { authorization: `Bearer ${auditor.token}`, ...headers } });
async function bytesOf(path: string): Promise<Buffer> {
  const answer = await get(path);
  expect([path, answer.status, answer.headers.get('content-type')]).toEqual([path, 200, 'application/octet-stream']);
  return Buffer.from(await answer.arrayBuffer());
}
/** C2SP tlog-tiles: groups of three digits, all but the last after an x. */
const nameOf = (n: number) =>
  String(n)
    .padStart(Math.ceil(String(n).length / 3) * 3, '0')
    .replaceAll(/\d{3}(?=\d)/g, 'x$&/');
const hashesIn = (tile: Buffer) =>
  Array.from({ length: tile.length / 32 }, (_, i): Uint8Array => tile.subarray(i * 32, i * 32 + 32));

/** RFC 6962, 2.1: the root over hashes of subtrees of one height, the last of which may be missing. */
function rootOf(hashes: readonly Uint8Array[]): Uint8Array {
  if (hashes.length === 1) return hashes[0]!;
  let split = 1;
  while (split * 2 < hashes.length) split *= 2;
  return nodeHash(rootOf(hashes.slice(0, split)), rootOf(hashes.slice(split)));
}

/** @returns all hashes of a level, by its tiles */
async function level(l: number): Promise<Uint8Array[]> {
  const count = Math.floor(size / TILE ** l);
  const found: Uint8Array[] = [];
  for (let n = 0; n * TILE < count; n += 1) {
    const width = Math.min(TILE, count - n * TILE);
    found.push(...hashesIn(await bytesOf(`/audit/tile/${l}/${nameOf(n)}${width < TILE ? `.p/${width}` : ''}`)));
  }
  return found;
}

describe('the tiles', () => {
  it('are the tree that the checkpoint signs', async () => {
    const answer = await fetch(`${app.url}/audit/checkpoint`);
    expect([answer.status, answer.headers.get('content-type'), answer.headers.get('cache-control')]).toEqual([
      200,
      'text/plain; charset=utf-8',
      'no-store',
    ]);
    const key = await (await fetch(`${app.url}/audit/key`)).text();
    expect(key).toBe(`${TEST_VERIFIER_KEY}\n`);
    const checkpoint = parseCheckpoint(openNote(await answer.text(), [key.trim()]));
    expect([checkpoint.origin, checkpoint.size]).toEqual([TEST_ORIGIN, size]);

    const [zero, one, two] = [await level(0), await level(1), await level(2)];
    expect([zero.length, one.length, two.length]).toEqual([size, Math.floor(size / TILE), 1]);
    expect(zero.map(hex)).toEqual(leaves.map((leaf) => hex(leafHash(leaf))));
    expect(one.map(hex)).toEqual(one.map((_, i) => hex(rootOf(zero.slice(i * TILE, (i + 1) * TILE)))));
    expect(hex(two[0]!)).toBe(hex(rootOf(one.slice(0, TILE))));
    expect(hex(rootOf(zero))).toBe(hex(checkpoint.root));
  }, 60_000);

  it('have entries that are the leaves, each after its length', async () => {
    for (const [path, first, width] of [
      ['entries/000', 0, TILE],
      ['entries/001', TILE, TILE],
      [`entries/${nameOf(Math.floor(size / TILE))}.p/${size % TILE}`, size - (size % TILE), size % TILE],
    ] as const) {
      const bundle = await bytesOf(`/audit/tile/${path}`);
      const entries: string[] = [];
      for (let at = 0, end; at < bundle.length; at = end) {
        end = at + 2 + bundle.readUInt16BE(at);
        entries.push(bundle.subarray(at + 2, end).toString());
      }
      expect(entries).toEqual(leaves.slice(first, first + width));
    }
    expect((await get('/audit/tile/entries/000', { 'accept-encoding': 'gzip' })).headers.get('content-encoding')).toBe(
      'gzip',
    );
  });

  it('may be kept for ever where they are full, and by the caller alone', async () => {
    const kept = async (path: string) => (await get(`/audit/tile/${path}`)).headers.get('cache-control');
    expect(await kept('0/001')).toBe('private, max-age=31536000, immutable');
    expect(await kept('entries/001')).toBe('private, max-age=31536000, immutable');
    expect(await kept('0/001.p/9')).toBe('private, max-age=600');
  });

  it('are not there beyond the tree, or by another name', async () => {
    const last = Math.floor(size / TILE);
    const paths = [
      `0/${nameOf(last)}`,
      `0/${nameOf(last)}.p/${(size % TILE) + 1}`,
      `entries/${nameOf(last)}`,
      `0/${nameOf(last + 1)}.p/1`,
      '2/000',
      '2/000.p/2',
      '3/000.p/1',
      '63/000.p/1',
      '',
      '0',
      '0/',
      '0/0',
      '0/00',
      '0/0000',
      '0/x000/001',
      '0/000.p/0',
      '0/000.p/256',
      '0/000.p/01',
      '00/000',
      '64/000',
      '-1/000',
      'x/000',
      '0/000.p/',
      '0/x001',
      'entries/1',
    ];
    for (const path of paths) expect([path, (await get(`/audit/tile/${path}`)).status]).toEqual([path, 404]);
    expect((await fetch(`${app.url}/audit/tile/0/000`)).status).toBe(401);
  });
});

it('a path of a tile is read in its one right spelling', () => {
  expect(parseTilePath('0/x001/x234/067')).toEqual({ level: 0, tile: 1_234_067, width: 256 });
  expect(parseTilePath('entries/x123/456.p/7')).toEqual({ level: 'entries', tile: 123_456, width: 7 });
  expect(parseTilePath('5/x010/x000/x000/x000/000')).toEqual({ level: 5, tile: 1e13, width: 256 });
  expect(parseTilePath('5/x999/x999/x999/x999/999')).toBeNull();
});

it('an inclusion proof leads from the leaf to the root of its checkpoint', async () => {
  const ask = (index: number, at?: number) =>
    auditor.data('query ($index: Int!, $size: Int) { inclusionProof(index: $index, size: $size) }', {
      index,
      size: at ?? null,
    });
  for (const index of [0, 1, 255, 256, 65_535, 65_536, size - 2, size - 1]) {
    const { inclusionProof } = await ask(index);
    const [head, ...note] = (inclusionProof as string).split('\n\n');
    const [name, at, ...hashes] = head!.split('\n');
    expect([name, at]).toEqual(['c2sp.org/tlog-proof@v1', `index ${index}`]);
    const checkpoint = parseCheckpoint(openNote(note.join('\n\n'), [TEST_VERIFIER_KEY]));
    expect(hex(climb(index, checkpoint.size, leafHash(leaves[index]!), hashes))).toBe(hex(checkpoint.root));
  }
  expect((await ask(size)).inclusionProof).toBeNull();
  expect((await ask(-1)).inclusionProof).toBeNull();
  expect((await ask(0, size - 1)).inclusionProof).toBeNull(); // no checkpoint has this size
});

/** RFC 9162, 2.1.3.2: the verification of an inclusion proof. */
function climb(index: number, treeSize: number, leaf: Uint8Array, proof: readonly string[]): Uint8Array {
  let [fn, sn, root] = [index, treeSize - 1, leaf];
  for (const text of proof) {
    const hash = Buffer.from(text, 'base64');
    if (fn % 2 === 1 || fn === sn) {
      root = nodeHash(hash, root);
      while (fn % 2 === 0 && fn !== 0) [fn, sn] = [fn / 2, Math.floor(sn / 2)];
    } else root = nodeHash(root, hash);
    [fn, sn] = [Math.floor(fn / 2), Math.floor(sn / 2)];
  }
  return root;
}
