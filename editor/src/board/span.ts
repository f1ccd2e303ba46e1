/** Days that a board can be of; the first where the address says none. */
export const SPANS = [30, 7, 90] as const;
export type Span = (typeof SPANS)[number];

/** Reads the address's query; what it cannot mean is left out. */
export const readSpan = (params: URLSearchParams): Span =>
  SPANS.find((days) => String(days) === params.get('days')) ?? SPANS[0];

export const writeSpan = (days: Span): URLSearchParams =>
  new URLSearchParams(days === SPANS[0] ? {} : { days: String(days) });

/** The viewer's own time zone, as their system names it; days are told as their calendar has them. */
export const viewersZone = (): string => new Intl.DateTimeFormat().resolvedOptions().timeZone || 'UTC';
