/** What the lines for people show first; the rest follows as `name=value`. */
interface Line extends Record<string, unknown> {
  readonly level: string;
  readonly time: string;
  readonly msg?: string;
  readonly context?: string;
  readonly err?: { readonly stack?: string };
}

/** The same for every line of a process, so of no interest to somebody who looks at its terminal. */
const UNSHOWN: readonly string[] = ['level', 'time', 'msg', 'context', 'err', 'role', 'pid', 'hostname'];
/** `fatal` and `error` are the longest. */
const LEVEL_WIDTH = 5;

/**
 * @param json a line as it is logged for programs
 * @returns the same for a terminal: time of day in UTC, level, where, message, fields, and the stack below
 */
export function asText(json: string): string {
  const { level, time, msg = '', context = '', err, ...fields } = JSON.parse(json) as Line;
  const shown = Object.entries(fields)
    .filter(([name]) => !UNSHOWN.includes(name))
    .map(([name, value]) => `${name}=${typeof value === 'string' ? value : JSON.stringify(value)}`);
  const head = [time.slice(11, 23), level.toUpperCase().padEnd(LEVEL_WIDTH), context && `[${context}]`, msg, ...shown];
  return `${head.filter(Boolean).join(' ')}\n${err?.stack === undefined ? '' : `${err.stack}\n`}`;
}
