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
    switch (text[at]) {
      case '{':
      case '[':
        levels.push(text[at] === '{' ? new Set() : null);
        if (levels.length > MAX_DEPTH)
          return { path: '', reason: `The JSON is nested deeper than ${MAX_DEPTH} levels.` };
        break;
      case '}':
      case ']':
        levels.pop();
        break;
      case '"': {
        const end = endOfString(text, at);
        const keys = levels.at(-1);
        if (keys != null && isKey(text, end)) {
          const key = JSON.parse(text.slice(at, end)) as string;
          if (keys.has(key)) return { path: key, reason: `${key} stands twice in one object.` };
          if (key in Object.prototype) return { path: key, reason: `property ${key} should not exist.` };
          keys.add(key);
        }
        at = end - 1;
        break;
      }
    }
  }
  return null;
}

/** @returns the position after the quote that closes the text */
function endOfString(text: string, start: number): number {
  let at = start + 1;
  while (text[at] !== '"') at += text[at] === '\\' ? 2 : 1;
  return at + 1;
}

/** In valid JSON, only the text of a key is followed by a colon. */
function isKey(text: string, end: number): boolean {
  let at = end;
  while (text[at] === ' ' || text[at] === '\t') at += 1;
  return text[at] === ':';
}
