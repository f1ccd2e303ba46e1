import { createUnionType, Field, ID, InputType, ObjectType, registerEnumType } from '@nestjs/graphql';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsDefined,
  IsEnum,
  IsObject,
  IsOptional,
  Matches,
  ValidateNested,
} from 'class-validator';
import { Claim } from '../claims/claim.type.js';
import { AppearanceStance, LIMITS } from '../claims/vocabulary.js';
import { DayScalar } from '../graphql/scalars.js';
import { IdempotencyKeyReusedError, InvalidInputError } from '../graphql/user-error.js';
import { IsDay, IsRowId, Text } from '../graphql/validation.js';
import { type Submission, SubmissionOutcome, type SubmittedAppearance } from './submission.js';

/** Articles of one submission; a claim that travelled further is submitted in parts. */
const MAX_APPEARANCES = 50;
/** The form of BCP 47, RFC 5646, 2.1, without looking up whether the tag is registered. */
const LANGUAGE = /^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$/;
const languageRule = { message: 'language must be a BCP 47 tag, such as en, pt-BR or zh-Hant.' };

registerEnumType(SubmissionOutcome, {
  name: 'SubmissionOutcome',
  description: 'What became of a submission.',
  valuesMap: {
    CREATED: { description: 'The claim is new, and a review of it will be opened.' },
    APPEARANCE_ADDED: { description: 'The claim was known; it gained an appearance.' },
    ALREADY_KNOWN: { description: 'The claim and all its appearances were known; nothing changed.' },
  },
});

@InputType({ description: 'A published document. It is known by its address, or else by outlet and citation.' })
export class ArticleInput {
  @Field({ description: `Who published it, at most ${LIMITS.outlet} characters.` })
  @Text({ max: LIMITS.outlet })
  outlet: string;

  @Field(() => String, { nullable: true, description: 'Its address, http or https.' })
  @IsOptional()
  @Text({ max: LIMITS.url })
  url?: string | null;

  @Field(() => String, {
    nullable: true,
    description: `How to cite it, at most ${LIMITS.citation} characters; needed where there is no address.`,
  })
  @IsOptional()
  @Text({ max: LIMITS.citation })
  citation?: string | null;

  @Field(() => DayScalar, { nullable: true, description: 'The day on which it was published.' })
  @IsOptional()
  @IsDay()
  publishedAt?: string | null;

  @Field({ description: 'Its language (BCP 47).' })
  @Matches(LANGUAGE, languageRule)
  @Text({ min: 2, max: LIMITS.language })
  language: string;
}

@InputType({ description: 'A claim in an article.' })
export class AppearanceInput implements SubmittedAppearance {
  @Field(() => ArticleInput, { description: 'Where it appears.' })
  @IsDefined()
  @Type(() => ArticleInput)
  @ValidateNested()
  @IsObject()
  article: ArticleInput;

  @Field(() => AppearanceStance, { description: 'What the article does with the claim.' })
  @IsEnum(AppearanceStance)
  stance: AppearanceStance;

  @Field(() => [String], {
    defaultValue: [],
    description: `The chain of sources, outermost first; at most ${LIMITS.attributionChain}.`,
  })
  @Text({ max: LIMITS.attribution }, { each: true })
  @ArrayMaxSize(LIMITS.attributionChain)
  @IsArray()
  attribution: string[] = [];

  @Field(() => String, {
    nullable: true,
    description: "The claimant's name as the article spells it, where that differs.",
  })
  @IsOptional()
  @Text({ max: LIMITS.claimant })
  claimantAsWritten?: string | null;
}

@InputType({ description: 'A claim as it was found.' })
export class SubmitClaimInput implements Submission {
  @Field({ description: `One checkable statement, self-contained, at most ${LIMITS.statement} characters.` })
  @Text({ max: LIMITS.statement })
  statement: string;

  @Field({
    description: `Who says it, at most ${LIMITS.claimant} characters; known spellings become one canonical name.`,
  })
  @Text({ max: LIMITS.claimant })
  claimant: string;

  @Field(() => DayScalar, { nullable: true, description: 'The day on which it was said, as far as known.' })
  @IsOptional()
  @IsDay()
  claimedAt?: string | null;

  @Field({ description: 'Language of the statement (BCP 47).' })
  @Matches(LANGUAGE, languageRule)
  @Text({ min: 2, max: LIMITS.language })
  language: string;

  @Field(() => [String], { defaultValue: [], description: `What it is about, at most ${LIMITS.topics}.` })
  @Text({ max: LIMITS.topic }, { each: true })
  @ArrayMaxSize(LIMITS.topics)
  @IsArray()
  topics: string[] = [];

  @Field(() => ID, { nullable: true, description: 'The desk; chosen by topics and language where it is left out.' })
  @IsOptional()
  @IsRowId()
  deskId?: string | null;

  @Field(() => [AppearanceInput], { description: `Where it appeared: 1 to ${MAX_APPEARANCES} articles.` })
  @Type(() => AppearanceInput)
  @ValidateNested({ each: true })
  @ArrayMinSize(1)
  @ArrayMaxSize(MAX_APPEARANCES)
  @IsObject({ each: true })
  @IsArray()
  appearances: AppearanceInput[];

  @Field(() => String, {
    nullable: true,
    description: 'A text of your making, at most 200 characters: the same call again answers what the first did.',
  })
  @IsOptional()
  @Text({ max: 200 })
  idempotencyKey?: string | null;
}

@ObjectType({ description: 'The submission was taken in.' })
export class SubmitClaimSuccess {
  @Field(() => SubmissionOutcome, { description: 'What became of it.' })
  outcome: SubmissionOutcome;

  @Field(() => Claim, { description: 'The claim: the new one, or the one that was known.' })
  claim: Claim;

  constructor(outcome: SubmissionOutcome, claim: Claim) {
    this.outcome = outcome;
    this.claim = claim;
  }
}

export const SubmitClaimPayload = createUnionType({
  name: 'SubmitClaimPayload',
  description: 'What submitClaim answers, and submitClaims for each item.',
  types: () => [SubmitClaimSuccess, InvalidInputError, IdempotencyKeyReusedError] as const,
});
