import { createHash } from 'node:crypto';

/** Put into every hash, so that a later way of normalising can never be taken for this one. */
const SCHEME = 'claimdesk-fingerprint-v1';

/** Characters that are not seen: zero-width space, bidi marks, soft hyphen and other format controls. */
const INVISIBLE = /\p{Cf}+/gu;
/** Apostrophes as letters of a word: Trump's, Trump’s, Trumpʼs. */
const APOSTROPHES = /['’‘ʼʹ`]+/gu;
/**
 * Group 1 is what carries meaning and stays: a point or comma between digits (1.5, 1,300), a point that begins a
 * number (.5), a sign before a number or an amount (-5, -.5, -$5), percent. All other punctuation only shapes the
 * sentence.
 */
const PUNCTUATION =
  /((?<=\p{Nd})[.,٫٬](?=\p{Nd})|(?<![\p{L}\p{Nd}.,])\.(?=\p{Nd})|(?<![\p{L}\p{Nd}])-(?=\p{Sc}?\.?\p{Nd})|[%‰‱٪])|\p{P}/gu;

/**
 * Full case folding, as near as JavaScript comes: ß, ẞ and SS are one, and so are the forms of sigma, of which
 * toLowerCase() chooses by the letters around.
 */
const foldCase = (text: string): string => text.toLowerCase().toUpperCase().toLowerCase().replaceAll('ς', 'σ');

/**
 * Brings wordings that differ only in form to one text: Unicode compatibility forms (NFKC), case, punctuation and
 * white space. Digits with their separators and signs, percent, currency and other symbols stay, for they change what
 * is said. Normalising twice makes no difference.
 */
export function normaliseText(text: string): string {
  const plain = text
    .replace(/[´\u1ffd]/g, "'") // an acute accent, of which NFKC would make a space with an accent
    .normalize('NFKC')
    .replace(INVISIBLE, '')
    .replace(APOSTROPHES, '');
  return foldCase(plain)
    .normalize('NFKC') // again, for what came to stand side by side
    .replaceAll('−', '-')
    .replace(PUNCTUATION, (_, kept: string | undefined) => kept ?? ' ')
    .replace(/\s+/gu, ' ')
    .trim();
}

/**
 * The identity of a claim: two submissions with the same fingerprint are the same claim.
 *
 * @param claimant the canonical name, after aliases were resolved
 * @returns SHA-256, 32 bytes
 */
export function fingerprint(statement: string, claimant: string): Buffer {
  return createHash('sha256')
    .update(`${SCHEME}\n${normaliseText(statement)}\n${normaliseText(claimant)}`)
    .digest();
}
