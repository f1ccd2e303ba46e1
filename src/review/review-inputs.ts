import { ArgsType, Field, ID, InputType, Int } from '@nestjs/graphql';
import { ArrayMaxSize, IsEnum, IsInt, IsOptional, Max, Min } from 'class-validator';
import { Verdict } from '../claims/vocabulary.js';
import { DateTimeScalar } from '../graphql/scalars.js';
import { IsInstant, IsRowId, Text } from '../graphql/validation.js';
import type { DecisionInput } from './decide-review.js';
import type { SignOffInput } from './sign-off-decision.js';
import { LIMITS, SignOffOutcome } from './vocabulary.js';

/** Sources that one decision may cite; far more than anyone reads. */
const MAX_CITED = 100;
const MAX_INT = 2_147_483_647;

@ArgsType()
export class HeldReviewArgs {
  @Field(() => ID, { description: 'Id of the review.' })
  @IsRowId()
  id: string;

  @Field(() => ID, { description: 'The token of your lease.' })
  @IsRowId()
  leaseToken: string;
}

@ArgsType()
export class DeferReviewArgs extends HeldReviewArgs {
  @Field(() => DateTimeScalar, { description: 'Until when to put it off; at most 366 days ahead.' })
  @IsInstant()
  until: Date;

  @Field({ description: `Why, 1 to ${LIMITS.deferReason} characters.` })
  @Text({ max: LIMITS.deferReason })
  reason: string;
}

@InputType({ description: 'A decision on a review that you hold.' })
export class DecideReviewInput implements DecisionInput {
  @Field(() => ID, { description: 'Id of the review.' })
  @IsRowId()
  reviewId: string;

  @Field(() => ID, { description: 'The token of your lease.' })
  @IsRowId()
  leaseToken: string;

  @Field(() => Verdict, { description: 'What the evidence says of the claim.' })
  @IsEnum(Verdict)
  verdict: Verdict;

  @Field({ description: `The reasons, 1 to ${LIMITS.rationale} characters.` })
  @Text({ max: LIMITS.rationale })
  rationale: string;

  @Field(() => [ID], {
    defaultValue: [],
    description: `Ids of the evidence that the decision cites, at most ${MAX_CITED}; each must be the claim's own.`,
  })
  @IsRowId({ each: true })
  @ArrayMaxSize(MAX_CITED)
  evidenceIds: string[];

  @Field(() => Int, { description: "The claim's `version` that you saw. If it has changed since, nothing is decided." })
  @IsInt()
  @Min(1)
  @Max(MAX_INT)
  expectedVersion: number;

  @Field({
    description: `A text of your making, 1 to ${LIMITS.idempotencyKey} characters, new for each decision: the same call again answers what the first did.`,
  })
  @Text({ max: LIMITS.idempotencyKey })
  idempotencyKey: string;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'For UNCONFIRMED only: when to open a round of rechecking.',
  })
  @IsOptional()
  @IsInstant()
  recheckAt?: Date | null;
}

@InputType({ description: 'A word on a decision that somebody else proposed.' })
export class SignOffDecisionInput implements SignOffInput {
  @Field(() => ID, { description: 'Id of the review.' })
  @IsRowId()
  reviewId: string;

  @Field(() => ID, { description: 'Id of the proposed decision that you read.' })
  @IsRowId()
  decisionId: string;

  @Field(() => SignOffOutcome, { description: 'Whether it may stand.' })
  @IsEnum(SignOffOutcome)
  outcome: SignOffOutcome;

  @Field(() => String, { nullable: true, description: `Why, at most ${LIMITS.comment} characters; needed to reject.` })
  @IsOptional()
  @Text({ max: LIMITS.comment })
  comment?: string | null;
}
