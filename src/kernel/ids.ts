import { v7 } from 'uuid';

/**
 * A new row id: UUID version 7 (RFC 9562), so ids grow with time and index pages fill in order.
 * Made here and not by the database, because `uuidv7()` exists only from Postgres 18 on.
 */
export const newId = (): string => v7();

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/**
 * @returns whether the text is a UUID of any version, in the form in which ids are given out: with hyphens and in
 *   lower case, so that equal ids are equal texts
 */
export const isId = (text: string): boolean => UUID.test(text);
