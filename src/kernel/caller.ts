import type { Actor } from './actor.js';

/** Who calls a use-case, and in the course of which request. */
export interface Caller {
  readonly actor: Actor;
  /** Id of the HTTP request or of the job; stands in logs, error answers and audit events. */
  readonly requestId: string;
}
