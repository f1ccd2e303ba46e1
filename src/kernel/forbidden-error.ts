/** The actor is known, but may not. Answered as 403, or as a top-level GraphQL error FORBIDDEN. */
export class ForbiddenError extends Error {
  constructor(reason: string) {
    super(reason);
    this.name = 'ForbiddenError';
  }
}
