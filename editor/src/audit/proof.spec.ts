import { generateKeyPairSync, sign } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import {
  CompactRange,
  cover,
  formatCheckpoint,
  formatVerifierKey,
  keyId,
  leafHash,
} from '../../../verifier/claimdesk-verify.mjs';
import { EntryCounter } from './export-log.js';
import { findBreak } from './find-break.js';
import { verifyInclusion } from './inclusion.js';
import { entryOf, tilePath } from './tiles.js';

const ORIGIN = 'desk.example/log';
const { publicKey, privateKey } = generateKeyPairSync('ed25519');
const rawKey = publicKey.export({ type: 'spki', format: 'der' }).subarray(-32);
const KEY = formatVerifierKey(ORIGIN, rawKey);
const leafOf = (index: number): string => `{"c": "x", "n": ${index}}`;
const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');

/** The tree's own definition (RFC 6962, 2.1), to compare with. */
function rootOver(from: number, to: number): Uint8Array {
  const range = new CompactRange();
  for (let i = from; i < to; i += 1) range.append(leafHash(leafOf(i)));
  return range.root();
}

/** RFC 6962, 2.1.1. */
function path(index: number, from: number, to: number): Uint8Array[] {
  if (to - from === 1) return [];
  const middle = from + 2 ** (Math.ceil(Math.log2(to - from)) - 1);
  return index < middle
    ? [...path(index, from, middle), rootOver(middle, to)]
    : [...path(index, middle, to), rootOver(from, middle)];
}

function proofOf(index: number, size: number): string {
  const text = formatCheckpoint({ origin: ORIGIN, size, root: rootOver(0, size) });
  const signature = Buffer.concat([keyId(ORIGIN, rawKey), sign(null, Buffer.from(text), privateKey)]);
  const hashes = path(index, 0, size).map((hash) => `${base64(hash)}\n`);
  return `c2sp.org/tlog-proof@v1\nindex ${index}\n${hashes.join('')}\n${text}\n— ${ORIGIN} ${base64(signature)}\n`;
}

const verifying = (index: number, leaf = leafOf(index)) => ({ index, leaf: Buffer.from(leaf), keys: [KEY] });

describe('a proof of inclusion', () => {
  it('holds for every entry of logs of every shape', () => {
    for (let size = 1; size <= 20; size += 1) {
      for (let index = 0; index < size; index += 1) {
        expect(verifyInclusion(proofOf(index, size), verifying(index))).toMatchObject({ size, origin: ORIGIN });
      }
    }
  });

  it('does not hold for another entry, place, path or key', () => {
    const proof = proofOf(5, 13);
    const lines = proof.split('\n');
    expect(verifyInclusion(proof, verifying(5, leafOf(4)))).toBe('root');
    expect(verifyInclusion(proof, verifying(4))).toBe('form');
    expect(verifyInclusion(proof.replace('index 5', 'index 4'), verifying(4, leafOf(5)))).toBe('root');
    expect(verifyInclusion(lines.toSpliced(2, 1).join('\n'), verifying(5))).toBe('root');
    expect(verifyInclusion(lines.toSpliced(2, 0, lines[3]!).join('\n'), verifying(5))).toBe('root');
    expect(verifyInclusion(proof.replace(`${ORIGIN}\n13\n`, `${ORIGIN}\n14\n`), verifying(5))).toBe('signature');
    const other = generateKeyPairSync('ed25519').publicKey.export({ type: 'spki', format: 'der' }).subarray(-32);
    const keys = [formatVerifierKey(ORIGIN, other)];
    expect(verifyInclusion(proof, { ...verifying(5), keys })).toBe('signature');
    expect(verifyInclusion('', verifying(5))).toBe('form');
  });
});

describe('the line that breaks', () => {
  const SIZE = 1000;
  const leaves = Array.from({ length: SIZE }, (_, i) => leafOf(i));
  const asked: string[] = [];
  const load = (level: number, tile: number, width: number): Promise<Uint8Array> => {
    asked.push(tilePath(level, tile, width));
    const size = 256 ** level;
    const hashes = Array.from({ length: width }, (_, i) => {
      const from = (tile * 256 + i) * size;
      return rootOver(from, from + size);
    });
    return Promise.resolve(Buffer.concat(hashes));
  };
  const file = (lines: readonly string[]) => new Blob([`{"$audit":1}\n${lines.map((line) => `${line}\n`).join('')}`]);

  it('is found by few of the log’s hashes', async () => {
    expect(await findBreak(file(leaves), SIZE, load)).toBeNull();
    asked.length = 0;
    expect(await findBreak(file(leaves.with(700, leafOf(1))), SIZE, load)).toMatchObject({ line: 702, leaf: 700 });
    expect(asked).toEqual(['/audit/tile/1/000.p/3', '/audit/tile/0/002']);
  });

  it('is the first one after what is missing, also where others are withheld, and the one too many', async () => {
    expect(await findBreak(file(leaves.toSpliced(300, 1)), SIZE, load)).toMatchObject({ line: 302, leaf: 300 });
    const skip = `{"$skip":900,"h":[${[...cover(0, 900)].map(() => '""').join(',')}]}`;
    const tail = leaves.slice(900);
    expect(await findBreak(file([skip, ...tail]), SIZE, load)).toBeNull();
    expect(await findBreak(file([skip, ...tail.with(50, '{"c": ""}')]), SIZE, load)).toMatchObject({ leaf: 950 });
    expect(await findBreak(file([...leaves, leafOf(0)]), SIZE, load)).toMatchObject({ line: 1002, leaf: 1000 });
  });
});

it('addresses tiles as C2SP tlog-tiles does, and takes an entry out of a bundle', () => {
  expect(tilePath(0, 0, 256)).toBe('/audit/tile/0/000');
  expect(tilePath('entries', 1234, 7)).toBe('/audit/tile/entries/x001/234.p/7');
  const bundle = Buffer.from('\0\u0002ab\0\u0003cde');
  expect([0, 1, 2].map((place) => entryOf(bundle, place)?.toString())).toEqual(['ab', 'cde', undefined]);
});

it('counts the entries of a file wherever it is cut', () => {
  const bytes = Buffer.from('{"$audit":1}\n{"c": 1}\n{"$private":"{\\"c"}\n{"d":2}\n{"$checkpoint":""}\n');
  for (let cut = 0; cut <= bytes.length; cut += 1) {
    const counter = new EntryCounter();
    counter.take(bytes.subarray(0, cut));
    counter.take(bytes.subarray(cut));
    expect([cut, counter.entries]).toEqual([cut, 2]);
  }
});
