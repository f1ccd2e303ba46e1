import { createPrivateKey, createPublicKey, type KeyObject, randomBytes, sign } from 'node:crypto';
import { formatVerifierKey, keyId } from '../../verifier/claimdesk-verify.mjs';

/** Ed25519 (C2SP signed-note, "Signature types"). */
const ED25519 = 1;
const SEED_LENGTH = 32;
/** What stands before the seed in an Ed25519 key in PKCS #8 (RFC 8410, 7). */
const PKCS8_HEAD = Buffer.from('302e020100300506032b657004220420', 'hex');

/** Signs checkpoints. The secret is not to be logged, nor to leave the process. */
export interface SigningKey {
  /** The log's origin. */
  readonly name: string;
  /** What outsiders verify with: `<name>+<id>+<key>` of C2SP signed-note. */
  readonly verifierKey: string;
  /** @returns the signature as it stands in a note: 4 bytes of the key's id, 64 bytes of Ed25519 */
  sign(text: string): Buffer;
}

/** A signing key that is none. The message does not hold the key. */
export class SigningKeyError extends Error {}

/** @returns a new secret key for the origin, as text: `PRIVATE+KEY+<name>+<id>+<base64>` of golang.org/x/mod/sumdb/note */
export const makeSigningKey = (origin: string): string => formatSigningKey(origin, randomBytes(SEED_LENGTH));

/** @param seed 32 bytes */
export function formatSigningKey(name: string, seed: Uint8Array): string {
  const id = Buffer.from(keyId(name, publicKeyOf(privateKeyOf(seed)))).toString('hex');
  return `PRIVATE+KEY+${name}+${id}+${Buffer.from([ED25519, ...seed]).toString('base64')}`;
}

/**
 * @param text `PRIVATE+KEY+<name>+<id>+<base64(0x01 || seed)>`
 * @throws SigningKeyError
 */
export function parseSigningKey(text: string): SigningKey {
  const [, name, id, encoded = ''] =
    /^PRIVATE\+KEY\+([^+\s]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/]+=*)$/.exec(text.trim()) ?? [];
  const [algorithm, ...seed] = Buffer.from(encoded, 'base64');
  if (name === undefined || algorithm !== ED25519 || seed.length !== SEED_LENGTH) {
    throw new SigningKeyError('It has not the form PRIVATE+KEY+NAME+8 HEXADECIMAL DIGITS+BASE64, for Ed25519.');
  }
  const key = privateKeyOf(Uint8Array.from(seed));
  const publicKey = publicKeyOf(key);
  const ownId = keyId(name, publicKey);
  if (Buffer.from(ownId).toString('hex') !== id) {
    throw new SigningKeyError(`Its id ${id} is not that of its name and secret: a part of it was changed.`);
  }
  return {
    name,
    verifierKey: formatVerifierKey(name, publicKey),
    sign: (signed) => Buffer.concat([ownId, sign(null, Buffer.from(signed), key)]),
  };
}

/**
 * @param text one or two keys of one origin, the newest first, with white space between them
 * @throws SigningKeyError
 */
export function parseSigningKeys(text: string): SigningKey[] {
  const keys = text.trim().split(/\s+/).map(parseSigningKey);
  if (keys.length > 2) throw new SigningKeyError('There are more than two.');
  if (keys.some(({ name }) => name !== keys[0]!.name)) {
    throw new SigningKeyError('Two keys of one log must have the same name, which is its origin.');
  }
  return keys;
}

/** @returns the text as a note (C2SP signed-note) with a signature by each of the keys */
export const signNote = (text: string, keys: readonly SigningKey[]): string =>
  `${text}\n${keys.map((key) => `— ${key.name} ${key.sign(text).toString('base64')}\n`).join('')}`;

const privateKeyOf = (seed: Uint8Array): KeyObject =>
  createPrivateKey({ key: Buffer.concat([PKCS8_HEAD, seed]), format: 'der', type: 'pkcs8' });

const publicKeyOf = (key: KeyObject): Uint8Array =>
  Buffer.from(createPublicKey(key).export({ format: 'jwk' }).x!, 'base64url');
