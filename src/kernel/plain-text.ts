/** NUL, which Postgres cannot store, and halves of surrogate pairs, which UTF-8 cannot express. */
const NOT_STORABLE = /\0|\p{Surrogate}/u;

/** @returns whether a text can be kept in the database exactly as it is. */
export const isPlainText = (text: string): boolean => !NOT_STORABLE.test(text);
