import { decodeCursor, encodeCursor } from '../graphql/connection.js';
import { DomainError } from '../kernel/domain-error.js';
import type { LogTail } from './log-tail.js';
import { PAGE_SIZE } from './read-log.js';

/** How far a subscriber is. */
export interface Place {
  /** The first entry of the log that it has not been told of, or not wholly. */
  readonly from: number;
  /** Where the entries up to `end` were told in several messages: how many of these it has. */
  readonly part?: { readonly end: number; readonly told: number };
}

/** Tells a place in the log from the cursors of lists. */
const KIND = 'log';
const isKind = (text: string): boolean => text === KIND;
const isNumber = (text: string): boolean => /^\d{1,15}$/.test(text);

export const encodePlace = ({ from, part }: Place): string =>
  encodeCursor([KIND, ...(part === undefined ? [from] : [from, part.end, part.told]).map(String)]);

/**
 * @param cursor as a client sent it; nothing for the end of the log
 * @returns the place from which to follow the log
 * @throws DomainError INVALID_INPUT for anything that `encodePlace` did not make of this log
 */
export async function startOf(tail: LogTail, cursor: string | null | undefined): Promise<Place> {
  const size = await tail.size();
  if (typeof cursor !== 'string') return { from: size };
  const place = parse(cursor, [isKind, isNumber]) ?? parse(cursor, [isKind, isNumber, isNumber, isNumber]);
  if (place !== null && (place.part?.end ?? place.from) <= size) return place;
  throw new DomainError(
    'INVALID_INPUT',
    place === null
      ? 'This is no cursor of a subscription. Pass the `cursor` of the last message that came, or leave it out.'
      : 'The cursor is beyond the end of the log: it is of another Claimdesk, or this one was set back. Leave it out, and read anew what you show.',
    { path: ['after'] },
  );
}

function parse(cursor: string, valid: readonly ((text: string) => boolean)[]): Place | null {
  try {
    const [from, end, told] = decodeCursor(cursor, valid).slice(1).map(Number) as [number, number?, number?];
    if (end === undefined || told === undefined) return { from };
    return end > from && end - from <= PAGE_SIZE ? { from, part: { end, told } } : null;
  } catch (error) {
    if (error instanceof DomainError) return null;
    throw error;
  }
}
