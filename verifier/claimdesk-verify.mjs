#!/usr/bin/env node
// @ts-check
// Verifies an exported audit log of Claimdesk: that it is whole, in order and unchanged since it was signed.
//
//   node claimdesk-verify.mjs audit.ndjson --key KEY        (--help says more)
//
// One file without dependencies, so that an outsider can read all of it and run it alone, under Node 20.16 or newer.
// It is also a module. The server uses its Merkle tree and its notes; a browser can import it and call `verifyLog`, after
// handing in SHA-256 and Ed25519 (`useCryptography`).
//
// Sources: RFC 6962 section 2.1 (the Merkle tree), C2SP signed-note and C2SP tlog-checkpoint (https://c2sp.org), RFC 8032
// (Ed25519). docs/audit-format.md describes the file. In short, each line ends with a line feed, and is
//
//   1. the header        {"$audit":1,"origin":"…","size":N,"filter":{…}}     the filter only where there is one
//   2. a leaf            the JSON of one event, whose bytes are what was hashed
//   3. withheld leaves   {"$skip":n,"h":["…"]}       the hashes of the subtrees that stand in their place
//   4. after its leaf    {"$private":"…","salt":"…"} the text that the leaf commits to, or {"$erased":true}
//   5. the checkpoint    {"$checkpoint":"…"}         the signed note; the last line
//
// In this order: codes · cryptography · the Merkle tree · signed notes and checkpoints · lines · control lines · leaves ·
// the verification · its report in words · the command.

// ---------------------------------------------------------------------------------------------------------------------
// Codes
// ---------------------------------------------------------------------------------------------------------------------

/** What the report's code, which is also the command's exit code, means. */
export const CODES = /** @type {const} */ ({
  /** Every check passed. */
  HOLDS: 0,
  /** The lines are not those that were signed, or events are missing from what was signed. */
  TAMPERED: 1,
  /** Cut off, or no exported log. The command also ends so where the file cannot be read or its arguments are wrong. */
  MALFORMED: 2,
  /** No signature by a trusted key, or another log's. Then nothing is known about the rest. */
  UNTRUSTED: 3,
  /** Holds for itself, but contradicts the earlier checkpoint, or does not prove that it continues it. */
  CONFLICT: 4,
  /** Every check passed, but something is odd: a clock that ran back. */
  ANOMALIES: 5,
});

// ---------------------------------------------------------------------------------------------------------------------
// Cryptography: SHA-256 and Ed25519 are all that is needed
// ---------------------------------------------------------------------------------------------------------------------

/**
 * @typedef {object} Cryptography
 * @property {(...parts: (Uint8Array | string)[]) => Uint8Array} sha256 of the parts in one; texts are hashed as UTF-8
 * @property {(key: Uint8Array, message: Uint8Array, signature: Uint8Array) => boolean} verifyEd25519
 *   a key of 32 bytes, a signature of 64
 */

/** Room for a leaf of 65,535 bytes and the byte before it: longer input is rare, and hashed in pieces. */
const SCRATCH_BYTES = 65_536;

/** @returns {Cryptography | undefined} Node's own, where this runs in Node */
function fromNode() {
  const node = globalThis.process?.getBuiltinModule?.('node:crypto');
  if (node === undefined) return undefined;
  const scratch = new Uint8Array(SCRATCH_BYTES);
  return {
    sha256(...parts) {
      // crypto.hash takes one piece, and needs two thirds of createHash's time
      let length = 0;
      for (const part of parts) {
        if (typeof part === 'string' || length + part.length > SCRATCH_BYTES) return inPieces(parts);
        scratch.set(part, length);
        length += part.length;
      }
      return node.hash('sha256', scratch.subarray(0, length), 'buffer');
    },
    verifyEd25519(key, message, signature) {
      const jwk = { kty: 'OKP', crv: 'Ed25519', x: Buffer.from(key).toString('base64url') };
      return node.verify(null, message, node.createPublicKey({ format: 'jwk', key: jwk }), signature);
    },
  };

  /** @param {(Uint8Array | string)[]} parts */
  function inPieces(parts) {
    const hash = node.createHash('sha256');
    for (const part of parts) hash.update(part);
    return hash.digest();
  }
}

let cryptography = fromNode();

/**
 * For where Node's cryptography is missing, such as a browser.
 * @param {Cryptography} given
 */
export function useCryptography(given) {
  cryptography = given;
}

function primitives() {
  if (cryptography === undefined) throw new Error('There is no cryptography here: call useCryptography first.');
  return cryptography;
}

/** @param {(Uint8Array | string)[]} parts */
const sha256 = (...parts) => primitives().sha256(...parts);

// ---------------------------------------------------------------------------------------------------------------------
// The Merkle tree (RFC 6962, 2.1)
// ---------------------------------------------------------------------------------------------------------------------

const LEAF = new Uint8Array([0]);
const NODE = new Uint8Array([1]);

/**
 * RFC 6962, 2.1.
 * @param {Uint8Array | string} entry a text counts as its UTF-8 bytes
 * @returns {Uint8Array} 32 bytes
 */
export const leafHash = (entry) => primitives().sha256(LEAF, entry);

/**
 * RFC 6962, 2.1.
 * @param {Uint8Array} left
 * @param {Uint8Array} right
 * @returns {Uint8Array} 32 bytes
 */
export const nodeHash = (left, right) => primitives().sha256(NODE, left, right);

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
    /** @type {Uint8Array | undefined} */
    let root;
    for (const { hash } of this.subtrees.toReversed()) root = root === undefined ? hash : nodeHash(hash, root);
    return root ?? sha256();
  }
}

// ---------------------------------------------------------------------------------------------------------------------
// Signed notes and checkpoints (C2SP signed-note, C2SP tlog-checkpoint)
// ---------------------------------------------------------------------------------------------------------------------

const utf8 = new TextEncoder();
/** Strict: bytes that are no UTF-8 are refused rather than replaced, and a byte order mark is a character like others. */
const strictUtf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** @param {string} digits two for each byte */
const fromHex = (digits) => Uint8Array.from(digits.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
/** @param {Uint8Array} bytes */
const toHex = (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
/** @param {Uint8Array} bytes */
const toBase64 = (bytes) => btoa(String.fromCharCode(...bytes));

/**
 * Only the one way to write these bytes (RFC 4648, 3.5): otherwise the same note could be written in several ways.
 * @param {unknown} text
 * @returns {Uint8Array | undefined} undefined if it is no base64
 */
function fromBase64(text) {
  if (typeof text !== 'string' || !/^[A-Za-z0-9+/]+={0,2}$/.test(text) || text.length % 4 !== 0) return undefined;
  const bytes = Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
  return toBase64(bytes) === text ? bytes : undefined;
}

/**
 * @param {Uint8Array} one
 * @param {Uint8Array} other
 */
const isSame = (one, other) => one.length === other.length && one.every((byte, i) => byte === other[i]);

/** Ed25519 (C2SP signed-note, "Signature types"). */
const ED25519 = 1;

/**
 * C2SP signed-note: SHA-256(name || 0x0A || 0x01 || public key), its first four bytes.
 * @param {string} name
 * @param {Uint8Array} publicKey 32 bytes
 * @returns {Uint8Array} 4 bytes
 */
export const keyId = (name, publicKey) =>
  sha256(utf8.encode(`${name}\n`), new Uint8Array([ED25519]), publicKey).subarray(0, 4);

/**
 * @param {string} name
 * @param {Uint8Array} publicKey 32 bytes
 * @returns {string} the verifier key `<name>+<id>+<key>` of C2SP signed-note
 */
export const formatVerifierKey = (name, publicKey) =>
  `${name}+${toHex(keyId(name, publicKey))}+${toBase64(new Uint8Array([ED25519, ...publicKey]))}`;

/** A key that is none, or a note that is none or bears no signature by a trusted key. */
export class NoteError extends Error {
  /**
   * @param {string} message
   * @param {boolean} isMalformed false where the note may be one, but is not to be trusted
   */
  constructor(message, isMalformed = false) {
    super(message);
    this.isMalformed = isMalformed;
  }
}

/**
 * @param {string} text `<name>+<id>+<key>`
 * @returns {{ name: string, id: string, publicKey: Uint8Array }} the id as eight hexadecimal digits
 * @throws {NoteError}
 */
export function parseVerifierKey(text) {
  const [, name, id, encoded] = /^([^+\s]+)\+([0-9a-f]{8})\+(\S+)$/.exec(text.trim()) ?? [];
  const bytes = fromBase64(encoded) ?? new Uint8Array();
  const publicKey = bytes.subarray(1);
  if (name === undefined || bytes[0] !== ED25519 || publicKey.length !== 32 || toHex(keyId(name, publicKey)) !== id) {
    throw new NoteError('The key is none. It has the form NAME+8 HEXADECIMAL DIGITS+BASE64, for Ed25519.', true);
  }
  return { name, id, publicKey };
}

/** The em dash and space before each signature. */
const SIGNATURE = /^— (\S+) (\S+)$/;

/**
 * @param {string} note
 * @param {readonly string[]} verifierKeys
 * @returns {{ text: string, signers: { name: string, id: string }[] }} the signers that are trusted: at least one
 * @throws {NoteError}
 */
function openSignedNote(note, verifierKeys) {
  const keys = verifierKeys.map(parseVerifierKey);
  const end = note.lastIndexOf('\n\n');
  // "MUST NOT contain any ASCII control characters (those below U+0020) other than newline"
  // oxlint-disable-next-line no-control-regex
  if (end < 0 || !note.endsWith('\n') || /[\0-\t\v-\x1F]|\p{Surrogate}/u.test(note))
    throw new NoteError('The note is malformed.', true);
  const text = note.slice(0, end + 1);
  const signers = [];
  for (const line of note.slice(end + 2, -1).split('\n')) {
    const [, name, encoded] = SIGNATURE.exec(line) ?? [];
    const bytes = fromBase64(encoded);
    if (bytes === undefined || bytes.length < 5) throw new NoteError('A signature of the note is malformed.', true);
    const key = keys.find((known) => known.name === name && known.id === toHex(bytes.subarray(0, 4)));
    if (key === undefined) continue; // of a witness, or of a key that is not trusted
    if (bytes.length !== 68 || !primitives().verifyEd25519(key.publicKey, utf8.encode(text), bytes.subarray(4))) {
      throw new NoteError(`The signature by ${name} does not hold: the note was changed, or another key signed it.`);
    }
    signers.push({ name: key.name, id: key.id });
  }
  if (signers.length === 0) throw new NoteError('The note bears no signature by the trusted key.');
  return { text, signers };
}

/**
 * Opens a note (C2SP signed-note) if at least one of the trusted keys signed it.
 *
 * @param {string} note
 * @param {readonly string[]} verifierKeys those that are trusted
 * @returns {string} the note's text, with the line feed at its end
 * @throws {NoteError}
 */
export const openNote = (note, verifierKeys) => openSignedNote(note, verifierKeys).text;

/**
 * @typedef {object} Checkpoint
 * @property {string} origin the name of the log
 * @property {number} size leaves
 * @property {Uint8Array} root of the Merkle tree over them, 32 bytes
 */

/**
 * @param {Checkpoint} checkpoint
 * @returns {string} the text of C2SP tlog-checkpoint, to be signed
 */
export const formatCheckpoint = ({ origin, size, root }) => `${origin}\n${size}\n${toBase64(root)}\n`;

/**
 * @param {string} text of a note that was opened
 * @returns {Checkpoint}
 * @throws {NoteError}
 */
export function parseCheckpoint(text) {
  const [, origin, size, encoded] = /^([^\n]+)\n(0|[1-9]\d{0,15})\n([^\n]+)\n/.exec(text) ?? [];
  const root = fromBase64(encoded);
  if (origin === undefined || root?.length !== 32 || !Number.isSafeInteger(Number(size)))
    throw new NoteError('The note is no checkpoint.', true);
  return { origin, size: Number(size), root };
}

// ---------------------------------------------------------------------------------------------------------------------
// Lines
// ---------------------------------------------------------------------------------------------------------------------

/** Ends the verification: what comes after this line cannot be understood. */
class Halt extends Error {
  /**
   * @param {string} message
   * @param {number} code
   * @param {ErrorOptions} [options]
   */
  constructor(message, code = CODES.MALFORMED, options) {
    super(message, options);
    this.code = code;
  }
}

/**
 * A leaf has at most 65,535 bytes, and the longest private text that the API takes some 100,000 once it is escaped.
 * What is longer is no log, and must not fill the memory.
 */
const MAX_LINE_BYTES = 16 * 1024 * 1024;

const LINE_FEED = 10;

/** @param {Uint8Array[]} parts */
function joined(parts) {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** Cuts a stream of bytes into lines. */
class LineSplitter {
  /** Of the line that was given last, from 1. */
  number = 0;
  /** @type {Uint8Array[]} the beginning of a line whose end is still to come */
  #begun = [];
  #begunBytes = 0;

  /**
   * @param {Uint8Array} chunk
   * @returns {Generator<Uint8Array>} lines without their line feed
   */
  *split(chunk) {
    let start = 0;
    for (let end = chunk.indexOf(LINE_FEED); end >= 0; end = chunk.indexOf(LINE_FEED, start)) {
      this.number += 1;
      yield this.#whole(chunk.subarray(start, end));
      start = end + 1;
    }
    if (start < chunk.length) this.#begin(chunk.subarray(start));
  }

  /** @param {Uint8Array} end */
  #whole(end) {
    if (this.#begun.length === 0) return end;
    this.#begin(end);
    const line = joined(this.#begun);
    this.#begun = [];
    this.#begunBytes = 0;
    return line;
  }

  /** @param {Uint8Array} part */
  #begin(part) {
    this.#begun.push(part);
    this.#begunBytes += part.length;
    if (this.#begunBytes > MAX_LINE_BYTES) throw new Halt(`A line is longer than ${MAX_LINE_BYTES / 1024 / 1024} MiB.`);
  }

  /** To be called after the last chunk. */
  end() {
    if (this.#begun.length === 0) return;
    this.number += 1;
    throw new Halt('The last line has no end: the file is cut off.');
  }
}

/** @typedef {AsyncIterable<Uint8Array | string> | Iterable<Uint8Array | string> | ReadableStream<Uint8Array | string>} Chunks */

/**
 * @param {Chunks} chunks
 * @returns {AsyncGenerator<Uint8Array>}
 */
async function* bytesOf(chunks) {
  // not every browser can iterate over a ReadableStream
  const parts = 'getReader' in chunks ? partsOf(chunks) : chunks;
  for await (const part of parts) yield typeof part === 'string' ? utf8.encode(part) : part;
}

/**
 * @template Part
 * @param {ReadableStream<Part>} stream
 * @returns {AsyncGenerator<Part>}
 */
async function* partsOf(stream) {
  const reader = stream.getReader();
  try {
    for (let { done, value } = await reader.read(); !done; { done, value } = await reader.read())
      yield /** @type {Part} */ (value);
  } finally {
    await reader.cancel();
  }
}

/** RFC 1952, 2.3.1. No line of a log begins so. */
const isGzip = (/** @type {Uint8Array} */ bytes) => bytes[0] === 0x1f && bytes[1] === 0x8b;

/**
 * @param {Chunks} chunks plain, or compressed by gzip
 * @param {(bytes: number) => void} onRead is told how much was read, as it came
 * @returns {AsyncGenerator<Uint8Array>} plain
 */
async function* plain(chunks, onRead) {
  const source = bytesOf(chunks);
  const read = async () => {
    const next = await source.next();
    if (!next.done) onRead(next.value.length);
    return next;
  };
  try {
    let head = new Uint8Array();
    while (head.length < 2) {
      const { done, value } = await read();
      if (done) break;
      head = joined([head, value]);
    }
    const all = (async function* () {
      yield head;
      for (let next = await read(); !next.done; next = await read()) yield next.value;
    })();
    yield* isGzip(head) ? gunzip(all) : all;
  } finally {
    await source.return(undefined);
  }
}

/**
 * @param {AsyncGenerator<Uint8Array>} compressed
 * @returns {AsyncGenerator<Uint8Array>}
 */
async function* gunzip(compressed) {
  /** @type {{ error: unknown } | undefined} */
  let failure;
  const source = new ReadableStream({
    async pull(controller) {
      try {
        const { done, value } = await compressed.next();
        if (done) controller.close();
        else controller.enqueue(value);
      } catch (error) {
        failure = { error };
        controller.error(error);
      }
    },
  });
  try {
    yield* partsOf(source.pipeThrough(new DecompressionStream('gzip')));
  } catch (error) {
    if (failure !== undefined) throw failure.error; // it could not be read, rather than unpacked
    throw new Halt('The gzip file is cut off or damaged.', CODES.MALFORMED, { cause: error });
  }
}

// ---------------------------------------------------------------------------------------------------------------------
// Control lines: everything that is not a leaf
// ---------------------------------------------------------------------------------------------------------------------

/** `{"$`: no leaf begins so. */
const isControl = (/** @type {Uint8Array} */ line) => line[0] === 0x7b && line[1] === 0x22 && line[2] === 0x24;

/**
 * A control line can be written in one way only: as JSON.stringify does, with these members in this order. So readers
 * cannot differ about what it says, and no byte of it can change unnoticed.
 *
 * @param {Uint8Array} line
 * @returns {Record<string, unknown>}
 * @throws {Halt}
 */
function parseControl(line) {
  try {
    const text = strictUtf8.decode(line);
    const value = JSON.parse(text);
    if (JSON.stringify(value) === text) return value;
    if (text.endsWith('\r')) throw new Halt('The line ends were changed to CR LF, as in a transfer as text.');
  } catch (error) {
    if (error instanceof Halt) throw error;
  }
  throw new Halt('This line is not written as the format demands.');
}

/**
 * @param {Record<string, unknown>} value
 * @param {...string} names
 */
const hasOnly = (value, ...names) => Object.keys(value).join() === names.join();

/** @returns {value is number} */
const isCount = (/** @type {unknown} */ value) =>
  typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;

/** @typedef {{ origin: string, size: number, filter: Record<string, unknown> | null }} Header */

/**
 * @param {Uint8Array} line
 * @returns {Header}
 * @throws {Halt}
 */
function parseHeader(line) {
  if (!isControl(line)) throw new Halt('This is no exported log: it does not begin with {"$audit":1,…}.');
  const value = parseControl(line);
  if (value['$audit'] === undefined) throw new Halt('The first line is not the header {"$audit":1,…}.');
  if (value['$audit'] !== 1) throw new Halt('The log is of another version than 1, which this verifier knows.');
  const { origin, size, filter = null } = value;
  const names = ['$audit', 'origin', 'size', ...(filter === null ? [] : ['filter'])];
  const isFilter = typeof filter === 'object' && !Array.isArray(filter);
  if (!hasOnly(value, ...names) || typeof origin !== 'string' || !isCount(size) || !isFilter)
    throw new Halt('The header is not one of version 1.');
  return { origin, size, filter: /** @type {Record<string, unknown> | null} */ (filter) };
}

// ---------------------------------------------------------------------------------------------------------------------
// Leaves
// ---------------------------------------------------------------------------------------------------------------------

/**
 * One event, as the database's trigger wrote it.
 * @typedef {object} Leaf
 * @property {1} v version of what a leaf has
 * @property {string} stream UUID of the claim, or of the row itself where it belongs to no claim
 * @property {number} seq of the event in its stream, from 1 and without a gap
 * @property {string} at when, by the database's clock, in microseconds and UTC
 * @property {string} op INSERT, UPDATE, DELETE, …
 * @property {string} table
 * @property {string} actor `user:<id>` or `system:<name>`
 * @property {Record<string, unknown>} row after the change, without what is private or secret
 * @property {string} [c] where there is private text: SHA-256 of 32 random bytes and the text, in hexadecimal digits
 */

const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/;
const SHA256_HEX = /^[0-9a-f]{64}$/;

/**
 * @param {Uint8Array} line
 * @param {DataView} stream gets the stream's 16 bytes
 * @returns {Leaf | undefined} undefined if this is not what the trigger writes
 */
function parseLeaf(line, stream) {
  try {
    const leaf = JSON.parse(strictUtf8.decode(line));
    const isOne =
      leaf.v === 1 &&
      readUuid(leaf.stream, stream) &&
      isCount(leaf.seq) &&
      leaf.seq > 0 &&
      TIME.test(leaf.at) &&
      typeof leaf.op === 'string' &&
      typeof leaf.table === 'string' &&
      typeof leaf.actor === 'string' &&
      (leaf.c === undefined || typeof leaf.c === 'string');
    return isOne ? leaf : undefined;
  } catch {
    return undefined;
  }
}

/** The stream of what happens to the log itself, such as a signing key that comes into use. */
const LOG_STREAM = '00000000-0000-0000-0000-000000000000';

/**
 * Reads a UUID as the trigger writes it, with small letters.
 * @param {unknown} text
 * @param {DataView} into its 16 bytes
 * @returns {boolean} false if it is none
 */
function readUuid(text, into) {
  if (typeof text !== 'string' || text.length !== 36) return false;
  let digits = 0;
  let word = 0;
  for (let i = 0; i < 36; i += 1) {
    const code = text.charCodeAt(i);
    if (i === 8 || i === 13 || i === 18 || i === 23) {
      if (code !== 0x2d) return false;
      continue;
    }
    if (code >= 0x30 && code <= 0x39) word = (word << 4) | (code - 0x30);
    else if (code >= 0x61 && code <= 0x66) word = (word << 4) | (code - 0x57);
    else return false;
    digits += 1;
    if (digits % 8 === 0) into.setUint32(digits / 2 - 4, word);
  }
  return true;
}

const SLOT_BYTES = 24; // 16 of the UUID, 8 of the number as a double: exact to 2^53
/** Fuller, and linear probing takes long. */
const MAX_LOAD = 0.75;
/** Tables that grow one by one: growing a single one would need its old and its new room at the same time. */
const TABLES = 64;

/** The last number seen in each stream. A million streams take 40 MB; in a Map, four times as much. */
class StreamTable {
  #tables = Array.from({ length: TABLES }, () => ({ used: 0, slots: new DataView(new ArrayBuffer(16 * SLOT_BYTES)) }));

  /**
   * Stores the number if it is the stream's highest.
   * @param {DataView} stream a UUID
   * @param {number} seq > 0
   * @returns {number} the highest before; 0 if the stream is new
   */
  put(stream, seq) {
    const table = this.#tables[mixed(stream, 0) % TABLES];
    if (table === undefined) throw new RangeError('There is no such table.');
    const slot = slotOf(table.slots, stream, 0);
    const last = table.slots.getFloat64(slot + 16);
    if (seq > last) table.slots.setFloat64(slot + 16, seq);
    if (last === 0) {
      table.used += 1;
      if (table.used * SLOT_BYTES > table.slots.byteLength * MAX_LOAD) table.slots = enlarged(table.slots);
    }
    return last;
  }
}

/**
 * @param {DataView} view
 * @param {number} at where a UUID begins
 * @returns {number} 32 bits that depend on all of it
 */
function mixed(view, at) {
  let hash = Math.imul(view.getUint32(at), 0x9e3779b1) ^ Math.imul(view.getUint32(at + 4), 0x85ebca6b);
  hash ^= Math.imul(view.getUint32(at + 8), 0xc2b2ae35) ^ view.getUint32(at + 12);
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  return (hash ^ (hash >>> 13)) >>> 0;
}

/**
 * @param {DataView} slots
 * @param {DataView} view
 * @param {number} from where a UUID begins
 * @returns {number} where its slot begins; if it is new, it gets one
 */
function slotOf(slots, view, from) {
  let at = (Math.floor(mixed(view, from) / TABLES) * SLOT_BYTES) % slots.byteLength;
  while (slots.getFloat64(at + 16) !== 0) {
    if (
      slots.getUint32(at + 12) === view.getUint32(from + 12) &&
      slots.getUint32(at + 8) === view.getUint32(from + 8) &&
      slots.getUint32(at + 4) === view.getUint32(from + 4) &&
      slots.getUint32(at) === view.getUint32(from)
    )
      return at;
    at = (at + SLOT_BYTES) % slots.byteLength;
  }
  for (let i = 0; i < 16; i += 4) slots.setUint32(at + i, view.getUint32(from + i));
  return at;
}

/** @param {DataView} slots */
function enlarged(slots) {
  const larger = new DataView(new ArrayBuffer(Math.ceil((slots.byteLength * 1.25) / SLOT_BYTES) * SLOT_BYTES));
  for (let at = 0; at < slots.byteLength; at += SLOT_BYTES) {
    const seq = slots.getFloat64(at + 16);
    if (seq !== 0) larger.setFloat64(slotOf(larger, slots, at) + 16, seq);
  }
  return larger;
}

// ---------------------------------------------------------------------------------------------------------------------
// The verification
// ---------------------------------------------------------------------------------------------------------------------

/**
 * How far an event's time may lie before that of an earlier leaf. Leaves are in the order in which their transactions
 * could be sealed, and an event has the time of its writing: it can be older than its predecessors by as long as its
 * transaction stayed open after it. The database ends a statement after 15 s, and a transaction that idles after 30 s.
 */
const CLOCK_TOLERANCE_MS = 60_000;

/** Problems, anomalies and events of the log itself that the report lists; it counts all. */
const LISTED = 20;

/** @typedef {{ code: number, message: string, line: number | null, leaf: number | null }} Problem */

/**
 * What was found. Where the code is not HOLDS or ANOMALIES, the other members say what was read, not what is true.
 * @typedef {object} Report
 * @property {number} code one of CODES
 * @property {string | null} problem one sentence or two; null if there is none
 * @property {number | null} line where the first sign of it is, from 1
 * @property {number | null} leaf the same as the leaf's index in the log, from 0
 * @property {Problem[]} problems all that was noticed, at most 20, the one above first
 * @property {number} problemCount
 * @property {{ count: number, list: Problem[] }} anomalies at most 20 in the list
 * @property {string | null} origin the log's name, from the checkpoint; null before that was believed
 * @property {number | null} size leaves, from the checkpoint
 * @property {string | null} root base64, from the checkpoint
 * @property {string | null} checkpoint the signed note: keep it, and give it as `since` next time
 * @property {string[]} signedBy name and id of the trusted keys that signed it
 * @property {{ size: number, root: string } | null} since the earlier checkpoint, once this log is proven to continue it
 * @property {Record<string, unknown> | null} filter what the file says that it shows; nobody signed that
 * @property {number} lines
 * @property {number} bytes as read, so compressed ones of a gzip file
 * @property {number} shown leaves
 * @property {number} withheld leaves, of which the file has only hashes
 * @property {number} privateChecked private texts that match what their leaf commits to
 * @property {number} erased private texts that the file calls erased
 * @property {number} erasedByEvents private texts of which shown events of the operation ERASE say that they erased them
 * @property {number} privateAbsent private texts that the file does not have
 * @property {number} streams that leaves of were shown
 * @property {number} startedLater streams whose first event is not shown, but withheld
 * @property {number} withheldBetween events that are withheld between shown ones of their stream, as the filter allows
 * @property {string | null} firstAt the earliest time of a shown event
 * @property {string | null} lastAt the latest
 * @property {{ count: number, list: { leaf: number, at: string, op: string, row: unknown }[] }} logEvents what
 *   happened to the log itself, such as a signing key that came into use
 * @property {string[]} unknowable what a file like this cannot show
 */

/**
 * @typedef {object} Options
 * @property {readonly string[]} keys verifier keys that are trusted; at least one
 * @property {string} [since] an earlier checkpoint, as a signed note
 * @property {string} [origin] the log's name; if left out, it is the name of the key
 * @property {(progress: { bytes: number, lines: number, leaves: number, size: number }) => void} [onProgress] after each chunk
 * @property {(leaf: Leaf, index: number, text: string | null | undefined) => void | Promise<void>} [onLeaf] is told each
 *   shown leaf as it is read, long before the checkpoint proves it: do not believe it until the code is HOLDS. `text` is
 *   the private text, null where it was erased, undefined where the file does not have it
 */

/**
 * Verifies an exported log. Memory does not depend on its length, but for some 40 bytes a stream.
 *
 * @param {Chunks} chunks the file, plain or compressed by gzip. Bytes are better than texts: a text that was decoded from
 *   bytes may hide that they were no UTF-8
 * @param {Options} options
 * @returns {Promise<Report>}
 * @throws {NoteError} where a key is none
 */
export async function verifyLog(chunks, { keys, since, origin, onProgress, onLeaf }) {
  if (keys.length === 0) throw new NoteError('No key is trusted: nothing can be verified.');
  keys.forEach(parseVerifierKey);
  const verification = new Verification(keys, since, origin, onLeaf);
  const { report } = verification;
  const lines = new LineSplitter();
  try {
    verification.begin();
    for await (const chunk of plain(chunks, (bytes) => (report.bytes += bytes))) {
      for (const line of lines.split(chunk)) {
        report.lines = lines.number;
        const busy = verification.take(line);
        if (busy !== undefined) await busy;
      }
      onProgress?.({
        bytes: report.bytes,
        lines: report.lines,
        leaves: verification.size,
        size: verification.expected,
      });
    }
    lines.end();
    verification.end();
  } catch (error) {
    if (!(error instanceof Halt)) throw error;
    report.lines = lines.number;
    verification.halt(error);
  }
  return report;
}

/** The most telling first: without trust nothing counts, and what was changed says nothing of an earlier checkpoint. */
const RANK = [CODES.UNTRUSTED, CODES.TAMPERED, CODES.MALFORMED, CODES.CONFLICT];

/** Filters that select whole streams: they withhold no event of a stream that they show. */
const WHOLE_STREAMS = ['stream', 'desk'];
/** A filter by time withholds the events before and after; those between only if the clock ran back. */
const SPANS = [...WHOLE_STREAMS, 'after', 'before'];

/** Takes a log line by line, and notes what is wrong with it. */
class Verification {
  #tree = new CompactRange();
  #streams = new StreamTable();
  /** The stream of the leaf that is looked at. */
  #stream = new DataView(new ArrayBuffer(16));
  #keys;
  #sinceNote;
  #origin;
  #onLeaf;
  /** @type {Header | undefined} */
  #header;
  /** @type {Checkpoint | undefined} */
  #checkpoint;
  #isEnded = false;
  /** @type {Checkpoint | undefined} */
  #since;
  /** @type {'agrees' | 'differs' | undefined} */
  #sinceRoot;
  /**
   * The last leaf, as long as its private text may follow.
   * @type {{ leaf: Leaf | undefined, index: number } | undefined}
   */
  #pending;
  /** The latest time since the clock last ran back; times of one form compare as texts. */
  #clock = '';
  /**
   * What the header's filter selects by.
   * @type {string[]}
   */
  #filters = [];
  /** @type {Report} */
  report = {
    code: CODES.HOLDS,
    problem: null,
    line: null,
    leaf: null,
    problems: [],
    problemCount: 0,
    anomalies: { count: 0, list: [] },
    origin: null,
    size: null,
    root: null,
    checkpoint: null,
    signedBy: [],
    since: null,
    filter: null,
    lines: 0,
    bytes: 0,
    shown: 0,
    withheld: 0,
    privateChecked: 0,
    erased: 0,
    erasedByEvents: 0,
    privateAbsent: 0,
    streams: 0,
    startedLater: 0,
    withheldBetween: 0,
    firstAt: null,
    lastAt: null,
    logEvents: { count: 0, list: [] },
    unknowable: [],
  };

  /**
   * @param {readonly string[]} keys
   * @param {string | undefined} sinceNote
   * @param {string | undefined} origin
   * @param {Options['onLeaf']} onLeaf
   */
  constructor(keys, sinceNote, origin, onLeaf) {
    this.#keys = keys;
    this.#sinceNote = sinceNote;
    this.#origin = origin;
    this.#onLeaf = onLeaf;
  }

  /** Leaves so far, shown and withheld. */
  get size() {
    return this.#tree.size;
  }

  /** Leaves that the header promises. */
  get expected() {
    return this.#header?.size ?? 0;
  }

  begin() {
    if (this.#sinceNote === undefined) return;
    try {
      this.#since = parseCheckpoint(openNote(this.#sinceNote, this.#keys));
      this.#compareSince();
    } catch (error) {
      if (!(error instanceof NoteError)) throw error;
      const code = error.isMalformed ? CODES.MALFORMED : CODES.UNTRUSTED;
      this.#problem(code, `The earlier checkpoint: ${error.message}`, null, null);
    }
  }

  /**
   * @param {Uint8Array} line without its line feed
   * @returns {Promise<void> | void} a promise where `onLeaf` wants to be waited for
   */
  take(line) {
    if (this.#header === undefined) return this.#takeHeader(line);
    if (this.#isEnded) throw new Halt('There is something after the checkpoint, which must be the last line.');
    if (!isControl(line)) return this.#settle(undefined, () => this.#takeLeaf(line));
    const value = parseControl(line);
    if (hasOnly(value, '$private', 'salt')) return this.#takePrivate(value['$private'], value['salt']);
    if (hasOnly(value, '$erased') && value['$erased'] === true) return this.#takeErased();
    if (hasOnly(value, '$skip', 'h')) return this.#settle(undefined, () => this.#takeSkip(value['$skip'], value['h']));
    if (hasOnly(value, '$checkpoint')) return this.#settle(undefined, () => this.#takeCheckpoint(value['$checkpoint']));
    throw new Halt('This control line is unknown, or stands where it must not.');
  }

  /** @param {Uint8Array} line */
  #takeHeader(line) {
    this.#header = parseHeader(line);
    this.report.filter = this.#header.filter;
    this.#filters = Object.keys(this.#header.filter ?? {});
  }

  /** @param {Uint8Array} line */
  #takeLeaf(line) {
    const index = this.#tree.size;
    this.#tree.append(leafHash(line));
    this.report.shown += 1;
    const leaf = parseLeaf(line, this.#stream);
    this.#pending = { leaf, index };
    if (leaf === undefined) this.#problem(CODES.MALFORMED, 'This leaf is not an event of version 1.', index);
    else {
      this.#checkNumber(leaf, index);
      this.#checkTime(leaf, index);
      if (leaf.op === 'ERASE' && isCount(leaf.row?.['events'])) this.report.erasedByEvents += leaf.row['events'];
      const asked = this.report.filter?.['stream'];
      if (asked !== undefined && asked !== leaf.stream)
        this.#problem(
          CODES.TAMPERED,
          `This leaf is of stream ${leaf.stream}, which the filter does not ask for.`,
          index,
        );
      if (leaf.stream === LOG_STREAM) this.#noteLogEvent(leaf, index);
    }
    this.#compareSince();
  }

  /**
   * Within a stream, events are numbered from 1 without a gap. Where leaves are withheld, a gap may be theirs.
   * @param {Leaf} leaf
   * @param {number} index
   */
  #checkNumber({ stream, seq }, index) {
    const { report } = this;
    const last = this.#streams.put(this.#stream, seq);
    if (last === 0) report.streams += 1;
    const missing = seq - last - 1;
    if (missing === 0) return;
    const steps =
      last === 0 ? `Stream ${stream} begins with event ${seq}` : `Stream ${stream} goes from event ${last} to ${seq}`;
    if (missing < 0) this.#problem(CODES.TAMPERED, `${steps}: a line is repeated, or not in its place.`, index);
    else if (missing > report.withheld)
      this.#problem(CODES.TAMPERED, `${steps}: ${missing} missing, and ${report.withheld} leaves are withheld.`, index);
    else if (last === 0) report.startedLater += 1;
    else if (this.#filters.every((name) => WHOLE_STREAMS.includes(name)))
      this.#problem(
        CODES.TAMPERED,
        `${steps}: what is between is withheld, though the filter does not ask for that.`,
        index,
      );
    else {
      report.withheldBetween += missing;
      if (this.#filters.every((name) => SPANS.includes(name)))
        this.#anomaly(
          `${steps}: what is between is withheld, as if the clock had run back out of the time asked for.`,
          index,
        );
    }
  }

  /**
   * @param {Leaf} leaf
   * @param {number} index
   */
  #checkTime({ at }, index) {
    const { report } = this;
    if (report.firstAt === null || at < report.firstAt) report.firstAt = at;
    if (report.lastAt === null || at > report.lastAt) report.lastAt = at;
    if (at < this.#clock) {
      const back = Date.parse(this.#clock) - Date.parse(at);
      if (back <= CLOCK_TOLERANCE_MS) return;
      this.#anomaly(`The clock ran back by ${Math.round(back / 1000)} s: ${at} comes after ${this.#clock}.`, index);
    }
    this.#clock = at; // also after it ran back: that is one anomaly, not one for each leaf until it has caught up
  }

  /**
   * @param {Leaf} leaf
   * @param {number} index
   */
  #noteLogEvent({ at, op, row }, index) {
    const { logEvents } = this.report;
    logEvents.count += 1;
    if (logEvents.list.length < LISTED) logEvents.list.push({ leaf: index, at, op, row });
  }

  /**
   * @param {unknown} count
   * @param {unknown} hashes
   */
  #takeSkip(count, hashes) {
    const from = this.#tree.size;
    if (!isCount(count) || count === 0 || !Array.isArray(hashes)) throw new Halt('This is no skip of version 1.');
    if (from + count > this.expected)
      throw new Halt(
        `${count} leaves are withheld after ${from}, but the header's size is ${this.expected}.`,
        CODES.TAMPERED,
      );
    const subtrees = [...cover(from, from + count)];
    if (subtrees.length !== hashes.length)
      throw new Halt(
        `${count} withheld leaves after ${from} have ${subtrees.length} hashes, but there are ${hashes.length}.`,
        CODES.TAMPERED,
      );
    if (this.#filters.length === 0 && this.report.shown > 0)
      this.#problem(CODES.TAMPERED, 'Leaves are withheld here, though the header names no filter.', from);
    subtrees.forEach(({ height }, i) => {
      const hash = fromBase64(hashes[i]);
      if (hash?.length !== 32) throw new Halt('A hash of this skip is none.');
      this.#tree.append(hash, height);
    });
    this.report.withheld += count;
    this.#compareSince();
  }

  /**
   * @param {unknown} text
   * @param {unknown} salt
   */
  #takePrivate(text, salt) {
    const { leaf, index } = this.#awaiting();
    if (typeof text !== 'string' || typeof salt !== 'string' || !SHA256_HEX.test(salt))
      throw new Halt('This is no private text of version 1.');
    if (leaf !== undefined) {
      const isWellFormed = !/\p{Surrogate}/u.test(text); // half a character would be hashed as U+FFFD
      if (leaf.c === undefined) this.#problem(CODES.TAMPERED, 'A private text, but its leaf commits to none.', index);
      else if (!isWellFormed || toHex(sha256(fromHex(salt), utf8.encode(text))) !== leaf.c)
        this.#problem(CODES.TAMPERED, 'The private text, or its salt, is not the one that its leaf commits to.', index);
      else this.report.privateChecked += 1;
    }
    return this.#settle(text);
  }

  #takeErased() {
    const { leaf, index } = this.#awaiting();
    if (leaf !== undefined && leaf.c === undefined)
      this.#problem(CODES.TAMPERED, 'A private text is called erased, but its leaf commits to none.', index);
    this.report.erased += 1;
    return this.#settle(null);
  }

  #awaiting() {
    if (this.#pending === undefined) throw new Halt('A private text must follow its leaf directly.');
    return this.#pending;
  }

  /**
   * The last leaf is complete: nothing more belongs to it.
   * @param {string | null | undefined} text
   * @param {() => void} [then] what to do after that
   * @returns {Promise<void> | void}
   */
  #settle(text, then) {
    const pending = this.#pending;
    this.#pending = undefined;
    if (pending?.leaf !== undefined) {
      if (text === undefined && pending.leaf.c !== undefined) this.report.privateAbsent += 1;
      const busy = this.#onLeaf?.(pending.leaf, pending.index, text);
      if (busy !== undefined) return busy.then(then);
    }
    return then?.();
  }

  /** @param {unknown} note */
  #takeCheckpoint(note) {
    if (typeof note !== 'string') throw new Halt('This is no checkpoint of version 1.');
    this.#isEnded = true;
    try {
      const { text, signers } = openSignedNote(note, this.#keys);
      const checkpoint = parseCheckpoint(text);
      const { origin, size, root } = checkpoint;
      const names = signers.map(({ name }) => name);
      const expected = this.#origin ?? names[0];
      // tlog-checkpoint: "The log's key name … SHOULD match the origin line"; so it does, unless the caller knows better
      if (origin !== expected && (this.#origin !== undefined || !names.includes(origin)))
        this.#problem(CODES.UNTRUSTED, `The checkpoint is of the log ${origin}, not of ${expected}.`, null);
      this.#checkpoint = checkpoint;
      const signedBy = signers.map(({ name, id }) => `${name}+${id}`);
      Object.assign(this.report, { origin, size, root: toBase64(root), checkpoint: note, signedBy });
    } catch (error) {
      if (!(error instanceof NoteError)) throw error;
      this.#problem(error.isMalformed ? CODES.MALFORMED : CODES.UNTRUSTED, error.message, null);
    }
  }

  /** To be called after the last line. */
  end() {
    if (this.#header === undefined) throw new Halt('The file is empty.');
    if (!this.#isEnded) throw new Halt('The file has no checkpoint at its end: it is cut off.');
    if (this.#checkpoint !== undefined) {
      this.#compareHeader(this.#header, this.#checkpoint);
      this.#compareRoot(this.#checkpoint);
      if (this.#since !== undefined) this.#compareEarlier(this.#since, this.#checkpoint);
    }
    this.#conclude(this.#worst());
  }

  /**
   * @param {Header} header
   * @param {Checkpoint} checkpoint
   */
  #compareHeader(header, { origin, size }) {
    if (header.size !== size)
      this.#problem(CODES.TAMPERED, `The header's size is ${header.size}, the checkpoint's ${size}.`, null, 1);
    if (header.origin !== origin)
      this.#problem(CODES.TAMPERED, `The header names the log ${header.origin}, the checkpoint ${origin}.`, null, 1);
  }

  /** @param {Checkpoint} checkpoint */
  #compareRoot({ size, root }) {
    const has = this.#tree.size;
    if (has === size && isSame(this.#tree.root(), root)) return;
    const what =
      has === size
        ? 'The lines are not those that were signed: one or more were changed, replaced or moved.'
        : `The file has ${has} leaves, but its checkpoint was signed over ${size}: lines were removed or added, or the checkpoint is another.`;
    const where =
      this.#sinceRoot === 'agrees' && this.#since !== undefined && this.#since.size > 0
        ? ` The first ${this.#since.size} leaves agree with the earlier checkpoint.`
        : '';
    this.#problem(CODES.TAMPERED, what + where, null, null, true);
  }

  /**
   * @param {Checkpoint} since
   * @param {Checkpoint} checkpoint
   */
  #compareEarlier(since, { origin, size }) {
    const conflict = (/** @type {string} */ message) => this.#problem(CODES.CONFLICT, message, null, null);
    if (since.origin !== origin) conflict(`The earlier checkpoint is of another log, ${since.origin}.`);
    else if (since.size > size)
      conflict(
        `The earlier checkpoint has ${since.size} leaves, this log ${size}: it was set back, or is an older copy.`,
      );
    else if (this.#sinceRoot === 'differs')
      conflict(`The first ${since.size} leaves are not those of the earlier checkpoint: history was rewritten.`);
    else if (this.#sinceRoot === undefined)
      conflict(
        `The file does not show whether it continues the earlier checkpoint: export it with since=${since.size}.`,
      );
    else this.report.since = { size: since.size, root: toBase64(since.root) };
  }

  /** Where the log has just the size of the earlier checkpoint, it must have its root. */
  #compareSince() {
    if (this.#tree.size !== this.#since?.size) return;
    this.#sinceRoot = isSame(this.#tree.root(), this.#since.root) ? 'agrees' : 'differs';
  }

  /**
   * @param {number} code
   * @param {string} message
   * @param {number | null} leaf
   * @param {number | null} line
   * @param {boolean} isFirst a proof comes before the signs
   */
  #problem(code, message, leaf, line = this.report.lines, isFirst = false) {
    const { problems } = this.report;
    this.report.problemCount += 1;
    // the first of each code is always kept: one of them becomes the verdict
    if (problems.length >= LISTED && problems.some((known) => known.code === code) && !isFirst) return;
    problems[isFirst ? 'unshift' : 'push']({ code, message, line, leaf });
  }

  /**
   * @param {string} message
   * @param {number} leaf
   */
  #anomaly(message, leaf) {
    const { anomalies, lines } = this.report;
    anomalies.count += 1;
    if (anomalies.list.length < LISTED) anomalies.list.push({ code: CODES.ANOMALIES, message, line: lines, leaf });
  }

  /** @returns {Problem | undefined} the one that becomes the verdict */
  #worst() {
    const { problems, anomalies } = this.report;
    for (const code of RANK) {
      const found = problems.find((problem) => problem.code === code);
      if (found !== undefined) return found;
    }
    return anomalies.list[0];
  }

  /**
   * Ends the verification early.
   * @param {Halt} halt
   */
  halt({ code, message }) {
    this.#problem(code, message, this.#tree.size, this.report.lines || null, true);
    this.#conclude(this.report.problems[0]);
  }

  /** @param {Problem | undefined} verdict */
  #conclude(verdict) {
    const { report } = this;
    report.code = verdict?.code ?? CODES.HOLDS;
    report.problem = verdict?.message ?? null;
    const rest = report.problems.filter((problem) => problem !== verdict);
    if (verdict !== undefined && verdict.code !== CODES.ANOMALIES) report.problems = [verdict, ...rest];
    // A root that differs does not say where; what was noticed on the way may
    const sign = [verdict, ...rest].find((problem) => problem !== undefined && problem.line !== null);
    report.line = sign?.line ?? null;
    report.leaf = sign?.leaf ?? null;
    if (report.code === CODES.HOLDS || report.code === CODES.ANOMALIES) report.unknowable = unknowable(report);
  }
}

/**
 * @param {Report} report of a log that holds
 * @returns {string[]} what the file, the key and the earlier checkpoint together still cannot show
 */
function unknowable({ size, since, withheld, filter, erased, erasedByEvents, privateAbsent }) {
  const sentences = [`Whether the log has grown since: this is its state at ${size} leaves.`];
  if (since === null)
    sentences.push(
      'Whether it is the only log that was signed: an older copy, and a second history signed with a stolen key, look as good. An earlier checkpoint (--since) that was kept elsewhere shows it.',
    );
  if (withheld > 0)
    sentences.push(
      `What the ${withheld} withheld leaves say, and whether they should be here: their number and place are proven, but a later event of a shown stream could be among them.`,
    );
  if (filter !== null)
    sentences.push(
      `Whether the filter is the one that was asked for: ${JSON.stringify(filter)} stands in the header, which nobody signed.`,
    );
  if (erased > 0)
    sentences.push(
      `Whether the ${erased} private texts that are called erased are: shown ERASE events account for ${erasedByEvents}, and later ones may for others.`,
    );
  if (privateAbsent > 0)
    sentences.push(
      `What the ${privateAbsent} private texts say that are not in this file: each was fixed when its leaf was written.`,
    );
  return sentences;
}

// ---------------------------------------------------------------------------------------------------------------------
// The report in words
// ---------------------------------------------------------------------------------------------------------------------

/** What a terminal would act on, or would not show (Unicode, general category C), is shown as JSON escapes it. */
const printable = (/** @type {string} */ text) =>
  text.replace(/[^\P{C}\n]/gu, (character) =>
    character.replace(/[^]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`),
  );

/** @param {number} value */
const grouped = (value) => value.toLocaleString('en');

/** @param {Problem} problem */
const sentenceOf = ({ line, leaf, message }) =>
  [line === null ? [] : `line ${line}${leaf === null ? '' : ` (leaf ${leaf})`}`, message].flat().join(': ');

/** @param {Report} report */
function factsOf(report) {
  const { size, root, origin, signedBy, shown, withheld, since, firstAt, lastAt, filter, logEvents } = report;
  const { privateChecked, erased, privateAbsent, streams, startedLater, withheldBetween } = report;
  /** @type {[string, string | null][]} */
  const facts = [
    ['log', origin],
    ['signed by', signedBy.join(', ')],
    ['leaves', `${grouped(size ?? 0)}: ${grouped(shown)} shown, ${grouped(withheld)} withheld`],
    ['root', root],
    ['continues', since && `the earlier checkpoint of ${grouped(since.size)} leaves`],
    ['filter', filter && `${JSON.stringify(filter)}, as the header says`],
    ['times', firstAt && `${firstAt} to ${lastAt}`],
    [
      'streams',
      `${grouped(streams)}${startedLater > 0 ? `, ${grouped(startedLater)} of them not from their first event` : ''}`,
    ],
    [
      'between',
      withheldBetween > 0 ? `${grouped(withheldBetween)} events withheld between shown ones of their stream` : null,
    ],
    [
      'private texts',
      `${grouped(privateChecked)} match, ${grouped(erased)} erased, ${grouped(privateAbsent)} not in the file`,
    ],
    ...logEvents.list.map(
      ({ leaf, at, op, row }) =>
        /** @type {[string, string]} */ ([`leaf ${leaf}`, `${op} at ${at}: ${JSON.stringify(row)}`]),
    ),
  ];
  return facts.flatMap(([name, value]) => (value === null ? [] : `  ${name.padEnd(13)}  ${value}`));
}

/**
 * @param {Report} report
 * @param {string} name of what was verified
 * @returns {string} for people to read, in lines
 */
export function describeReport(report, name) {
  const { code, problems, problemCount, anomalies } = report;
  const verdict = Object.entries(CODES).find(([, value]) => value === code)?.[0];
  const isWhole = code === CODES.HOLDS || code === CODES.ANOMALIES;
  const others = isWhole ? anomalies.list : problems.slice(1);
  const more = (isWhole ? anomalies.count : problemCount - 1) - others.length;
  return [
    `${verdict}: ${name}`,
    problems.slice(0, 1).map(sentenceOf),
    isWhole ? factsOf(report) : [],
    others.length > 0
      ? [isWhole ? 'Anomalies:' : 'Also noticed:', ...others.map((each) => `  ${sentenceOf(each)}`)]
      : [],
    more > 0 ? `  and ${grouped(more)} more` : [],
    isWhole ? ['What this cannot show:', ...report.unknowable.map((each) => `  ${each}`)] : [],
  ]
    .flat()
    .map((line) => printable(line.replaceAll('\n', '\\n')))
    .join('\n');
}

// ---------------------------------------------------------------------------------------------------------------------
// The command
// ---------------------------------------------------------------------------------------------------------------------

const HELP = `Verifies an exported audit log of Claimdesk: that it is whole, in order and unchanged since it was signed.

  node claimdesk-verify.mjs <file> --key <key> [options]
  node claimdesk-verify.mjs - --key <key> [options]       from standard input

The file is what GET /audit/log answers, also compressed by gzip. Nothing else is read, and no network is used.

  --key <key>      the log's verifier key (NAME+ID+BASE64), or a file with one on each line. Can be given several times:
                   one signature by one of them is enough. Get it from somebody else than who gave you the file
  --since <file>   a checkpoint that you kept earlier: the log must continue it. GET /audit/checkpoint answers the newest
  --origin <name>  the log's name, where it is not the key's name
  --json           the report as JSON
  --help           this text

Exit codes
  0  holds
  1  tampered: the lines are not those that were signed, or events are missing from what was signed
  2  malformed or cut off; also where the file cannot be read, and for wrong usage
  3  not signed with the key, or of another log
  4  contradicts the earlier checkpoint, or does not show that it continues it
  5  holds, with anomalies: the clock ran back by more than ${CLOCK_TOLERANCE_MS / 1000} s

docs/audit-format.md describes the file, other ways to verify it, and what a file alone cannot show.`;

/** The command was called wrongly. */
class UsageError extends Error {}

/** The line of progress is drawn at most this often: quicker is only flicker. */
const DRAW_EVERY_MS = 100;
/** Back to the beginning of the line, and clear it (ECMA-48, EL). */
const CLEAR_LINE = '\r\u001b[2K';

/**
 * @typedef {object} Terminal
 * @property {(text: string) => void} out standard output
 * @property {(text: string) => void} say standard error
 * @property {{ isTTY?: boolean, write(text: string): unknown }} screen where progress is shown, if it is a terminal
 * @property {AsyncIterable<Uint8Array | string>} stdin
 */

/**
 * Runs the command, in Node alone.
 * @param {string[]} args
 * @param {Terminal} [terminal] the process' own if left out
 * @returns {Promise<number>} the exit code
 */
export async function main(args, terminal = ownTerminal()) {
  const { out, say, screen, stdin } = terminal;
  const clear = () => screen.isTTY && screen.write(CLEAR_LINE);
  try {
    const { file, isJson, isHelp, ...options } = await parseArguments(args);
    if (isHelp) {
      out(HELP);
      return CODES.HOLDS;
    }
    const { createReadStream } = process.getBuiltinModule('node:fs');
    const chunks = file === '-' ? stdin : createReadStream(file);
    const report = await verifyLog(chunks, { ...options, onProgress: progressOn(screen) });
    clear();
    out(
      isJson
        ? printable(JSON.stringify(report, null, 2))
        : describeReport(report, file === '-' ? 'standard input' : file),
    );
    return report.code;
  } catch (error) {
    clear();
    const { message, stack, code } = /** @type {Error & { code?: unknown }} */ (error);
    const isUsage = error instanceof UsageError || String(code).startsWith('ERR_PARSE_ARGS_');
    if (isUsage) say(`${message}\n--help explains how it is used.`);
    else say(code === undefined ? String(stack) : `The file cannot be read: ${message}`); // without a code it is a bug
    return CODES.MALFORMED;
  }
}

/** @returns {Terminal} */
function ownTerminal() {
  // who reads us may have enough, such as head: that must not become another exit code
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
  return { out: console.log, say: console.error, screen: process.stderr, stdin: process.stdin };
}

/** @param {Terminal['screen']} screen */
function progressOn(screen) {
  if (!screen.isTTY) return undefined;
  const startedAt = performance.now();
  let drawnAt = startedAt;
  return (/** @type {{ leaves: number, size: number }} */ { leaves, size }) => {
    const now = performance.now();
    if (now - drawnAt < DRAW_EVERY_MS) return;
    drawnAt = now;
    const share = Math.floor((100 * leaves) / Math.max(size, leaves, 1));
    const rate = Math.round((1000 * leaves) / (now - startedAt));
    screen.write(`${CLEAR_LINE}${share}% · ${grouped(leaves)} of ${grouped(size)} leaves · ${grouped(rate)} a second`);
  };
}

/**
 * @param {string[]} args
 * @returns {Promise<{ file: string, keys: string[], since: string | undefined, origin: string | undefined, isJson: boolean,
 *   isHelp: boolean }>}
 */
async function parseArguments(args) {
  const text = /** @type {const} */ ({ type: 'string' });
  const flag = /** @type {const} */ ({ type: 'boolean', default: false });
  const { values, positionals } = process.getBuiltinModule('node:util').parseArgs({
    args,
    allowPositionals: true,
    options: { key: { ...text, multiple: true }, since: text, origin: text, json: flag, help: flag },
  });
  const { since, origin, json: isJson, help: isHelp, key = [] } = values;
  if (isHelp) return { file: '', keys: [], since, origin, isJson, isHelp };
  const [file, ...more] = positionals;
  if (file === undefined) throw new UsageError('Name the file, or - for standard input.');
  if (more.length > 0) throw new UsageError(`Name one file; these are ${positionals.length}.`);
  if (key.length === 0) throw new UsageError('--key is missing: without a key nothing can be verified.');
  const keys = (await Promise.all(key.map(readKeys))).flat();
  return {
    file,
    keys,
    since: since === undefined ? undefined : await readText('--since', since),
    origin,
    isJson,
    isHelp,
  };
}

/** @param {string} given a verifier key, or a file with some */
async function readKeys(given) {
  const isKey = /^[^+\s]+\+[0-9a-f]{8}\+/.test(given);
  const keys = (isKey ? given : await readText('--key', given)).split('\n').filter((line) => line.trim() !== '');
  if (keys.length === 0) throw new UsageError(`--key ${given}: the file is empty.`);
  for (const key of keys) {
    try {
      parseVerifierKey(key);
    } catch (error) {
      throw new UsageError(`--key ${given}: ${/** @type {Error} */ (error).message}`);
    }
  }
  return keys;
}

/**
 * @param {string} option
 * @param {string} file
 */
async function readText(option, file) {
  try {
    return await process.getBuiltinModule('node:fs').promises.readFile(file, 'utf8');
  } catch (error) {
    throw new UsageError(`${option} ${file}: the file cannot be read: ${/** @type {Error} */ (error).message}`);
  }
}

/** Whether this file is what node was told to run, rather than a module of something else. */
function isCommand() {
  const entry = globalThis.process?.argv?.[1];
  if (entry === undefined) return false;
  const { realpathSync } = process.getBuiltinModule('node:fs');
  const { pathToFileURL } = process.getBuiltinModule('node:url');
  try {
    return pathToFileURL(realpathSync(entry)).href === import.meta.url; // npm runs it by way of a link
  } catch {
    return false;
  }
}

if (globalThis.process?.versions?.node !== undefined && cryptography === undefined) {
  // Silence would be exit code 0, which is "holds"
  console.error(`Node ${process.versions.node} is too old: 20.16 or newer is needed.`);
  process.exitCode = CODES.MALFORMED;
} else if (isCommand()) {
  process.exitCode = await main(process.argv.slice(2));
}
