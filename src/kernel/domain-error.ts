/**
 * What can go wrong that a client is expected to handle. The use-case throws, so its transaction rolls back;
 * the resolver turns it into a member of the payload union. Matched exhaustively in graphql/user-error.ts.
 */
export const DOMAIN_ERROR_CODES = [
  /** There is no such row, or the actor may not know of it. */
  'NOT_FOUND',
  /** A value is not allowed. `path` names the field, the message says what is. */
  'INVALID_INPUT',
  /** The lease is not the actor's any more: it ran out, or the review was released, reassigned or decided. */
  'LEASE_LOST',
  /** The review is in a state that does not allow this. */
  'REVIEW_CONFLICT',
  /** The claim changed since the version that the actor saw. */
  'VERSION_CONFLICT',
  /** The idempotency key was used before, for something else. */
  'IDEMPOTENCY_KEY_REUSED',
  /** There is nothing on the desk that the actor may take now. */
  'NOTHING_TO_TAKE',
  /** The actor holds as many leases as one person may. */
  'LEASE_LIMIT_REACHED',
] as const;
export type DomainErrorCode = (typeof DOMAIN_ERROR_CODES)[number];

export interface DomainErrorDetails {
  /** The input field at fault, outermost first, for example `['input', 'recheckAt']`. */
  readonly path?: readonly string[];
  /** Further facts for the client, by the names of the error's GraphQL fields. */
  readonly facts?: Readonly<Record<string, unknown>>;
}

export class DomainError extends Error {
  readonly path: readonly string[];
  readonly facts: Readonly<Record<string, unknown>>;

  constructor(
    readonly code: DomainErrorCode,
    message: string,
    details: DomainErrorDetails = {},
  ) {
    super(message);
    this.name = 'DomainError';
    this.path = details.path ?? [];
    this.facts = details.facts ?? {};
  }
}
