import { describe, expect, it } from '@jest/globals';
import { openNote, parseVerifierKey } from '../../verifier/claimdesk-verify.mjs';
import { formatSigningKey, makeSigningKey, parseSigningKey, parseSigningKeys, signNote } from './signing-key.js';

/** The example of golang.org/x/mod/sumdb/note, made by its GenerateKey. */
const GO_SIGNER = 'PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz';
const GO_VERIFIER = 'PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW';
const GO_TEXT =
  'If you think cryptography is the answer to your problem,\nthen you don’t know what your problem is.\n'.replaceAll(
    '’',
    "'",
  );
const GO_SIGNATURE =
  '— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=';

describe('a signing key', () => {
  it('is what golang.org/x/mod/sumdb/note has for one', () => {
    const key = parseSigningKey(GO_SIGNER);
    expect([key.name, key.verifierKey]).toEqual(['PeterNeumann', GO_VERIFIER]);
    expect(signNote(GO_TEXT, [key])).toBe(`${GO_TEXT}\n${GO_SIGNATURE}\n`);
  });

  it('that is made signs what its verifier key opens', () => {
    const text = makeSigningKey('desk.example/audit');
    const key = parseSigningKey(`${text}\n`);
    expect(parseVerifierKey(key.verifierKey).name).toBe('desk.example/audit');
    const other = parseSigningKey(makeSigningKey('desk.example/audit'));
    const note = signNote('a text\n', [key, other]);
    for (const { verifierKey } of [key, other]) expect(openNote(note, [verifierKey])).toBe('a text\n');
    expect(() => openNote(note.replace('a text', 'another'), [key.verifierKey])).toThrow('does not hold');
    expect(makeSigningKey('desk.example/audit')).not.toBe(text);
  });

  it.each([
    ['nothing', ''],
    ['a verifier key', GO_VERIFIER],
    ['another algorithm', GO_SIGNER.replace('+AYEK', '+AoEK')],
    ['a key that was cut', GO_SIGNER.slice(0, -4)],
    ['another name', GO_SIGNER.replace('Peter', 'Paula')],
    ['another secret', GO_SIGNER.replace('FALV', 'FALW')],
    ['three', Array(3).fill(GO_SIGNER).join(' ')],
    ['two of different logs', `${GO_SIGNER} ${formatSigningKey('other', new Uint8Array(32))}`],
  ])('is not %s, and the message does not hold it', (_, text) => {
    expect(() => parseSigningKeys(text)).toThrow(/form|id|more than two|same name/);
    expect(() => parseSigningKeys(text)).not.toThrow(/AYEK|AoEK/);
  });
});
