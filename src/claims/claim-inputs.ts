import { createUnionType, Field, ID, InputType, ObjectType } from '@nestjs/graphql';
import { IsEnum, IsOptional, Matches } from 'class-validator';
import { InvalidInputError, NotFoundError } from '../graphql/user-error.js';
import { IsRowId, Text } from '../graphql/validation.js';
import type { NewEvidence } from './add-evidence.js';
import { Claim } from './claim.type.js';
import type { NewRelation } from './relate-claims.js';
import { EvidenceStance, LIMITS, RelationKind } from './vocabulary.js';

@InputType({ description: 'A source for a claim.' })
export class AddEvidenceInput implements NewEvidence {
  @Field(() => ID, { description: 'Id of the claim.' })
  @IsRowId()
  claimId: string;

  @Field({ description: 'Address of the source, http or https.' })
  @Text({ max: LIMITS.url })
  url: string;

  @Field(() => EvidenceStance, { description: 'What it does for the claim.' })
  @IsEnum(EvidenceStance)
  stance: EvidenceStance;

  @Field(() => String, { nullable: true, description: `Who published it, at most ${LIMITS.publisher} characters.` })
  @IsOptional()
  @Text({ max: LIMITS.publisher })
  publisher?: string | null;

  @Field(() => String, { nullable: true, description: `The words that matter, at most ${LIMITS.excerpt} characters.` })
  @IsOptional()
  @Text({ max: LIMITS.excerpt })
  excerpt?: string | null;

  @Field(() => String, { nullable: true, description: 'Address of a kept copy, http or https.' })
  @IsOptional()
  @Text({ max: LIMITS.url })
  archivedUrl?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'SHA-256 of what the address served: 64 hexadecimal digits in lower case.',
  })
  @IsOptional()
  @Matches(/^[0-9a-f]{64}$/, { message: 'contentHash must be 64 hexadecimal digits in lower case.' })
  contentHash?: string | null;
}

@InputType({ description: 'How one claim relates to another.' })
export class RelateClaimsInput implements NewRelation {
  @Field(() => ID, { description: 'Id of the claim that the relation is from.' })
  @IsRowId()
  fromClaimId: string;

  @Field(() => ID, { description: 'Id of the claim that it is to.' })
  @IsRowId()
  toClaimId: string;

  @Field(() => RelationKind, { description: 'What `from` is to `to`.' })
  @IsEnum(RelationKind)
  kind: RelationKind;

  @Field(() => String, { nullable: true, description: `Why, at most ${LIMITS.relationNote} characters.` })
  @IsOptional()
  @Text({ max: LIMITS.relationNote })
  note?: string | null;
}

@InputType({ description: "Another spelling of a claimant's name." })
export class AddClaimantAliasInput {
  @Field({ description: 'The other spelling.' })
  @Text({ max: LIMITS.claimant })
  alias: string;

  @Field({ description: 'The canonical name that it means.' })
  @Text({ max: LIMITS.claimant })
  claimant: string;
}

@ObjectType({ description: 'It was done; the claim as it stands now.' })
export class ClaimSuccess {
  @Field(() => Claim, { description: 'The claim, at its new version.' })
  claim: Claim;

  constructor(claim: Claim) {
    this.claim = claim;
  }
}

@ObjectType({ description: 'The spelling is known from now on.' })
export class AddClaimantAliasSuccess {
  @Field({ description: 'The canonical name that it means.' })
  claimant: string;

  constructor(claimant: string) {
    this.claimant = claimant;
  }
}

export const ClaimPayload = createUnionType({
  name: 'ClaimPayload',
  description: 'What addEvidence and relateClaims answer.',
  types: () => [ClaimSuccess, InvalidInputError, NotFoundError] as const,
});

export const AddClaimantAliasPayload = createUnionType({
  name: 'AddClaimantAliasPayload',
  description: 'What addClaimantAlias answers.',
  types: () => [AddClaimantAliasSuccess, InvalidInputError] as const,
});
