/** @returns an instant as an input of the type datetime-local has it: in this zone, without naming it */
export const asLocal = (at: Date): string =>
  new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
