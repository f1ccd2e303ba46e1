#!/usr/bin/env node
// Verifies an exported audit log of Claimdesk. One file without dependencies, so that an outsider can read all of it
// and run it alone: node claimdesk-verify.mjs FILE --key KEY
//
// It is also a module: the sealer and the export use its Merkle tree and its notes, and a browser can import it, where
// the two primitives of cryptography are handed in (`useCryptography`).

/** What is needed of cryptography. Node's own is found by itself. */
let cryptography = fromNode();

function fromNode() {
  const node = globalThis.process?.getBuiltinModule?.('node:crypto');
  if (node === undefined) return undefined;
  return {
    /** @param {(Uint8Array | string)[]} parts */
    sha256(...parts) {
      const hash = node.createHash('sha256');
      for (const part of parts) hash.update(part);
      return hash.digest();
    },
    /**
     * @param {Uint8Array} key 32 bytes
     * @param {Uint8Array} message
     * @param {Uint8Array} signature 64 bytes
     */
    verifyEd25519(key, message, signature) {
      const jwk = { kty: 'OKP', crv: 'Ed25519', x: Buffer.from(key).toString('base64url') };
      return node.verify(null, message, node.createPublicKey({ format: 'jwk', key: jwk }), signature);
    },
  };
}

/**
 * For where node's cryptography is missing, such as a browser.
 *
 * @param {{ sha256(...parts: (Uint8Array | string)[]): Uint8Array,
 *   verifyEd25519(key: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean }} primitives
 *   texts are hashed as UTF-8
 */
export function useCryptography(primitives) {
  cryptography = primitives;
}

const LEAF = new Uint8Array([0]);
const NODE = new Uint8Array([1]);

/**
 * RFC 6962, 2.1.
 * @param {Uint8Array | string} entry a text counts as its UTF-8 bytes
 * @returns {Uint8Array} 32 bytes
 */
export const leafHash = (entry) => cryptography.sha256(LEAF, entry);

/**
 * RFC 6962, 2.1.
 * @param {Uint8Array} left
 * @param {Uint8Array} right
 * @returns {Uint8Array} 32 bytes
 */
export const nodeHash = (left, right) => cryptography.sha256(NODE, left, right);

/**
 * The subtrees that cover the leaves from `from` to before `to`, from the left, each as large as can be.
 * @param {number} from
 * @param {number} to
 * @returns {Generator<{ height: number, index: number }>} the subtree over [index × 2^height, (index + 1) × 2^height)
 */
export function* cover(from, to) {
  while (from < to) {
    let height = 0;
    // not by bit operations: those end at 2^31
    while (from % 2 ** (height + 1) === 0 && from + 2 ** (height + 1) <= to) height += 1;
    yield { height, index: from / 2 ** height };
    from += 2 ** height;
  }
}

/** The RFC 6962 tree over the first `size` leaves, kept as the roots of its full subtrees: at most 53 hashes. */
export class CompactRange {
  /**
   * @param {number} size
   * @param {{ height: number, hash: Uint8Array }[]} subtrees as `cover(0, size)` names them
   */
  constructor(size = 0, subtrees = []) {
    this.size = size;
    this.subtrees = subtrees;
  }

  /**
   * Appends a leaf, or a whole subtree of which only the hash is known.
   * @param {Uint8Array} hash
   * @param {number} height of the subtree; 0 for a leaf
   * @param {(height: number, index: number, hash: Uint8Array) => void} [onNode] is told each inner node that this completes
   * @throws {RangeError} where a subtree of that height cannot stand at this place
   */
  append(hash, height = 0, onNode) {
    if (this.size % 2 ** height !== 0)
      throw new RangeError(`No subtree of height ${height} can follow ${this.size} leaves.`);
    this.size += 2 ** height;
    let last = this.subtrees.at(-1);
    while (last !== undefined && last.height === height) {
      this.subtrees.pop();
      hash = nodeHash(last.hash, hash);
      height += 1;
      onNode?.(height, this.size / 2 ** height - 1, hash);
      last = this.subtrees.at(-1);
    }
    this.subtrees.push({ height, hash });
  }

  /** @returns {Uint8Array} the tree's root, 32 bytes */
  root() {
    let root = this.subtrees.at(-1)?.hash;
    if (root === undefined) return cryptography.sha256();
    for (let i = this.subtrees.length - 2; i >= 0; i -= 1) root = nodeHash(this.subtrees[i].hash, root);
    return root;
  }
}

const utf8 = new TextEncoder();
/** @param {string} text @returns {Uint8Array} */
const fromBase64 = (text) => Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
/** @param {Uint8Array} bytes */
const toHex = (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
/** @param {Uint8Array} bytes */
const toBase64 = (bytes) => btoa(String.fromCharCode(...bytes));

/** Ed25519 (C2SP signed-note, "Signature types"). */
const ED25519 = 1;

/**
 * C2SP signed-note: SHA-256(name || 0x0A || 0x01 || public key), its first four bytes.
 * @param {string} name
 * @param {Uint8Array} publicKey 32 bytes
 * @returns {Uint8Array} 4 bytes
 */
export const keyId = (name, publicKey) =>
  cryptography.sha256(utf8.encode(`${name}\n`), new Uint8Array([ED25519]), publicKey).subarray(0, 4);

/**
 * @param {string} name
 * @param {Uint8Array} publicKey 32 bytes
 * @returns {string} the verifier key `<name>+<id>+<key>` of C2SP signed-note
 */
export const formatVerifierKey = (name, publicKey) =>
  `${name}+${toHex(keyId(name, publicKey))}+${toBase64(new Uint8Array([ED25519, ...publicKey]))}`;

/** A key that is none, or a note that is none or bears no signature by a trusted key. */
export class NoteError extends Error {}

/**
 * @param {string} text `<name>+<id>+<key>`
 * @returns {{ name: string, id: string, publicKey: Uint8Array }} the id as eight hexadecimal digits
 * @throws {NoteError}
 */
export function parseVerifierKey(text) {
  const [, name, id, encoded] = /^([^+\s]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/]+=*)$/.exec(text.trim()) ?? [];
  const bytes = encoded === undefined ? new Uint8Array() : fromBase64(encoded);
  const publicKey = bytes.subarray(1);
  if (bytes[0] !== ED25519 || publicKey.length !== 32 || toHex(keyId(name, publicKey)) !== id) {
    throw new NoteError('The key is none. It has the form NAME+8 HEXADECIMAL DIGITS+BASE64, for Ed25519.');
  }
  return { name, id, publicKey };
}

/** The em dash and space before each signature. */
const SIGNATURE = /^— (\S+) (\S+)$/;

/**
 * Opens a note (C2SP signed-note) if at least one of the trusted keys signed it.
 *
 * @param {string} note
 * @param {readonly string[]} verifierKeys those that are trusted
 * @returns {string} the note's text, with the line feed at its end
 * @throws {NoteError}
 */
export function openNote(note, verifierKeys) {
  const end = note.lastIndexOf('\n\n');
  if (end < 0 || !note.endsWith('\n')) throw new NoteError('The note is malformed.');
  const text = note.slice(0, end + 1);
  const keys = verifierKeys.map(parseVerifierKey);
  let isTrusted = false;
  for (const line of note.slice(end + 2, -1).split('\n')) {
    const [, name, encoded] = SIGNATURE.exec(line) ?? [];
    if (name === undefined || !/^[A-Za-z0-9+/]+=*$/.test(encoded))
      throw new NoteError('A signature of the note is malformed.');
    const bytes = fromBase64(encoded);
    const key = keys.find((known) => known.name === name && known.id === toHex(bytes.subarray(0, 4)));
    if (key === undefined) continue; // of a witness, or of a key that is not trusted
    if (bytes.length !== 68 || !cryptography.verifyEd25519(key.publicKey, utf8.encode(text), bytes.subarray(4))) {
      throw new NoteError(`The signature by ${name} does not hold: the note was changed, or another key signed it.`);
    }
    isTrusted = true;
  }
  if (!isTrusted) throw new NoteError('The note bears no signature by the trusted key.');
  return text;
}

/**
 * @param {{ origin: string, size: number, root: Uint8Array }} checkpoint
 * @returns {string} the text of C2SP tlog-checkpoint, to be signed
 */
export const formatCheckpoint = ({ origin, size, root }) => `${origin}\n${size}\n${toBase64(root)}\n`;

/**
 * @param {string} text of a note that was opened
 * @returns {{ origin: string, size: number, root: Uint8Array }}
 * @throws {NoteError}
 */
export function parseCheckpoint(text) {
  const [, origin, size, root] = /^([^\n]+)\n(0|[1-9]\d{0,15})\n([A-Za-z0-9+/]{43}=)\n/.exec(text) ?? [];
  if (origin === undefined) throw new NoteError('The note is no checkpoint.');
  return { origin, size: Number(size), root: fromBase64(root) };
}
