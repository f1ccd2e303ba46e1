import { decodeCursor, encodeCursor } from '../graphql/connection.js';
import { DomainError } from '../kernel/domain-error.js';
import type { LogTail } from './log-tail.js';

/** Tells a place in the log from the cursors of lists. */
const KIND = 'log';
const isPlace = (text: string): boolean => /^\d{1,15}$/.test(text);

/** @param place the one after the last entry that was looked at */
export const encodePlace = (place: number): string => encodeCursor([KIND, String(place)]);

/**
 * @param cursor as a client sent it; nothing for the end of the log
 * @returns the place from which to follow the log
 * @throws DomainError INVALID_INPUT for anything that `encodePlace` did not make of this log
 */
export async function startOf(tail: LogTail, cursor: string | null | undefined): Promise<number> {
  const size = await tail.size();
  if (typeof cursor !== 'string') return size;
  const place = placeOf(cursor);
  if (place !== null && place <= size) return place;
  throw new DomainError(
    'INVALID_INPUT',
    place === null
      ? 'This is no cursor of a subscription. Pass the `cursor` of the last message that came, or leave it out.'
      : 'The cursor is beyond the end of the log: it is of another Claimdesk, or this one was set back. Leave it out, and read anew what you show.',
    { path: ['after'] },
  );
}

function placeOf(cursor: string): number | null {
  try {
    return Number(decodeCursor(cursor, [(kind) => kind === KIND, isPlace])[1]);
  } catch (error) {
    if (error instanceof DomainError) return null;
    throw error;
  }
}
