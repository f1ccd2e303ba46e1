import { afterAll, describe, expect, it } from '@jest/globals';
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { CompactRange, leafHash, verifyLog } from '../verifier/claimdesk-verify.mjs';
import { A, exampleLog, fileOf, TestKey, TestLog } from './fixtures/log-file.js';
import { VerifyCommand } from './fixtures/verify-command.js';

/** Where Debian's golang-golang-x-mod-dev puts golang.org/x/mod; so nothing is fetched. */
const GO = { env: { ...process.env, GOPATH: '/usr/share/gocode', GO111MODULE: 'off', GOFLAGS: '' } };
const isThere = spawnSync('go', ['list', 'golang.org/x/mod/sumdb/tlog'], GO).status === 0;
const needing = isThere ? describe : describe.skip;
const why = isThere ? '' : ' (needs Go: apt-get install golang-go golang-golang-x-mod-dev)';

const folder = mkdtempSync(path.join(tmpdir(), 'claimdesk-go-'));
const program = path.join(folder, 'independent');
if (isThere) {
  execFileSync('go', ['build', '-o', program, path.join(import.meta.dirname, 'independent/main.go')], GO);
}
const command = await VerifyCommand.create();
afterAll(async () => {
  rmSync(folder, { recursive: true });
  await command.remove();
});

const go = (args: string[], input = '') => {
  const { status, stdout, stderr } = spawnSync(program, args, { input, encoding: 'utf8', maxBuffer: 2 ** 26 });
  return { status, out: stdout.trim(), said: stderr.trim() };
};

/** A program that takes a while to compile on a busy machine. */
const PATIENT_MS = 120_000;

const key = new TestKey();
const log = new TestLog([key]);
for (let i = 0; i < 67; i += 1) log.add({ stream: A, ...(i % 5 === 0 ? { text: 'Ein „Wort“.' } : {}) });
const hashes = log.events.map(({ leaf }) => leafHash(leaf));

/** RFC 6962, 2.1, by our tree. */
function root(from: number, to: number): Uint8Array {
  const range = new CompactRange();
  for (const hash of hashes.slice(from, to)) range.append(hash);
  return range.root();
}
const base64 = (hash: Uint8Array) => Buffer.from(hash).toString('base64');
/** The largest power of two below the number of leaves. */
const half = (leaves: number) => 2 ** Math.ceil(Math.log2(leaves) - 1);

/** RFC 6962, 2.1.1: the path of leaf m of those from `from` to `to`. */
function inclusion(m: number, from: number, to: number): Uint8Array[] {
  if (to - from === 1) return [];
  const k = from + half(to - from);
  return m < k ? [...inclusion(m, from, k), root(k, to)] : [...inclusion(m, k, to), root(from, k)];
}

/** RFC 6962, 2.1.2. */
function consistency(m: number, from: number, to: number, isKnown = true): Uint8Array[] {
  if (m === to) return isKnown ? [] : [root(from, to)];
  const k = from + half(to - from);
  return m <= k ? [...consistency(m, from, k, isKnown), root(k, to)] : [...consistency(m, k, to, false), root(from, k)];
}

const SIZES = [1, 2, 3, 7, 8, 33, 64, 67];
const allProofs = () => ({
  inclusion: SIZES.flatMap((size) =>
    Array.from({ length: size }, (_, index) => ({
      size,
      index,
      root: base64(root(0, size)),
      leaf: base64(hashes[index]!),
      path: inclusion(index, 0, size).map(base64),
    })),
  ),
  consistency: SIZES.flatMap((size) =>
    Array.from({ length: size }, (_, i) => ({
      size,
      earlier: i + 1,
      root: base64(root(0, size)),
      earlierRoot: base64(root(0, i + 1)),
      path: consistency(i + 1, 0, size).map(base64),
    })),
  ),
});

needing(`Go’s note and tlog packages, of which we wrote nothing${why}`, () => {
  it(
    'verify our files, and compute the same root',
    async () => {
      for (const size of SIZES) {
        const file = await command.file(log.lines({ size, private: true }));
        const report = await command.run([file, '--key', key.verifierKey, '--json']);
        const { root: ours } = JSON.parse(report.out);
        expect(go(['check', file, key.verifierKey])).toEqual({
          status: 0,
          out: `${key.name} ${size} ${ours}`,
          said: '',
        });
      }
    },
    PATIENT_MS,
  );

  it('refuse what we refuse', async () => {
    const lines = log.lines();
    const changed = await command.file(lines.toSpliced(3, 1, lines[3]!.replace('QUEUED', 'DECIDED')));
    expect(go(['check', changed, key.verifierKey])).toMatchObject({
      status: 1,
      said: expect.stringContaining('not those'),
    });
    const file = await command.file(lines);
    const other = new TestKey().verifierKey;
    expect(go(['check', file, other])).toMatchObject({ status: 1, said: 'note has no verifiable signatures' });
    const edited = lines.toSpliced(-1, 1, lines.at(-1)!.replace('\\n67\\n', '\\n66\\n'));
    const forged = await command.file(edited);
    expect(go(['check', forged, key.verifierKey])).toMatchObject({
      status: 1,
      said: expect.stringContaining('invalid signature'),
    });
  });

  it('accept the inclusion and consistency proofs that our tree makes', () => {
    const proofs = allProofs();
    const total = SIZES.reduce((sum, size) => sum + size, 0);
    expect(go(['proofs'], JSON.stringify(proofs))).toEqual({ status: 0, out: `${total} ${total}`, said: '' });
  });

  it('refuse such a proof of another leaf or another tree', () => {
    const { inclusion: all, consistency: earlier } = allProofs();
    const one = all.findLast(({ size, index }) => size === 67 && index === 9)!;
    const wrongLeaf = { inclusion: [{ ...one, index: 10 }], consistency: [] };
    expect(go(['proofs'], JSON.stringify(wrongLeaf))).toMatchObject({ status: 1 });
    const two = earlier.findLast((each) => each.size === 67 && each.earlier === 9)!;
    const wrongTree = { inclusion: [], consistency: [{ ...two, earlierRoot: base64(root(1, 10)) }] };
    expect(go(['proofs'], JSON.stringify(wrongTree))).toMatchObject({ status: 1 });
  });

  it('make logs that we verify', async () => {
    const { verifierKey, lines, checkpoints } = JSON.parse(go(['make', '67']).out);
    for (const size of [0, ...SIZES]) {
      const file = fileOf([
        JSON.stringify({ $audit: 1, origin: 'go.example/audit', size }),
        ...lines.slice(0, size),
        JSON.stringify({ $checkpoint: checkpoints[size] }),
      ]);
      const earlier = checkpoints[Math.floor(size / 2)];
      const report = await verifyLog([file], { keys: [verifierKey], since: earlier });
      expect(report).toMatchObject({ code: 0, problem: null, shown: size, since: { size: Math.floor(size / 2) } });
    }
  });

  it('read a note that two keys signed, as while a key is replaced', async () => {
    const [old, next] = [new TestKey(), new TestKey()];
    const file = await command.file(exampleLog([old, next]).lines());
    for (const { verifierKey } of [old, next]) {
      expect(go(['check', file, verifierKey]).status).toBe(0);
      expect((await command.run([file, '--key', verifierKey])).code).toBe(0);
    }
  });
});
