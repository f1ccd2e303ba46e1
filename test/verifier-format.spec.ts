import { describe, expect, it } from '@jest/globals';
import { execFile } from 'node:child_process';
import path from 'node:path';
import { isDeepStrictEqual, promisify } from 'node:util';
import fc from 'fast-check';
import { formatCheckpoint, parseVerifierKey, verifyLog } from '../verifier/claimdesk-verify.mjs';
import { PROJECT_DIR } from './fixtures/load-embedded.mjs';
import { A, exampleLog, fileOf, TestKey, TestLog } from './fixtures/log-file.js';

const key = new TestKey();
const keys = [key.verifierKey];
const log = exampleLog([key]);
const lines = log.lines({ private: true });
const text = fileOf(lines);
const bytes = Buffer.from(text);
const HEADER = lines[0]!;
const END = lines.at(-1)!;

describe('the format', () => {
  const line = log.events[0]!.leaf;
  it.each([
    ['an empty file', '', 'The file is empty.'],
    ['another file', 'a,b\n1,2\n', 'This is no exported log'],
    ['a byte order mark', `\ufeff${text}`, 'This is no exported log'],
    ['a control line first that is no header', fileOf([END]), 'The first line is not the header'],
    ['another version', fileOf(['{"$audit":2}']), 'another version than 1'],
    [
      'a header with more in it',
      fileOf(['{"$audit":1,"origin":"x","size":1,"x":1}']),
      'The header is not one of version 1.',
    ],
    ['a header without size', fileOf(['{"$audit":1,"origin":"x"}']), 'The header is not one of version 1.'],
    ['a header with a size that is none', fileOf(['{"$audit":1,"origin":"x","size":1.5}']), 'The header is not one of'],
    [
      'a header written otherwise',
      fileOf(['{"$audit": 1,"origin":"x","size":1}']),
      'not written as the format demands',
    ],
    [
      'a name given twice',
      fileOf(['{"$audit":1,"origin":"x","size":1,"size":2}']),
      'not written as the format demands',
    ],
    ['line ends of Windows', text.replaceAll('\n', '\r\n'), 'The line ends were changed to CR LF'],
    ['a second header', fileOf([HEADER, HEADER]), 'This control line is unknown, or stands where it must not.'],
    ['an unknown control line', fileOf([HEADER, '{"$x":1}']), 'This control line is unknown'],
    ['a control line that is no JSON', fileOf([HEADER, '{"$']), 'not written as the format demands'],
    [
      'bytes that are no UTF-8',
      Buffer.from(`${HEADER}\n{"$x":"\u00ff"}\n`, 'latin1'),
      'not written as the format demands',
    ],
    ['a skip of nothing', fileOf([HEADER, '{"$skip":0,"h":[]}']), 'This is no skip of version 1.'],
    ['a skip whose hash is none', fileOf([HEADER, '{"$skip":1,"h":["AA=="]}']), 'A hash of this skip is none.'],
    ['a private text before any leaf', fileOf([HEADER, '{"$erased":true}']), 'must follow its leaf directly'],
    [
      'a private text after a private text',
      fileOf([HEADER, line, ...lines.slice(2, 4), lines[3]!]),
      'must follow its leaf directly',
    ],
    ['a private text without salt', fileOf([HEADER, line, '{"$private":"x","salt":""}']), 'This is no private text of'],
    ['a line after the checkpoint', `${text}${line}\n`, 'something after the checkpoint'],
    ['an empty line after the checkpoint', `${text}\n`, 'something after the checkpoint'],
    ['a beginning of a line after the checkpoint', `${text}x`, 'The last line has no end: the file is cut off.'],
    ['a last line without its line feed', text.slice(0, -1), 'The last line has no end: the file is cut off.'],
    ['a checkpoint that is no note', fileOf([HEADER, '{"$checkpoint":"x"}']), 'The note is malformed.'],
    ['a checkpoint that is no text', fileOf([HEADER, '{"$checkpoint":1}']), 'This is no checkpoint of version 1.'],
    ['a line without an end', Buffer.alloc(17 * 1024 * 1024, 'x'), 'A line is longer than 16 MiB.'],
  ])('is not that of %s', async (_what, content, message) => {
    const report = await verifyLog([content], { keys });
    expect(report).toMatchObject({ code: 2, problem: expect.stringContaining(message), unknowable: [] });
  });

  it('is that of an empty log', async () => {
    const empty = new TestLog([key]);
    const report = await verifyLog([fileOf(empty.lines())], { keys, since: empty.checkpoint() });
    expect(report).toMatchObject({ code: 0, size: 0, shown: 0, streams: 0, firstAt: null, since: { size: 0 } });
  });

  it('holds a leaf that was signed to what an event is', async () => {
    const own = new TestLog([key]);
    own.events.push({ leaf: '{"v": 2}' });
    expect(await verifyLog([fileOf(own.lines())], { keys })).toMatchObject({
      code: 2,
      problem: 'This leaf is not an event of version 1.',
      line: 2,
      leaf: 0,
    });
  });

  it('hashes bytes: what is no UTF-8 does not pass as the character that replaces it', async () => {
    const own = new TestLog([key]).add({ stream: A, row: { statement: 'x\ufffdy' } });
    const file = Buffer.from(fileOf(own.lines()));
    expect((await verifyLog([file], { keys })).code).toBe(0);
    const at = file.indexOf('\ufffd');
    const changed = Buffer.concat([file.subarray(0, at), Buffer.from([0xff]), file.subarray(at + 3)]);
    expect(changed.toString()).toBe(file.toString());
    expect((await verifyLog([changed], { keys })).code).toBe(1);
  });

  it('is read in whatever pieces it comes', async () => {
    const single = Array.from(bytes, (_, i) => bytes.subarray(i, i + 1));
    const whole = await verifyLog([bytes], { keys });
    expect(whole.code).toBe(0);
    for (const chunks of [single, [text], new Blob([bytes]).stream(), [new Uint8Array(), bytes]]) {
      expect(await verifyLog(chunks as Iterable<Uint8Array>, { keys })).toEqual(whole);
    }
  });

  it('tells each leaf with its private text, and waits for who is told', async () => {
    const told: unknown[] = [];
    const file = fileOf(log.lines({ private: true, erased: [4] }));
    let isBusy = false;
    await verifyLog([file], {
      keys,
      onLeaf: async ({ seq }, index, words) => {
        expect(isBusy).toBe(false);
        isBusy = true;
        await new Promise((resolve) => setImmediate(resolve));
        told.push([index, seq, words]);
        isBusy = false;
      },
    });
    expect(told).toEqual([
      [0, 1, undefined],
      [1, 2, '{"excerpt": "Worte – “ü”."}'],
      [2, 1, undefined],
      [3, 3, undefined],
      [4, 4, null],
      [5, 2, undefined],
      [6, 1, undefined],
      [7, 3, '{"rationale": "On record."}'],
      [8, 5, undefined],
      [9, 2, undefined],
    ]);
  });

  it('lists only the first problems, and counts all', async () => {
    const report = await verifyLog([fileOf([HEADER, ...Array.from({ length: 100 }, () => 'x'), END])], { keys });
    expect(report).toMatchObject({ code: 1, problemCount: 101, line: 2, leaf: 0 });
    expect(report.problems).toHaveLength(21);
    expect(report.problem).toContain('The file has 100 leaves');
  });

  it('needs a key that is one', async () => {
    await expect(verifyLog([text], { keys: [] })).rejects.toThrow('No key is trusted');
    await expect(verifyLog([text], { keys: ['x'] })).rejects.toThrow('The key is none.');
    expect(parseVerifierKey(keys[0]!)).toMatchObject({ name: key.name });
  });

  it('keeps the numbers of a hundred thousand streams apart', async () => {
    const many = Array.from(
      { length: 100_000 },
      (_, i) => `${i.toString(16).padStart(8, '0')}-0000-7000-8000-${'0'.repeat(12)}`,
    );
    const leafOf = (stream: string, seq: number) =>
      `{"v": 1, "at": "2026-11-01T09:00:00.000000Z", "op": "INSERT", "seq": ${seq}, "actor": "system:x", "table": "x", "stream": "${stream}"}`;
    const content = [
      HEADER,
      ...many.map((stream) => leafOf(stream, 1)),
      ...many.map((stream) => leafOf(stream, 2)),
      leafOf(many[7]!, 2),
      END,
    ];
    const report = await verifyLog([fileOf(content)], { keys });
    expect(report).toMatchObject({ code: 1, streams: 100_000, leaf: 200_000 });
    expect(report.problems.find(({ leaf }) => leaf !== null)!.message).toContain(
      `Stream ${many[7]} goes from event 2 to 2`,
    );
  });

  it('is verified where there is no Node, with cryptography that is handed in', async () => {
    const script = `
      import { createHash, createPublicKey, verify } from 'node:crypto';
      const { argv, stdout } = process;
      delete globalThis.process;
      const { useCryptography, verifyLog } = await import(argv[1]);
      const refused = await verifyLog([argv[2]], { keys: [argv[3]] }).catch((error) => error.message);
      useCryptography({
        sha256: (...parts) => parts.reduce((hash, part) => hash.update(part), createHash('sha256')).digest(),
        verifyEd25519: (key, message, signature) => verify(null, message, createPublicKey({ format: 'jwk',
          key: { kty: 'OKP', crv: 'Ed25519', x: Buffer.from(key).toString('base64url') } }), signature),
      });
      const { code, shown } = await verifyLog([argv[2]], { keys: [argv[3]] });
      stdout.write(JSON.stringify([refused, code, shown]));`;
    const verifier = path.join(PROJECT_DIR, 'verifier/claimdesk-verify.mjs');
    const { stdout } = await promisify(execFile)(process.execPath, [
      '--input-type=module',
      '-e',
      script,
      verifier,
      text,
      keys[0]!,
    ]);
    expect(JSON.parse(stdout)).toEqual(['There is no cryptography here: call useCryptography first.', 0, 10]);
  });
});

describe('a change of a single byte', () => {
  /** Base64 that ends in one "=" and that a lax reader takes for the same bytes: two bits of its last character are unused. */
  const alike = (encoded: string): string[] => {
    const bytesOf = (base64: string) => Buffer.from(base64, 'base64').toString('hex');
    return Array.from('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/')
      .map((last) => `${encoded.slice(0, -2)}${last}=`)
      .filter((other) => other !== encoded && bytesOf(other) === bytesOf(encoded));
  };
  it.each([
    ['a skip', fileOf(log.lines({ show: (_, index) => index > 0 })), /"h":\["([^"]*)"/, 'A hash of this skip is none.'],
    ['a signature', text, / ([\w+/]{91}=)\\n"/, 'A signature of the note is malformed.'],
  ])('is not hidden in the unused bits of base64: %s', async (_what, file, place, message) => {
    const hash = place.exec(file)![1]!;
    expect(alike(hash)).toHaveLength(3);
    for (const other of alike(hash)) {
      const report = await verifyLog([file.replace(hash, other)], { keys });
      expect(report).toMatchObject({ code: 2, problem: message });
    }
  });

  /** What a change leaves as it was, if it is not noticed. The size in bytes of the file is no fact of the log. */
  const facts = async (content: Uint8Array) => {
    const { bytes: _, ...rest } = await verifyLog([content], { keys });
    return rest;
  };
  const flip = (file: Buffer, at: number, to: number) =>
    Buffer.concat([file.subarray(0, at), Buffer.from([to]), file.subarray(at + 1)]);
  const insert = (file: Buffer, at: number, what: number) =>
    Buffer.concat([file.subarray(0, at), Buffer.from([what]), file.subarray(at)]);
  const remove = (file: Buffer, at: number) => Buffer.concat([file.subarray(0, at), file.subarray(at + 1)]);

  const files = [
    text,
    fileOf(
      log.lines({ filter: { stream: A }, show: ({ stream }) => stream === A, since: 6, private: true, erased: [4] }),
    ),
    fileOf(
      exampleLog([key]).lines({
        filter: { type: ['claim.created'] },
        show: ({ table, op }) => table === 'claim' && op === 'INSERT',
      }),
    ),
  ].map((each) => Buffer.from(each));

  it.each(files.map((file, i) => [i, file] as const))('never holds with the same facts (file %i)', async (_i, file) => {
    const before = await facts(file);
    expect(before.code).toBe(0);
    const changes = fc.tuple(fc.constantFrom('flip', 'insert', 'remove'), fc.nat(file.length - 1), fc.nat(255));
    await fc.assert(
      fc.asyncProperty(changes, async ([kind, at, byte]) => {
        const changed =
          kind === 'flip' ? flip(file, at, byte) : kind === 'insert' ? insert(file, at, byte) : remove(file, at);
        fc.pre(!changed.equals(file));
        const after = await facts(changed);
        // The filter is the one thing that nobody signed: it may be another, and is then another in the report
        return after.code !== 0 || !isDeepStrictEqual(after.filter, before.filter);
      }),
      { numRuns: 1500 },
    );
  });

  it('is never noticed in the signature of a key that is not asked for: that line proves nothing', async () => {
    const witnessed = exampleLog([key, new TestKey('witness.example')]).lines();
    const file = Buffer.from(fileOf(witnessed));
    const at = file.indexOf('— witness.example ') + '— witness.example '.length + 20;
    const changed = flip(file, at, file[at] === 0x41 ? 0x42 : 0x41);
    const { checkpoint, ...before } = await facts(file);
    const { checkpoint: other, ...after } = await facts(changed);
    expect([before.code, after]).toEqual([0, before]);
    expect(other).not.toBe(checkpoint); // and even that is in the report
  });
});

it('a checkpoint with more lines is one (C2SP tlog-checkpoint, extension lines)', async () => {
  const body = `${formatCheckpoint({ origin: key.name, size: 10, root: log.root(0, 10) })}extension\n`;
  const end = JSON.stringify({ $checkpoint: `${body}\n${key.signature(body)}` });
  expect(await verifyLog([fileOf([...lines.slice(0, -1), end])], { keys })).toMatchObject({ code: 0, size: 10 });
});
