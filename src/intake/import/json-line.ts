import { isUtf8 } from 'node:buffer';
import type { Problem } from './problem.js';

/** Deeper than a submission is: { appearances: [ { article: { … } } ] } has four levels, and a list of texts in one is a fifth. */
const MAX_DEPTH = 8;

/**
 * @param bytes one line of NDJSON
 * @returns the object in it, or what is wrong with the line
 */
export function parseJsonLine(bytes: Buffer): object | Problem[] {
  if (!isUtf8(bytes)) return [{ path: '', reason: 'The line is not valid UTF-8.' }];
  const text = bytes.toString('utf8');
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return [{ path: '', reason: `The line is not valid JSON: ${(error as Error).message}.` }];
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return [{ path: '', reason: 'The line must be one JSON object.' }];
  }
  const problem = keyProblem(text);
  return problem === null ? value : [problem];
}

/**
 * What JSON.parse passes over in silence: a key that stands twice in one object, of which it takes the last; and names
 * that every object of JavaScript has (`constructor`), which validation cannot tell from its own.
 *
 * @param text valid JSON
 */
function keyProblem(text: string): Problem | null {
  /** For each level the keys of the object; null for a list. */
  const levels: (Set<string> | null)[] = [];
  for (let at = 0; at < text.length; at += 1) {
    const char = text.charCodeAt(at);
    if (char === OPEN_OBJECT || char === OPEN_LIST) {
      levels.push(char === OPEN_OBJECT ? new Set() : null);
      if (levels.length > MAX_DEPTH) return { path: '', reason: `The JSON is nested deeper than ${MAX_DEPTH} levels.` };
    } else if (char === CLOSE_OBJECT || char === CLOSE_LIST) {
      levels.pop();
    } else if (char === QUOTE) {
      const end = endOfText(text, at);
      const keys = levels.at(-1);
      if (keys != null && isKey(text, end)) {
        const key = keyIn(text.slice(at, end));
        if (keys.has(key)) return { path: key, reason: `${key} stands twice in one object.` };
        if (key in Object.prototype) return { path: key, reason: `property ${key} should not exist.` };
        keys.add(key);
      }
      at = end - 1;
    }
  }
  return null;
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;
const OPEN_LIST = 0x5b;
const CLOSE_LIST = 0x5d;
const COLON = 0x3a;
const SPACE = 0x20;
const TAB = 0x09;

const keyIn = (quoted: string): string =>
  quoted.includes('\\') ? (JSON.parse(quoted) as string) : quoted.slice(1, -1);

/** @returns the position after the quote that closes the text */
function endOfText(text: string, start: number): number {
  let at = text.indexOf('"', start + 1);
  while (isEscaped(text, at)) at = text.indexOf('"', at + 1);
  return at + 1;
}

/** A quote is one of the text where an odd number of backslashes stands before it. */
function isEscaped(text: string, quote: number): boolean {
  let at = quote - 1;
  while (text.charCodeAt(at) === BACKSLASH) at -= 1;
  return (quote - 1 - at) % 2 === 1;
}

/** In valid JSON, only the text of a key is followed by a colon. */
function isKey(text: string, end: number): boolean {
  let at = end;
  while (text.charCodeAt(at) === SPACE || text.charCodeAt(at) === TAB) at += 1;
  return text.charCodeAt(at) === COLON;
}
