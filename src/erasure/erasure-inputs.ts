import { createUnionType, Field, ID, InputType, Int, ObjectType } from '@nestjs/graphql';
import { IsEnum, IsOptional } from 'class-validator';
import { User } from '../auth/user.type.js';
import { Claim } from '../claims/claim.type.js';
import { InvalidInputError, NotFoundError } from '../graphql/user-error.js';
import { IsRowId, Text } from '../graphql/validation.js';
import type { EraseClaimInput as ClaimErasure } from './erase-claim.js';
import type { EraseUserInput as UserErasure } from './erase-user.js';
import { REFERENCE_RULE } from './erasure.js';
import { LegalBasis } from './vocabulary.js';

const ERASED_EVENTS = 'Events of the audit log whose text is gone by it; 0 where all was erased before.';
/** More than a reference may have; what is longer need not be looked at. */
const MAX_REFERENCE = 100;

/** The ground that every erasure has. */
@InputType({ isAbstract: true })
abstract class ErasureGround {
  @Field(() => LegalBasis, { description: 'On what it rests; stands in the audit log for good.' })
  @IsEnum(LegalBasis)
  basis: LegalBasis;

  @Field(() => String, {
    nullable: true,
    description: `Number of the request or case, to stand in the audit log for good: ${REFERENCE_RULE}.`,
  })
  @IsOptional()
  @Text({ max: MAX_REFERENCE })
  reference?: string | null;
}

@InputType({ description: 'Which claim to erase, and on what ground.' })
export class EraseClaimInput extends ErasureGround implements ClaimErasure {
  @Field(() => ID, { description: 'Id of the claim.' })
  @IsRowId()
  claimId: string;
}

@InputType({ description: 'Which account to erase, and on what ground.' })
export class EraseUserInput extends ErasureGround implements UserErasure {
  @Field(() => ID, { description: 'Id of the account.' })
  @IsRowId()
  userId: string;
}

@ObjectType({ description: 'The claim is erased, by this call or by an earlier one.' })
export class EraseClaimSuccess {
  @Field(() => Claim, { description: 'The claim as it stands now.' })
  claim: Claim;

  @Field(() => Int, { description: ERASED_EVENTS })
  erasedEvents: number;

  constructor(claim: Claim, erasedEvents: number) {
    this.claim = claim;
    this.erasedEvents = erasedEvents;
  }
}

@ObjectType({ description: 'The account is erased, by this call or by an earlier one.' })
export class EraseUserSuccess {
  @Field(() => User, { description: 'The account as it stands now.' })
  user: User;

  @Field(() => Int, { description: ERASED_EVENTS })
  erasedEvents: number;

  constructor(user: User, erasedEvents: number) {
    this.user = user;
    this.erasedEvents = erasedEvents;
  }
}

export const EraseClaimPayload = createUnionType({
  name: 'EraseClaimPayload',
  description: 'What eraseClaim answers.',
  types: () => [EraseClaimSuccess, InvalidInputError, NotFoundError] as const,
});

export const EraseUserPayload = createUnionType({
  name: 'EraseUserPayload',
  description: 'What eraseUser answers.',
  types: () => [EraseUserSuccess, InvalidInputError, NotFoundError] as const,
});
