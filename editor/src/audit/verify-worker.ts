import { ed25519 } from '@noble/curves/ed25519.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { CODES, useCryptography, verifyLog } from '../../../verifier/claimdesk-verify.mjs';
import { findBreak } from './find-break.js';
import { verifyInclusion } from './inclusion.js';
import { readLines } from './read-lines.js';
import type { Answer, EntryTask, FileTask, Task } from './verify-task.js';

/** Progress is told at most this often: quicker is only flicker. */
const TELL_EVERY_MS = 100;
/** Of a line that is shown; a longer one has its end cut off. */
const SHOWN_CHARACTERS = 2000;

const utf8 = new TextEncoder();

// Web Crypto answers later, and a hundred thousand hashes must be had now
useCryptography({
  sha256(...parts) {
    const hash = sha256.create();
    for (const part of parts) hash.update(typeof part === 'string' ? utf8.encode(part) : part);
    return hash.digest();
  },
  verifyEd25519(key, message, signature) {
    try {
      return ed25519.verify(signature, message, key, { zip215: false }); // strict, as in RFC 8032 and in Node
    } catch {
      return false; // a key or signature that is no point of the curve
    }
  },
});

const tell = (answer: Answer): void => postMessage(answer);

globalThis.addEventListener('message', ({ data }: MessageEvent<Task>) => {
  const work = data.kind === 'file' ? verifyFile(data) : verifyEntry(data);
  void work.catch((error: unknown) => tell({ kind: 'failed', message: String(error) }));
});

async function verifyFile({ file, keys, since, mayRead }: FileTask): Promise<void> {
  let toldAt = 0;
  const report = await verifyLog(file.stream(), {
    keys,
    ...(since !== '' && { since }),
    onProgress({ bytes, leaves }) {
      if (performance.now() - toldAt < TELL_EVERY_MS) return;
      toldAt = performance.now();
      tell({ kind: 'progress', leaves, share: bytes / Math.max(1, file.size) });
    },
  });
  const isTampered = report.code === CODES.TAMPERED && report.line === null;
  if (isTampered && mayRead && report.size !== null) {
    tell({ kind: 'locating' });
    const found = await findBreak(file, report.size).catch(() => null); // then the report says what is known
    if (found !== null) {
      return tell({ kind: 'report', report, found, text: await lineOf(file, found.line) });
    }
  }
  const text = report.line === null || report.code === CODES.ANOMALIES ? null : await lineOf(file, report.line);
  tell({ kind: 'report', report, found: null, text });
}

/** @returns a line's text, from 1; null where the file has no such line, or not to its end */
async function lineOf(file: Blob, wanted: number): Promise<string | null> {
  let number = 0;
  try {
    for await (const line of readLines(file)) {
      number += 1;
      if (number === wanted) return new TextDecoder().decode(line).slice(0, SHOWN_CHARACTERS);
    }
  } catch {
    // the file is cut off before it
  }
  return null;
}

async function verifyEntry({ proof, ...entry }: EntryTask): Promise<void> {
  tell({ kind: 'entry', outcome: verifyInclusion(proof, entry) });
}
