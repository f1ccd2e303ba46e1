import { Field, InterfaceType, ObjectType } from '@nestjs/graphql';
import { DomainError, type DomainErrorCode } from '../kernel/domain-error.js';
import { DateTimeScalar } from './scalars.js';

/** Implemented by every failure that a client is expected to handle. */
@InterfaceType({
  description: 'A failure that a client is expected to handle. Members of payload unions implement it.',
  resolveType: (value: { constructor: { name: string } }) => value.constructor.name,
})
export abstract class UserError {
  @Field({ description: 'Stable and in capitals, for programs.' })
  code: string;

  @Field({ description: 'A sentence for people: what went wrong and what can be done.' })
  message: string;

  @Field(() => [String], { description: 'The input field at fault, outermost first; empty where it is no single one.' })
  path: readonly string[];
}

@ObjectType({ implements: () => [UserError], description: 'There is no such thing, or you may not know of it.' })
export class NotFoundError extends UserError {}

@ObjectType({
  implements: () => [UserError],
  description: 'A value is not allowed; the message says what is. Nothing was changed.',
})
export class InvalidInputError extends UserError {}

@ObjectType({
  implements: () => [UserError],
  description: 'The idempotency key was used before, for something else. Nothing was changed.',
})
export class IdempotencyKeyReusedError extends UserError {}

@ObjectType({ description: 'What happened last: who did what, and when.' })
export class LastChange {
  @Field({
    description: 'What was done, by the name of the mutation or job, such as `takeNextReview` or `expireLeases`.',
  })
  action: string;

  @Field({ description: 'Who did it: a name, or the part of Claimdesk that acted.' })
  by: string;

  @Field(() => DateTimeScalar, { description: 'When it was done.' })
  at: Date;
}

type ErrorClass = new () => UserError;

/**
 * Turns the failures that a mutation declares into members of its payload union; all else is thrown on.
 *
 * @param classes the GraphQL class for each expected code; these and the success type make up the union
 * @returns what `work` answers, or an instance of the class for the DomainError's code
 */
export async function asPayload<Success>(
  classes: Partial<Record<DomainErrorCode, ErrorClass>>,
  work: () => Promise<Success>,
): Promise<Success | UserError> {
  try {
    return await work();
  } catch (error) {
    const ErrorType = error instanceof DomainError ? classes[error.code] : undefined;
    if (!(error instanceof DomainError) || ErrorType === undefined) throw error;
    return Object.assign(new ErrorType(), {
      code: error.code,
      message: error.message,
      path: error.path,
      ...error.facts,
    });
  }
}
