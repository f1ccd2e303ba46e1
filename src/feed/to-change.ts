import type { Change } from './feed.type.js';
import type { LogEntry } from './log-entry.js';

/** @param entry of a claim's stream */
export const toChange = ({ stream, seq, type, action, at, actor }: LogEntry): Change => ({
  claimId: stream,
  seq,
  type,
  action,
  at,
  actor,
});
