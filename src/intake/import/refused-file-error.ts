/** The file as a whole cannot be imported; the message says why and what is allowed. */
export class RefusedFileError extends Error {}
