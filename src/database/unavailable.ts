/**
 * 53: the server ran out of connections, memory or disk; 57P: it shuts down or starts; 57014: a statement took longer
 * than statement_timeout; 08: the connection broke (PostgreSQL, appendix A).
 */
const UNAVAILABLE_STATE = /^(53...|57P0.|57014|08...)$/;
const UNREACHABLE = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT']);
/** How pg says that no connection of the pool came free in time, or that one broke. It gives no code. */
const POOL_MESSAGES = [
  'timeout exceeded when trying to connect',
  'Connection terminated',
  'Client has encountered a connection error',
];

/** @returns whether the database could not be reached or was too busy: what failed may succeed in a moment */
export function isDatabaseUnavailable(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const { code } = error as { code?: unknown };
  if (POOL_MESSAGES.some((text) => error.message.startsWith(text))) return true;
  return typeof code === 'string' && (UNREACHABLE.has(code) || UNAVAILABLE_STATE.test(code));
}
